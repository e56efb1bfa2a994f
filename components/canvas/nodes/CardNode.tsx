import type { NodeProps } from '@xyflow/react'
import { Lock } from 'lucide-react'
import { memo } from 'react'
import { elementKey } from '../../../core/lab/element'
import { useText } from '../../i18n/text'
import { useLabStore } from '../../state/labStore'
import { useNodeNetns } from '../../state/nodeNetns'
import { useHovered } from '../../state/viewStore'
import { useCrowded, useLowDetail } from '../canvasStore'
import type { FlowNode } from '../flowTypes'
import { useTargetState } from '../gestures/gestureStore'
import { isFixed } from '../model/scene'
import { FilterChip } from './FilterChip'
import { GestureHandles } from './GestureHandles'
import { Glyph } from './Glyph'
import { HandleMark } from './HandleMark'
import { InterfaceRow } from './InterfaceRow'
import { FarLight, NodeLight } from './NodeLight'
import { NodeMarks } from './NodeMarks'

/** A namespace, or the host: the same card with a heavier frame. */
export const CardNode = memo(function CardNode({ data: { node } }: NodeProps<FlowNode>) {
  const { canvas: t, host } = useText()
  const { more } = host.nics
  const lowDetail = useLowDetail()
  const crowded = useCrowded()
  const { name, kind, box, ghost, foreign } = node
  const key = elementKey({ kind: 'node', node: name })
  const hovered = useHovered(key)
  const target = useTargetState(name)
  const exists = useNodeNetns(name) !== undefined || kind === 'host'
  if (box.shape !== 'card') return null
  const state = {
    'data-kind': kind,
    'data-element': key,
    'data-drawn': exists ? undefined : true,
    'data-ghost': ghost || undefined,
    'data-foreign': foreign || undefined,
    'data-hover': hovered || undefined,
    'data-target': target,
  }
  if (lowDetail) {
    return (
      <div className="nl-card nl-low" {...state}>
        <HandleMark />
        <FarLight node={name} />
        {!crowded && <span className="nl-far-name">{name}</span>}
      </div>
    )
  }
  return (
    <div className="nl-card" {...state}>
      <HandleMark />
      <div className="nl-head">
        <Glyph kind={kind} />
        <span className="nl-name">{name}</span>
        <NodeMarks node={name} />
        {foreign ? <Lock className="nl-lock" size={13} aria-label={t.foreign} /> : <NodeLight node={name} />}
      </div>
      {box.rows.length > 0 && (
        <div className="nl-rows">
          {box.rows.map((row) =>
            row.more === undefined ? (
              <InterfaceRow key={row.name} node={name} row={row} ghost={ghost} />
            ) : (
              <div key={row.name} className="nl-row" data-foreign>
                <Lock className="nl-lock" size={10} aria-label={t.foreign} />
                <span>{more(row.more)}</span>
              </div>
            ),
          )}
        </div>
      )}
      {box.foot && <Foot name={name} />}
      {!isFixed(node) && <GestureHandles node={name} nat />}
    </div>
  )
})

/** What a card says of its node beyond its interfaces. */
function Foot({ name }: { name: string }) {
  const t = useText().canvas
  const node = useLabStore((store) => store.lab.nodes[name])
  if (!node || node.kind === 'bridge') return null
  return (
    <div className="nl-foot">
      {node.forwarding && <span className="nl-chip">{t.forwarding}</span>}
      {node.nat && node.nat.length > 0 && (
        <span className="nl-chip nl-chip-nat">{node.nat.length > 1 ? `${t.nat} ${node.nat.length}` : t.nat}</span>
      )}
      {node.filter && <FilterChip node={name} filter={node.filter} />}
      {node.routes && node.routes.length > 0 && <span className="nl-chip">{t.routes(node.routes.length)}</span>}
      {node.dhcpServer && <DhcpChip node={name} name={node.dhcpServer.interface} />}
    </div>
  )
}

/** That a node gives addresses away, and how many it has. */
function DhcpChip({ node, name }: { node: string; name: string }) {
  const t = useText().dhcp
  const services = useNodeNetns(node)?.services
  const given = services?.find(({ spec }) => spec.kind === 'dhcp-server')?.leases?.length ?? 0
  return (
    <span className="nl-chip" title={t.servesTitle(name, given)}>
      {t.serves(given)}
    </span>
  )
}
