'use client'

import { ChevronRight, Plus } from 'lucide-react'
import { setNat } from '../../core/edit/nat'
import { elementKey } from '../../core/lab/element'
import type { NatRule } from '../../core/lab/schema'
import { natText } from '../canvas/model/nat'
import { useText } from '../i18n/text'
import { useDiagnosticsOf } from '../state/derived'
import { useHovered, useViewStore } from '../state/viewStore'
import { classes } from '../ui/classes'
import { AddButton } from './AddButton'
import { edit } from './edit'
import { Problems } from './fields/Problems'
import { Quiet } from './Section'

/** The NAT rules of a router; each opens in an inspector of its own. */
export function NatList({ name, rules }: { name: string; rules: readonly NatRule[] }) {
  const t = useText().panels.inspector
  const add = () => {
    if (!edit((lab) => setNat(lab, name, [...rules, { type: 'masquerade' }])))
      useViewStore.getState().select([{ kind: 'nat', node: name, index: rules.length }])
  }
  return (
    <>
      {rules.length === 0 && <Quiet>{t.noNat}</Quiet>}
      {rules.map((rule, index) => (
        // A rule has no identity but its place in the list.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above.
        <NatRow key={index} node={name} index={index} rule={rule} />
      ))}
      <AddButton icon={<Plus size={12} />} onClick={add}>
        {t.addNat}
      </AddButton>
    </>
  )
}

function NatRow({ node, index, rule }: { node: string; index: number; rule: NatRule }) {
  const t = useText().panels.inspector
  const element = { kind: 'nat' as const, node, index }
  const key = elementKey(element)
  const problems = useDiagnosticsOf(key)
  const lit = useHovered(key)
  const { select, setHover } = useViewStore.getState()
  return (
    <div>
      <button
        type="button"
        onClick={() => select([element])}
        onPointerEnter={() => setHover(key)}
        onPointerLeave={() => setHover(null)}
        className={classes(
          'flex w-full items-center gap-2 rounded-md border bg-surface px-2 py-1.5 text-left hover:bg-hovered',
          lit ? 'border-accent' : 'border-line',
        )}
      >
        <span className="min-w-0 grow">
          <span className="block text-2xs text-ink-2">{t.natTypes[rule.type]}</span>
          <span className="block truncate font-mono text-xs">{natText(rule, t.anySource)}</span>
        </span>
        <ChevronRight size={14} className="shrink-0 text-ink-3" aria-hidden="true" />
      </button>
      <Problems className="mt-1" problems={problems} />
    </div>
  )
}
