import type { ElementRef } from '../../../core/lab/element'
import { CARD, centre, type Point, type Rect } from './geometry'
import { curve, pointAt } from './path'
import { barOf, rectOf, type Scene, type SceneEdge } from './scene'

const STEPS = 24

/**
 * The way of a packet over the canvas as a line of points: along each link's own curve, through the middle of each node between. Elements that are
 * not drawn are skipped.
 */
export function pathway(scene: Scene, refs: readonly ElementRef[]): Point[] {
  const points: Point[] = []
  const edges = new Map(scene.edges.map((edge) => [edge.id, edge]))
  for (const [at, ref] of refs.entries()) {
    if (ref.kind === 'link') {
      const edge = edges.get(`link/${ref.link}`)
      const line = edge && along(edge)
      if (!line) continue
      const first = line[0]
      const last = line[line.length - 1]
      const towards = points[points.length - 1] ?? nodeCentre(scene, refs[at - 1])
      if (!first || !last || !towards) {
        points.push(...line)
        continue
      }
      points.push(...(distance(towards, first) <= distance(towards, last) ? line : line.toReversed()))
      continue
    }
    const middle = nodeCentre(scene, ref)
    if (middle) points.push(middle)
  }
  return points
}

function nodeCentre(scene: Scene, ref: ElementRef | undefined): Point | undefined {
  const node = ref && 'node' in ref ? scene.byName.get(ref.node) : undefined
  if (!node) return undefined
  const { box } = node
  const rect: Rect = box.shape === 'bridge' ? barOf(node, box) : { ...rectOf(node), height: CARD.head }
  return centre(rect)
}

function along(edge: SceneEdge): Point[] {
  const line = curve(edge.from.at, edge.to.at)
  return Array.from({ length: STEPS + 1 }, (_, at) => pointAt(line, at / STEPS))
}

/** The point so many pixels along a line of points, and the line's whole length. */
export function travel(points: readonly Point[], pixels: number): { at: Point | undefined; length: number } {
  let length = 0
  let found: Point | undefined
  for (let at = 1; at < points.length; at++) {
    const [a, b] = [points[at - 1], points[at]]
    if (!a || !b) continue
    const step = distance(a, b)
    if (!found && length + step >= pixels && step > 0) {
      const part = (pixels - length) / step
      found = { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part }
    }
    length += step
  }
  return { at: found ?? points[points.length - 1], length }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
