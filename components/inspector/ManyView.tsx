'use client'

import { Layers } from 'lucide-react'
import { applyCommand } from '../../core/edit/apply'
import type { Command } from '../../core/edit/change'
import { removeElements } from '../../core/edit/remove'
import { setInterface } from '../../core/edit/set-interface'
import { setNode } from '../../core/edit/set-node'
import { type ElementRef, elementKey } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import { interfacesOf } from '../../core/lab/view'
import { useText } from '../i18n/text'
import { useLab } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { ElementButton } from './ElementButton'
import { edit } from './edit'
import { elementName } from './elementName'
import { Head } from './Head'

const LISTED = 40

/** The inspector of several elements: what they are, and what can be done with all of them. */
export function ManyView({ selection }: { selection: readonly ElementRef[] }) {
  const { inspector: t, drift } = useText().panels
  const lab = useLab()
  const nodes = selection.flatMap((one) => (one.kind === 'node' ? [one.node] : []))
  const removable = selection.filter(
    (one) => !(one.kind === 'node' && lab.nodes[one.node]?.kind === 'host') && one.kind !== 'lab',
  )
  const setUp = (up: boolean) => edit((now) => allInterfaces(now, nodes, up))
  return (
    <>
      <Head
        element={{ kind: 'lab' }}
        glyph={<Layers size={15} />}
        kind={t.selection}
        title={<p className="text-base text-ink">{t.selected(selection.length)}</p>}
      />
      <div className="border-line border-t px-4 py-3">
        <ul className="max-h-80 overflow-auto">
          {selection.slice(0, LISTED).map((one) => (
            <li key={elementKey(one)}>
              <ElementButton element={one}>{elementName(lab, one, t.anySource)}</ElementButton>
            </li>
          ))}
          {selection.length > LISTED && <li className="text-ink-3 text-xs">{drift.more(selection.length - LISTED)}</li>}
        </ul>
      </div>
      <div className="flex flex-col items-stretch gap-1.5 border-line border-t px-4 py-3">
        {nodes.length > 0 && (
          <>
            <Button onClick={() => setUp(true)}>{t.allUp}</Button>
            <Button onClick={() => setUp(false)}>{t.allDown}</Button>
          </>
        )}
        <Button
          disabled={removable.length === 0}
          className="text-bad!"
          onClick={() => {
            if (!edit((now) => removeElements(now, [...removable]))) useViewStore.getState().select([])
          }}
        >
          {t.delete}
        </Button>
      </div>
    </>
  )
}

/** One command that brings every interface of these nodes up or down; `lo` and what is so already stay as they are. */
function allInterfaces(lab: Lab, nodes: readonly string[], up: boolean): Command {
  const wanted = up ? undefined : false
  const all: Command = { label: 'set-interface', changes: [] }
  let now = lab
  for (const node of nodes) {
    for (const view of interfacesOf(lab, node)) {
      if (view.name === 'lo' || (view.config.up ?? true) === up) continue
      const built = view.self ? setNode(now, node, { up: wanted }) : setInterface(now, node, view.name, { up: wanted })
      if ('refused' in built) continue
      const applied = applyCommand(now, built)
      if (!applied.ok) continue
      now = applied.lab
      all.changes.push(...built.changes)
    }
  }
  return all
}
