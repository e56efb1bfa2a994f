import type { NatRule } from '../../../core/lab/schema'
import { monoWidth, type Rect } from './geometry'
import { natText } from './nat'
import { curve, pointAt } from './path'
import type { NatEdge, SceneNode } from './scene'

const LANE = 32
const STEP = 0.17
const CLEAR = 12
const PILL = { height: 22, padding: 20 } as const
/** How far the middle of a line on one side moves for each pixel that it bows (the weights of a cubic Bézier's two controls). */
const MIDDLE_MOVES = 0.75

/** The line of a NAT rule. */
export function natCurve(edge: NatEdge) {
  return curve(edge.from.at, edge.to.at, edge.bow)
}

/** The width of a rule's pill. */
export function pillWidth(rule: NatRule): number {
  return monoWidth(natText(rule, '*'), 11) + PILL.padding
}

/** The room that a NAT rule's pill takes on the canvas. */
export function pillRect(edge: NatEdge): Rect {
  const { x, y } = pointAt(natCurve(edge), edge.pillAt)
  const width = pillWidth(edge.rule)
  return { x: x - width / 2, y: y - PILL.height / 2, width, height: PILL.height }
}

/**
 * Lays the rules of one router apart. Lines on one side lie in one another like the skins of an onion, the farther the target the further out, each so
 * far that its pill clears both nodes; pills of rules to one target stand below each other. A rule without a target is a pill beside the router.
 */
export function spreadNat(rules: readonly NatEdge[], nodes: ReadonlyMap<string, SceneNode>): NatEdge[] {
  const lanes = { left: 0, right: 0, top: 0, bottom: 0 }
  let stubs = 0
  const byTarget = new Map<string, NatEdge[]>()
  for (const rule of rules) byTarget.set(rule.to.node, [...(byTarget.get(rule.to.node) ?? []), rule])
  const far = ({ from, to }: NatEdge) => Math.hypot(to.at.x - from.at.x, to.at.y - from.at.y)
  return rules
    .toSorted((a, b) => far(a) - far(b) || a.index - b.index)
    .map((rule) => {
      const { from, to } = rule
      if (to.node === rule.node) {
        const half = pillRect(rule).width / 2
        const at = { ...to.at, x: from.at.x + CLEAR * 2 + half * 2, y: to.at.y + (PILL.height + 6) * stubs++ }
        return { ...rule, to: { ...to, at }, pillAt: 1 }
      }
      const together = byTarget.get(to.node) ?? []
      const pillAt = 0.5 + (together.indexOf(rule) - (together.length - 1) / 2) * STEP
      if (from.at.side !== to.at.side) return { ...rule, pillAt }
      const lane = lanes[from.at.side]++
      return { ...rule, pillAt, bow: lane * LANE + clearance(rule, nodes) }
    })
}

/** How much a line on one side has to bow for its pill to stand clear of the two nodes. */
function clearance(rule: NatEdge, nodes: ReadonlyMap<string, SceneNode>): number {
  const pill = pillRect(rule)
  const ends = [rule.from.node, rule.to.node].flatMap((name) => nodes.get(name) ?? [])
  const over = {
    left: pill.x + pill.width + CLEAR - Math.min(...ends.map(({ at }) => at.x)),
    right: Math.max(...ends.map(({ at, box }) => at.x + box.width)) + CLEAR - pill.x,
    top: pill.y + pill.height + CLEAR - Math.min(...ends.map(({ at }) => at.y)),
    bottom: Math.max(...ends.map(({ at, box }) => at.y + box.height)) + CLEAR - pill.y,
  }[rule.from.at.side]
  return Math.max(0, over / MIDDLE_MOVES)
}
