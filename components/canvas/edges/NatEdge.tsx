import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { elementKey } from '../../../core/lab/element'
import { netnsOf } from '../../../core/lab/view'
import { useText } from '../../i18n/text'
import { usePlanMark } from '../../state/derived'
import { useLabStore } from '../../state/labStore'
import { useNatCounters } from '../../state/machineStore'
import { useHovered, useViewStore } from '../../state/viewStore'
import { useLowDetail } from '../canvasStore'
import type { NatFlowEdge } from '../flowTypes'
import { natText } from '../model/nat'
import { curve, pointAt } from '../model/path'

const LANE = 36

/** A NAT rule: from the router to the network that it hides, or to the node that it forwards a port to. */
export const NatEdge = memo(function NatEdge(props: EdgeProps<NatFlowEdge>) {
  const { selected, data } = props
  const t = useText().canvas
  const node = data?.edge.node ?? ''
  const index = data?.edge.index ?? 0
  const ref = { kind: 'nat', node, index } as const
  const key = elementKey(ref)
  const lowDetail = useLowDetail()
  const rule = useLabStore((store) => {
    const router = store.lab.nodes[node]
    return router && router.kind !== 'bridge' ? router.nat?.[index] : undefined
  })
  const netns = useLabStore((store) => netnsOf(store.lab, node))
  const counter = useNatCounters(netns)?.[index]
  const mark = usePlanMark(key)
  const hovered = useHovered(key)
  if (!rule || !data) return null
  const drawn = curve(data.edge.from.at, data.edge.to.at, data.edge.lane * LANE)
  const at = pointAt(drawn, 0.5)
  const view = useViewStore.getState()
  const state = { 'data-selected': selected || undefined, 'data-hover': hovered || undefined, 'data-mark': mark }
  return (
    <g className="nl-nat" {...state} onPointerEnter={() => view.setHover(key)} onPointerLeave={() => view.setHover(null)}>
      <path className="nl-link-reach" d={drawn.d} />
      <path className="nl-nat-line" d={drawn.d} />
      <path className="nl-nat-head" d={arrowHead(drawn.points[2], drawn.points[3])} />
      {!lowDetail && (
        <EdgeLabelRenderer>
          <button
            type="button"
            tabIndex={-1}
            className="nl-nat-pill nopan"
            data-element={key}
            data-type={rule.type}
            {...state}
            style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
            onClick={() => view.select([ref])}
            onMouseEnter={() => view.setHover(key)}
            onMouseLeave={() => view.setHover(null)}
          >
            <span>{natText(rule, t.anywhere)}</span>
            {counter && counter.packets > 0 && <span className="nl-nat-count">{t.packets(counter.packets)}</span>}
          </button>
        </EdgeLabelRenderer>
      )}
    </g>
  )
})

/** A small head at the end of a curve, in the direction in which it arrives. */
function arrowHead(before: { x: number; y: number }, end: { x: number; y: number }): string {
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1
  const [ux, uy] = [(end.x - before.x) / length, (end.y - before.y) / length]
  const point = (back: number, aside: number) =>
    `${(end.x - ux * back - uy * aside).toFixed(1)} ${(end.y - uy * back + ux * aside).toFixed(1)}`
  return `M${point(7, 4)}L${point(0.5, 0)}L${point(7, -4)}`
}
