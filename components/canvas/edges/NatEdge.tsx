import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { natOpRule, natRuleKey } from '../../../core/plan/nat'
import { useText } from '../../i18n/text'
import { useRuleCounters } from '../../inspector/kernel/counters'
import { usePlanMark } from '../../state/derived'
import { useHovered, useViewStore } from '../../state/viewStore'
import { useLowDetail } from '../canvasStore'
import type { NatFlowEdge } from '../flowTypes'
import { natText } from '../model/nat'
import { natCurve } from '../model/natLanes'
import { pointAt } from '../model/path'
import type { NatEdge as Nat } from '../model/scene'

/** A NAT rule: from the router to the network that it hides, or to the node that it forwards a port to. */
export const NatEdge = memo(function NatEdge({ data, selected }: EdgeProps<NatFlowEdge>) {
  return data ? <Rule edge={data.edge} selected={selected === true} /> : null
})

function Rule({ edge, selected }: { edge: Nat; selected: boolean }) {
  const t = useText().canvas
  const { node, index, rule, ghost, id: key } = edge
  const ref = { kind: 'nat', node, index } as const
  const lowDetail = useLowDetail()
  // By what the rule does: the kernel lists its rules by chain, not in the order of the drawing.
  const counters = useRuleCounters(node)
  const op = natOpRule(rule)
  const counter = op && counters.get(natRuleKey(op))
  const drawnMark = usePlanMark(key)
  const mark = ghost ? 'delete' : drawnMark
  const hovered = useHovered(key)
  const drawn = natCurve(edge)
  const at = pointAt(drawn, edge.pillAt)
  const arriving = drawn.parts.at(-1)
  const view = useViewStore.getState()
  const state = {
    'data-selected': selected || undefined,
    'data-hover': hovered || undefined,
    'data-mark': mark,
    'data-ghost': ghost || undefined,
  }
  return (
    <g className="nl-nat" {...state} onPointerEnter={() => view.setHover(key)} onPointerLeave={() => view.setHover(null)}>
      <path className="nl-link-reach" d={drawn.d} />
      <path className="nl-nat-line" d={drawn.d} />
      {arriving && <path className="nl-nat-head" d={arrowHead(arriving[2], arriving[3])} />}
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
            onClick={ghost ? undefined : () => view.select([ref])}
            aria-disabled={ghost || undefined}
            onMouseEnter={() => view.setHover(key)}
            onMouseLeave={() => view.setHover(null)}
          >
            <span>{natText(rule, t.anywhere)}</span>
            {counter && counter.packets > 0 && !ghost && <span className="nl-nat-count">{t.packets(counter.packets)}</span>}
          </button>
        </EdgeLabelRenderer>
      )}
    </g>
  )
}

/** A small head at the end of a curve, in the direction in which it arrives. */
function arrowHead(before: { x: number; y: number }, end: { x: number; y: number }): string {
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1
  const [ux, uy] = [(end.x - before.x) / length, (end.y - before.y) / length]
  const point = (back: number, aside: number) =>
    `${(end.x - ux * back - uy * aside).toFixed(1)} ${(end.y - uy * back + ux * aside).toFixed(1)}`
  return `M${point(7, 4)}L${point(0.5, 0)}L${point(7, -4)}`
}
