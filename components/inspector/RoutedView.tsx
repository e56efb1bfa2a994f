'use client'

import { ChevronRight, Radio } from 'lucide-react'
import { renameNode } from '../../core/edit/rename'
import { setNode } from '../../core/edit/set-node'
import { elementKey } from '../../core/lab/element'
import { HOST } from '../../core/lab/ids'
import type { RoutedNode } from '../../core/lab/schema'
import { type InterfaceView, interfacesOf } from '../../core/lab/view'
import { Glyph } from '../canvas/nodes/Glyph'
import { useText } from '../i18n/text'
import { useDiagnostics, useDiagnosticsOf } from '../state/derived'
import { useLab } from '../state/labStore'
import { useProbeStore } from '../state/probeStore'
import { useViewStore } from '../state/viewStore'
import { IconButton } from '../ui/Button'
import { later } from '../ui/later'
import { Capped } from './Capped'
import { ConsoleButton } from './ConsoleButton'
import { ContainerFields } from './ContainerFields'
import { TakenLeaseNote } from './DhcpLeases'
import { DhcpSection } from './DhcpSection'
import { DriftNotes } from './DriftNotes'
import { edit } from './edit'
import { AddressList } from './fields/AddressList'
import { Problems, SeverityMark } from './fields/Problems'
import { SwitchField } from './fields/SwitchField'
import { Head } from './Head'
import { InterfaceLight } from './InterfaceLight'
import { KernelTables } from './kernel/KernelTables'
import { NatList } from './NatList'
import { NeighbourList } from './NeighbourList'
import { problemsAt, unclaimed } from './problems'
import { RouteList } from './RouteList'
import { Quiet, Section } from './Section'

// React.lazy would keep a failure for as long as the page is open.
const FilterSection = later(() => import('./FilterSection').then((module) => module.FilterSection))
const HostNics = later(() => import('./HostNics').then((module) => module.HostNics))

/** Every namespace has it, drawn or not. */
export const LOOPBACK: InterfaceView = { name: 'lo', config: {} }

/** The inspector of the host or of a namespace. */
export function RoutedView({ name, node }: { name: string; node: RoutedNode }) {
  const { panels, neighbours: neighbourText } = useText()
  const t = panels.inspector
  const lab = useLab()
  const element = { kind: 'node' as const, node: name }
  const problems = useDiagnosticsOf(elementKey(element))
  const path = ['nodes', name]
  const interfaces = interfacesOf(lab, name)
  const pingFromHere = () => {
    useProbeStore.getState().setDraft({ node: name })
    useViewStore.getState().openDrawer('ping')
  }
  return (
    <>
      <Head
        element={element}
        glyph={<Glyph kind={node.kind} />}
        kind={t.kinds[node.kind]}
        name={name}
        onRename={name === HOST ? undefined : (to) => rename(name, to)}
        removable={name !== HOST}
        actions={
          <>
            <IconButton label={t.ping} onClick={pingFromHere}>
              <Radio size={15} />
            </IconButton>
            <ConsoleButton />
          </>
        }
      />
      {name === HOST && <p className="-mt-1 px-4 pb-3 text-ink-2 text-xs">{t.hostIsThisMachine}</p>}
      <Problems
        className="px-4 pb-3"
        problems={unclaimed(problems, [
          [...path, 'forwarding'],
          [...path, 'routes'],
          [...path, 'nat'],
          [...path, 'neighbours'],
          [...path, 'filter'],
          [...path, 'interfaces'],
          [...path, 'dhcpServer'],
          [...path, 'container'],
          [...path, 'pid'],
        ])}
      />
      <DriftNotes node={name} />
      {node.kind === 'container' && <ContainerFields name={name} node={node} />}
      <Section title={t.interfaces}>
        {interfaces.length === 0 && <Quiet>{t.noInterfaces}</Quiet>}
        <Capped items={interfaces}>{(view) => <InterfaceRow key={view.name} node={name} view={view} />}</Capped>
        {!interfaces.some((view) => view.name === 'lo') && <InterfaceRow node={name} view={LOOPBACK} />}
      </Section>
      {name === HOST && <HostNics />}
      <Section title={t.routes}>
        <RouteList name={name} routes={node.routes ?? []} />
      </Section>
      <Section title={neighbourText.title}>
        <NeighbourList name={name} neighbours={node.neighbours ?? []} />
      </Section>
      <Forwarding name={name} on={node.forwarding ?? false} />
      <Section title={t.nat}>
        <NatList name={name} rules={node.nat ?? []} />
      </Section>
      <FilterSection name={name} filter={node.filter} />
      <DhcpSection node={name} server={node.dhcpServer} />
      <KernelTables node={name} />
    </>
  )
}

function Forwarding({ name, on }: { name: string; on: boolean }) {
  const t = useText().panels.inspector
  const all = useDiagnostics()
  return (
    <Section
      title={t.forwarding}
      action={
        <SwitchField
          label={t.forwarding}
          labelHidden
          value={on}
          onCommit={(forwarding) => edit((now) => setNode(now, name, { forwarding }))}
        />
      }
    >
      <Quiet>{t.forwardingHint}</Quiet>
      <Problems problems={problemsAt(all, ['nodes', name, 'forwarding'])} />
    </Section>
  )
}

function rename(from: string, to: string) {
  const refused = edit((lab) => renameNode(lab, from, to))
  if (!refused) useViewStore.getState().select([{ kind: 'node', node: to }])
  return refused
}

/** One interface: its light, its name (which opens it), and its addresses to edit in place. */
function InterfaceRow({ node, view }: { node: string; view: InterfaceView }) {
  const t = useText().panels.inspector
  const element = { kind: 'interface' as const, node, name: view.name }
  const key = elementKey(element)
  const problems = useDiagnosticsOf(key)
  const addresses = ['nodes', node, 'interfaces', view.name, 'addresses']
  const elsewhere = unclaimed(problems, [addresses])
  const worst = elsewhere.find((one) => one.severity === 'error') ?? elsewhere[0]
  const { select, setHover } = useViewStore.getState()
  return (
    <div
      className="rounded-md border border-line bg-surface"
      onPointerEnter={() => setHover(key)}
      onPointerLeave={() => setHover(null)}
    >
      <button
        type="button"
        onClick={() => select([element])}
        className="flex h-8 w-full min-w-0 items-center gap-2 rounded-md px-2 text-left hover:bg-hovered"
      >
        <InterfaceLight node={node} view={view} />
        <span className="truncate font-mono text-sm">{view.name}</span>
        {view.peer && <span className="min-w-0 truncate text-ink-3 text-xs">→ {view.peer.node}</span>}
        {worst && <SeverityMark severity={worst.severity} />}
        {elsewhere.length > 0 && <span className="sr-only">{t.problems(elsewhere.length)}</span>}
        <ChevronRight size={14} className="ml-auto shrink-0 text-ink-3" aria-hidden="true" />
      </button>
      {(view.name !== 'lo' || view.config.addresses) && (
        <div className="px-2 pb-2">
          <AddressList
            node={node}
            name={view.name}
            addresses={view.config.addresses ?? []}
            label={`${view.name} ${t.addresses}`}
            labelHidden
          />
          {view.config.dhcp && <TakenLeaseNote node={node} name={view.name} />}
        </div>
      )}
    </div>
  )
}
