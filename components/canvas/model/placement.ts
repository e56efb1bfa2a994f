import { HOST } from '../../../core/lab/ids'
import type { Lab, Position } from '../../../core/lab/schema'
import { interfacesOf, linksOf } from '../../../core/lab/view'
import { BRIDGE, CARD, contains, type Point, SNAP, snap } from './geometry'

const GAP = 64
const PER_ROW = 12

/**
 * A corner for every node. Those that the lab's layout knows stay where they are; the others get simple rows, the same each time:
 * namespaces above, the bridges that join them in the middle, the host below, all of it under what is placed already.
 */
export function placement(lab: Lab): Record<string, Position> {
  const layout = lab.layout ?? {}
  const missing = Object.keys(lab.nodes).filter((name) => !layout[name])
  if (missing.length === 0) return layout
  const placed: Record<string, Position> = {}
  let bottom = Number.NEGATIVE_INFINITY
  for (const name of Object.keys(lab.nodes)) {
    const at = layout[name]
    if (!at) continue
    placed[name] = at
    bottom = Math.max(bottom, at.y + room(lab, name).height)
  }
  if (missing.length === 1 && missing[0] === HOST && Number.isFinite(bottom)) {
    placed[HOST] = { x: 0, y: bottom }
    return placed
  }
  let y = Number.isFinite(bottom) ? bottom : 0
  const rows = (['namespace', 'container', 'bridge', 'host'] as const).flatMap((kind) => {
    const names = missing.filter((name) => lab.nodes[name]?.kind === kind)
    // Neighbours on one bridge stand next to each other.
    if (kind === 'namespace' || kind === 'container') names.sort((a, b) => compare(firstPeer(lab, a), firstPeer(lab, b)))
    return chunks(names, PER_ROW).map((row) => row.map((name) => ({ name, ...room(lab, name) })))
  })
  const widths = rows.map((row) => row.reduce((sum, one) => sum + one.width, 0))
  const widest = Math.max(...widths)
  for (const [at, row] of rows.entries()) {
    let x = (widest - (widths[at] ?? 0)) / 2
    for (const { name, width } of row) {
      placed[name] = { x: snap(x), y: snap(y) }
      x += width
    }
    y += Math.max(...row.map((one) => one.height))
  }
  return placed
}

/** The room that a node may take, whatever its texts, with the way to its neighbours. */
function room(lab: Lab, name: string): { width: number; height: number } {
  const interfaces = interfacesOf(lab, name).length
  if (lab.nodes[name]?.kind !== 'bridge') {
    return { width: CARD.maxWidth + GAP / 2, height: CARD.head + interfaces * CARD.row + CARD.tail + CARD.foot + GAP * 1.5 }
  }
  const bar = Math.max(BRIDGE.maxName, interfaces * BRIDGE.pitch + BRIDGE.maxTab + BRIDGE.padding * 2)
  return { width: bar + BRIDGE.maxTab + BRIDGE.tether + GAP, height: BRIDGE.bar + BRIDGE.tether + BRIDGE.tabHeight + GAP * 1.5 }
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
}

function firstPeer(lab: Lab, node: string): string {
  return linksOf(lab, node)[0]?.peer.node ?? ''
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What a new node keeps from the others: the way that a link between two cards needs, and two more rows of either. */
const APART = { x: 64, y: 56 } as const
/** How far it goes at a time to find room: beside rather than below, since cards are wide and links leave them at the sides. */
const STEP = { x: SNAP * 9, y: SNAP * 4 } as const

/**
 * A free corner near `wanted` for a new node of this size: the nearest one with room for links around it, in a row with what is there
 * before above or below it.
 */
export function freeSpot(
  wanted: Point,
  size: { width: number; height: number },
  taken: readonly (Point & typeof size)[],
): Position {
  const free = (at: Point) =>
    taken.every(
      (one) =>
        at.x + size.width + APART.x <= one.x ||
        one.x + one.width + APART.x <= at.x ||
        at.y + size.height + APART.y <= one.y ||
        one.y + one.height + APART.y <= at.y,
    )
  const start = { x: snap(wanted.x), y: snap(wanted.y) }
  for (let ring = 0; ring < 200; ring++) {
    for (const at of ringAround(start, ring)) if (free(at)) return at
  }
  return start
}

/** The places that are `ring` steps away: to the right and left first, the corners last. */
function* ringAround(middle: Point, ring: number): Generator<Position> {
  if (ring === 0) yield { x: middle.x, y: middle.y }
  const place = (x: number, y: number) => ({ x: middle.x + x * STEP.x, y: middle.y + y * STEP.y })
  for (let off = 0; off <= ring && ring > 0; off++) {
    for (const aside of off === 0 ? [0] : [off, -off]) {
      yield place(ring, aside)
      yield place(-ring, aside)
      yield place(aside, ring)
      yield place(aside, -ring)
    }
  }
}

/** The topmost of the rectangles that hold the point. */
export function hit<T extends Point & { width: number; height: number }>(
  rects: readonly T[],
  point: Point,
  margin = 0,
): T | undefined {
  return rects.findLast((rect) => contains(rect, point, margin))
}
