'use client'

import { renameNode } from '../../core/edit/rename'
import { setNode } from '../../core/edit/set-node'
import { elementKey } from '../../core/lab/element'
import { HOST } from '../../core/lab/ids'
import type { BridgeNode } from '../../core/lab/schema'
import { interfacesOf, portsOf } from '../../core/lab/view'
import { Glyph } from '../canvas/nodes/Glyph'
import { useText } from '../i18n/text'
import { useDiagnostics, useDiagnosticsOf } from '../state/derived'
import { useLab } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { Capped } from './Capped'
import { ConsoleButton } from './ConsoleButton'
import { DriftNotes } from './DriftNotes'
import { ElementButton } from './ElementButton'
import { edit } from './edit'
import { Problems } from './fields/Problems'
import { SelectField } from './fields/SelectField'
import { SwitchField } from './fields/SwitchField'
import { Head } from './Head'
import { InterfaceFields } from './InterfaceFields'
import { InterfaceLight } from './InterfaceLight'
import { KernelLink } from './kernel/KernelLink'
import { problemsAt, unclaimed } from './problems'
import { Quiet, Section } from './Section'

/** The inspector of a bridge: a switch with ports, and an interface to the namespace that it lives in. */
export function BridgeView({ name, node }: { name: string; node: BridgeNode }) {
  const { inspector: t, kernel: kernelText } = useText().panels
  const lab = useLab()
  const all = useDiagnostics()
  const element = { kind: 'node' as const, node: name }
  const problems = useDiagnosticsOf(elementKey(element))
  const own = interfacesOf(lab, name).find((view) => view.self)
  const ports = portsOf(lab, name)
  const where = node.on ?? HOST
  const places = Object.entries(lab.nodes).flatMap(([place, found]) => (found.kind === 'bridge' ? [] : [place]))
  const path = ['nodes', name]
  const claimed = ['addresses', 'mac', 'mtu', 'up', 'on', 'stp', 'interfaces'].map((field) => [...path, field])
  return (
    <>
      <Head
        element={element}
        glyph={<Glyph kind="bridge" />}
        kind={t.kinds.bridge}
        name={name}
        onRename={(to) => {
          const refused = edit((now) => renameNode(now, name, to))
          if (!refused) useViewStore.getState().select([{ kind: 'node', node: to }])
          return refused
        }}
        removable
        actions={<ConsoleButton />}
      />
      <Problems className="px-4 pb-3" problems={unclaimed(problems, claimed)} />
      <DriftNotes node={name} />
      <Section title={t.ownInterface}>
        <Quiet>{t.ownInterfaceHint(where)}</Quiet>
        {own && <InterfaceFields node={name} view={own} />}
      </Section>
      <Section title={t.kinds.bridge}>
        <SelectField
          label={t.livesIn}
          value={where}
          options={places.map((place) => ({ value: place, label: place }))}
          problems={problemsAt(all, [...path, 'on'])}
          onCommit={(on) => edit((now) => setNode(now, name, { on: on === HOST ? undefined : on }))}
        />
        <SwitchField
          label={t.stp}
          hint={t.stpHint}
          value={node.stp ?? false}
          problems={problemsAt(all, [...path, 'stp'])}
          onCommit={(stp) => edit((now) => setNode(now, name, { stp: stp ? true : undefined }))}
        />
      </Section>
      <Section title={t.ports}>
        {ports.length === 0 && <Quiet>{t.noPorts}</Quiet>}
        <ul>
          <Capped items={ports}>
            {(port) => (
              <li key={port.name} className="flex min-w-0 items-center gap-2">
                <InterfaceLight node={name} view={port} />
                <ElementButton element={{ kind: 'interface', node: name, name: port.name }}>
                  <span className="font-mono">{port.name}</span>
                </ElementButton>
                {port.peer && (
                  <span className="min-w-0 truncate text-ink-3 text-xs">→ {t.end(port.peer.node, port.peer.interface)}</span>
                )}
              </li>
            )}
          </Capped>
        </ul>
      </Section>
      {own && (
        <Section title={kernelText.title}>
          <KernelLink node={name} view={own} />
        </Section>
      )}
    </>
  )
}
