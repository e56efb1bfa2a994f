'use client'

import { renameInterface } from '../../core/edit/rename'
import { elementKey } from '../../core/lab/element'
import { interfacesOf } from '../../core/lab/view'
import { useText } from '../i18n/text'
import { useDiagnosticsOf } from '../state/derived'
import { useLab } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { DriftNotes } from './DriftNotes'
import { ElementButton } from './ElementButton'
import { edit } from './edit'
import { Problems } from './fields/Problems'
import { Row } from './fields/TextField'
import { Head } from './Head'
import { InterfaceFields, interfacePath } from './InterfaceFields'
import { InterfaceLight } from './InterfaceLight'
import { KernelLink } from './kernel/KernelLink'
import { unclaimed } from './problems'
import { LOOPBACK } from './RoutedView'
import { Section } from './Section'

/** The inspector of one interface, a bridge's port included. */
export function InterfaceInspector({ node, name }: { node: string; name: string }) {
  const { inspector: t, kernel: kernelText } = useText().panels
  const lab = useLab()
  const element = { kind: 'interface' as const, node, name }
  const problems = useDiagnosticsOf(elementKey(element))
  const drawn = interfacesOf(lab, node).find((one) => one.name === name)
  const view = drawn ?? (name === LOOPBACK.name && lab.nodes[node]?.kind !== 'bridge' ? LOOPBACK : undefined)
  if (!view) return null
  const path = interfacePath(node, view)
  const isPort = lab.nodes[node]?.kind === 'bridge' && !view.self
  const rename = (to: string) => {
    const refused = edit((now) => renameInterface(now, node, name, to))
    if (!refused) useViewStore.getState().select([{ kind: 'interface', node, name: to }])
    return refused
  }
  const claimed = ['addresses', 'dhcp', 'mac', 'mtu', 'up'].map((field) => [...path, field])
  return (
    <>
      <Head
        element={element}
        glyph={<InterfaceLight node={node} view={view} />}
        kind={isPort ? t.bridgePort(node) : `${t.kinds.interface} · ${node}`}
        name={name}
        onRename={name === 'lo' || view.self ? undefined : rename}
        removable={view.link !== undefined}
      />
      <Problems className="px-4 pb-3" problems={unclaimed(problems, claimed)} />
      <DriftNotes node={node} name={name} />
      <div className="space-y-2 border-line border-t px-4 py-3">
        <InterfaceFields node={node} view={view} />
        <Row label={t.livesIn}>
          <ElementButton element={{ kind: 'node', node }}>{node}</ElementButton>
        </Row>
        {view.peer && (
          <Row label={t.peer}>
            <ElementButton element={{ kind: 'interface', node: view.peer.node, name: view.peer.interface }}>
              {t.end(view.peer.node, view.peer.interface)}
            </ElementButton>
          </Row>
        )}
      </div>
      <Section title={kernelText.title}>
        <KernelLink node={node} view={view} />
      </Section>
    </>
  )
}
