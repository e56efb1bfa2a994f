import { around, monoWidth, type Rect } from './geometry'
import { natText } from './nat'
import { curve, pointAt } from './path'
import { type NatEdge, rectOf, type Scene } from './scene'

/** How much further out each of several NAT lines on one side bows. */
export const LANE = 36
const PILL = { height: 22, padding: 20, count: 70 }

/** The line of a NAT rule. */
export function natCurve(edge: NatEdge) {
  return curve(edge.from.at, edge.to.at, edge.lane * LANE)
}

/** The room that a NAT rule's pill takes, with its packet counter. */
export function pillRect(edge: NatEdge): Rect {
  const { x, y } = pointAt(natCurve(edge), 0.5)
  const width = monoWidth(natText(edge.rule, '*'), 11) + PILL.padding + PILL.count
  return { x: x - width / 2, y: y - PILL.height / 2, width, height: PILL.height }
}

/** Everything that is drawn, pills beside the nodes included; undefined for nothing. */
export function sceneBounds(scene: Scene): Rect | undefined {
  const pills = scene.edges.flatMap((edge) => (edge.type === 'nat' ? [pillRect(edge)] : []))
  return around([...scene.nodes.map(rectOf), ...pills])
}
