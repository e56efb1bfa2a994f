'use client'

import { Cable } from 'lucide-react'
import { renameInterface } from '../../core/edit/rename'
import { elementKey } from '../../core/lab/element'
import { parseEndpoint } from '../../core/lab/ids'
import type { Link } from '../../core/lab/schema'
import { interfacesOf } from '../../core/lab/view'
import { useText } from '../i18n/text'
import { useDiagnosticsOf } from '../state/derived'
import { useLab } from '../state/labStore'
import { DriftNotes } from './DriftNotes'
import { ElementButton } from './ElementButton'
import { edit } from './edit'
import { Problems } from './fields/Problems'
import { TextField } from './fields/TextField'
import { Head } from './Head'
import { InterfaceFields } from './InterfaceFields'
import { InterfaceLight, useStanding } from './InterfaceLight'
import { LinkFacts } from './kernel/LinkFacts'
import { unclaimed } from './problems'

/** The inspector of a veth pair: its two ends, one above the other. */
export function LinkView({ link, id }: { link: Link; id: string }) {
  const t = useText().panels.inspector
  const element = { kind: 'link' as const, link: id }
  const problems = useDiagnosticsOf(elementKey(element))
  const [a, b] = link.endpoints.map(parseEndpoint)
  if (!a || !b) return null
  return (
    <>
      <Head
        element={element}
        glyph={<Cable size={15} />}
        kind={t.kinds.link}
        title={
          <p className="truncate text-base text-ink">
            {a.node} – {b.node}
          </p>
        }
        removable
      />
      <Problems className="px-4 pb-3" problems={unclaimed(problems, [])} />
      <DriftNotes link={id} />
      <End node={a.node} name={a.interface} />
      <End node={b.node} name={b.interface} />
    </>
  )
}

function End({ node, name }: { node: string; name: string }) {
  const t = useText().panels.inspector
  const lab = useLab()
  const view = interfacesOf(lab, node).find((one) => one.name === name && !one.self)
  const own = useDiagnosticsOf(elementKey({ kind: 'interface', node, name }))
  const { kernel, isAway, words } = useStanding(node, view ?? { name, config: {} })
  if (!view) return null
  const path = ['nodes', node, 'interfaces', name]
  const isPort = lab.nodes[node]?.kind === 'bridge'
  const claimed = ['addresses', 'dhcp', 'mac', 'mtu', 'up'].map((field) => [...path, field])
  return (
    <section className="space-y-2 border-line border-t px-4 py-3">
      <div className="flex min-w-0 items-center gap-2">
        <InterfaceLight node={node} view={view} />
        <ElementButton element={{ kind: 'interface', node, name }}>
          {isPort ? t.bridgePort(node) : t.end(node, name)}
        </ElementButton>
      </div>
      <TextField label={t.name} value={name} onCommit={(to) => edit((now) => renameInterface(now, node, name, to))} />
      <InterfaceFields node={node} view={view} />
      <Problems problems={unclaimed(own, claimed)} />
      {kernel && <LinkFacts netns={kernel.netns} link={kernel.link} away={isAway ? words : undefined} />}
    </section>
  )
}
