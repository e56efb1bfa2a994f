import { HOST, parseEndpoint } from '../../core/lab/ids'
import type { Lab, LabNode } from '../../core/lab/schema'

/** A node in a picture, in the picture's own units. */
export interface SceneNode {
  name: string
  kind: LabNode['kind']
  x: number
  y: number
  width: number
  height: number
}

/** A link: a curve from one node's edge to another's. Ends are the points where the nodes' sides are met. */
export interface SceneLink {
  id: string
  path: string
  ends: [Point, Point]
}

export interface Scene {
  /** The size of the names; 0 where there is no room for any. */
  lettering: number
  nodes: SceneNode[]
  links: SceneLink[]
  tethers: SceneLink[]
}

interface Point {
  x: number
  y: number
}

/** What a node takes on the canvas, roughly: enough for a likeness. */
const CARD = { width: 220, height: 110 }
const BAR = { width: 220, height: 56 }
const GAP = 72
/** Small labs are not blown up beyond this. */
const MAX_SCALE = 0.42
/** Sizes of lettering, best first; the first that makes no more boxes touch than touch without names is taken. Without any, names are left out. */
const LETTERINGS = [10, 9, 8, 7] as const
/** A character's width as a share of the lettering's size, on average, and the room beside a name. */
const LETTER = 0.57
const MARGIN = 14
/** At lettering 10. */
const SMALLEST = { card: { width: 46, height: 30 }, bar: { width: 56, height: 18 } }
/** More tethers than this are a thicket. */
const MOST_TETHERED = 12
/** Between two boxes. */
const AIR = 6

/** A likeness of a lab in `width` × `height`, centred, with `padding` around. */
export function sceneOf(lab: Lab, width: number, height: number, padding: number): Scene {
  const placed = placeNodes(lab)
  const frame = { width, height, padding }
  const bare = fitted(placed, frame, 0)
  const unavoidable = touching(bare)
  const named = LETTERINGS.map((lettering) => ({ lettering, nodes: fitted(placed, frame, lettering) })).find(
    ({ nodes }) => touching(nodes) <= unavoidable,
  )
  const { lettering, nodes } = named ?? { lettering: 0, nodes: bare }
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const line = (id: string, from: string, to: string): SceneLink[] => {
    const a = byName.get(from)
    const b = byName.get(to)
    return a && b ? [{ id, ...curve(a, b) }] : []
  }
  return {
    lettering,
    nodes,
    links: Object.entries(lab.links).flatMap(([id, { endpoints }]) =>
      line(id, parseEndpoint(endpoints[0]).node, parseEndpoint(endpoints[1]).node),
    ),
    // A bridge's own interface hangs off it into the namespace that it lives in.
    tethers: Object.entries(lab.nodes).flatMap(([name, node]) =>
      node.kind === 'bridge' && nodes.length <= MOST_TETHERED ? line(name, name, node.on ?? HOST) : [],
    ),
  }
}

interface Frame {
  width: number
  height: number
  padding: number
}

/** The nodes in the frame, each at least as large as its name needs; with `lettering` 0, as large as it is drawn. */
function fitted(placed: readonly Placed[], { width, height, padding }: Frame, lettering: number): SceneNode[] {
  const left = Math.min(...placed.map((node) => node.x - node.width / 2))
  const top = Math.min(...placed.map((node) => node.y - node.height / 2))
  const right = Math.max(...placed.map((node) => node.x + node.width / 2))
  const bottom = Math.max(...placed.map((node) => node.y + node.height / 2))
  const room = { width: width - 2 * padding, height: height - 2 * padding }
  const scale = Math.min(MAX_SCALE, room.width / (right - left), room.height / (bottom - top))
  const dx = width / 2 - ((left + right) / 2) * scale
  const dy = height / 2 - ((top + bottom) / 2) * scale
  return placed.map(({ name, kind, ...at }) => {
    const least = kind === 'bridge' ? SMALLEST.bar : SMALLEST.card
    const share = lettering / 10
    const needed = lettering === 0 ? 0 : Math.max(least.width * share, name.length * lettering * LETTER + MARGIN * share)
    const w = Math.min(room.width, Math.max(needed, at.width * scale))
    const h = Math.max(least.height * share, at.height * scale)
    return {
      name,
      kind,
      // A box that was widened for its name stays inside the frame.
      x: round(Math.min(width - padding - w, Math.max(padding, at.x * scale + dx - w / 2))),
      y: round(Math.min(height - padding - h, Math.max(padding, at.y * scale + dy - h / 2))),
      width: round(w),
      height: round(h),
    }
  })
}

/** How many pairs of boxes touch, or nearly. */
function touching(nodes: readonly SceneNode[]): number {
  let pairs = 0
  for (const [at, a] of nodes.entries()) {
    for (const b of nodes.slice(at + 1)) {
      const beside = a.x < b.x + b.width + AIR && b.x < a.x + a.width + AIR
      const across = a.y < b.y + b.height + AIR && b.y < a.y + a.height + AIR
      if (beside && across) pairs += 1
    }
  }
  return pairs
}

interface Placed {
  name: string
  kind: LabNode['kind']
  /** Of its centre, on the canvas. */
  x: number
  y: number
  width: number
  height: number
}

/** Where the layout has them; nodes that it does not know stand in rows below. */
function placeNodes(lab: Lab): Placed[] {
  const known: Placed[] = []
  const others: Placed[] = []
  for (const [name, node] of Object.entries(lab.nodes)) {
    const size = node.kind === 'bridge' ? BAR : CARD
    const at = lab.layout?.[name]
    if (at) known.push({ name, kind: node.kind, x: at.x + size.width / 2, y: at.y + size.height / 2, ...size })
    else others.push({ name, kind: node.kind, x: 0, y: 0, ...size })
  }
  const below = known.length > 0 ? Math.max(...known.map((node) => node.y + node.height / 2)) + GAP + CARD.height / 2 : 0
  const start = known.length > 0 ? Math.min(...known.map((node) => node.x)) : 0
  const perRow = Math.max(3, Math.ceil(Math.sqrt(others.length * 1.6)))
  for (const [index, node] of others.entries()) {
    node.x = start + (index % perRow) * (CARD.width + GAP)
    node.y = below + Math.floor(index / perRow) * (CARD.height + GAP)
  }
  return [...known, ...others]
}

function curve(a: SceneNode, b: SceneNode): { path: string; ends: [Point, Point] } {
  const dx = b.x + b.width / 2 - (a.x + a.width / 2)
  const dy = b.y + b.height / 2 - (a.y + a.height / 2)
  const apartX = Math.max(0, Math.abs(dx) - (a.width + b.width) / 2)
  const apartY = Math.max(0, Math.abs(dy) - (a.height + b.height) / 2)
  if (apartX >= apartY) {
    const from = { x: dx >= 0 ? a.x + a.width : a.x, y: rowOf(a) }
    const to = { x: dx >= 0 ? b.x : b.x + b.width, y: rowOf(b) }
    const middle = round((from.x + to.x) / 2)
    return { path: `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`, ends: [from, to] }
  }
  const from = { x: alongX(a, b), y: dy >= 0 ? a.y + a.height : a.y }
  const to = { x: alongX(b, a), y: dy >= 0 ? b.y : b.y + b.height }
  const middle = round((from.y + to.y) / 2)
  return { path: `M${from.x} ${from.y}C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`, ends: [from, to] }
}

/** A bar is met where the other node stands, so that a bridge shows its ports side by side; a card in the middle. */
function alongX(node: SceneNode, other: SceneNode): number {
  const middle = node.x + node.width / 2
  if (node.kind !== 'bridge') return round(middle)
  const inset = Math.min(12, node.width / 4)
  return round(Math.min(node.x + node.width - inset, Math.max(node.x + inset, other.x + other.width / 2)))
}

function rowOf(node: SceneNode): number {
  return round(node.y + node.height / 2)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
