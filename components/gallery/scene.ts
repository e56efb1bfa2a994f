import { parseEndpoint } from '../../core/lab/ids'
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
  nodes: SceneNode[]
  links: SceneLink[]
}

interface Point {
  x: number
  y: number
}

/** What a node takes on the canvas, roughly: enough for a likeness. */
const CARD = { width: 200, head: 44, row: 26 }
const BAR = { width: 176, height: 44 }
const GAP = 56
/** Small labs are not blown up beyond this. */
const MAX_SCALE = 0.52

/** A likeness of a lab in `width` × `height`, centred, with `padding` around. */
export function sceneOf(lab: Lab, width: number, height: number, padding: number): Scene {
  const placed = placeNodes(lab)
  const left = Math.min(...placed.map((node) => node.x))
  const top = Math.min(...placed.map((node) => node.y))
  const right = Math.max(...placed.map((node) => node.x + node.width))
  const bottom = Math.max(...placed.map((node) => node.y + node.height))
  const scale = Math.min(MAX_SCALE, (width - 2 * padding) / (right - left), (height - 2 * padding) / (bottom - top))
  const dx = (width - (right - left) * scale) / 2 - left * scale
  const dy = (height - (bottom - top) * scale) / 2 - top * scale
  const nodes = placed.map((node) => ({
    ...node,
    x: round(node.x * scale + dx),
    y: round(node.y * scale + dy),
    width: round(node.width * scale),
    height: round(node.height * scale),
  }))
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const links = Object.entries(lab.links).flatMap(([id, link]) => {
    const a = byName.get(parseEndpoint(link.endpoints[0]).node)
    const b = byName.get(parseEndpoint(link.endpoints[1]).node)
    return a && b ? [{ id, ...curve(a, b) }] : []
  })
  return { nodes, links }
}

/** Where the layout has them; nodes that it does not know stand in a row below. */
function placeNodes(lab: Lab): SceneNode[] {
  const degrees = new Map<string, number>()
  for (const { endpoints } of Object.values(lab.links)) {
    for (const end of endpoints) {
      const { node } = parseEndpoint(end)
      degrees.set(node, (degrees.get(node) ?? 0) + 1)
    }
  }
  const known: SceneNode[] = []
  const others: SceneNode[] = []
  for (const [name, node] of Object.entries(lab.nodes)) {
    const links = degrees.get(name) ?? 0
    const size =
      node.kind === 'bridge'
        ? { width: Math.max(BAR.width, 48 + links * 40), height: BAR.height }
        : { width: CARD.width, height: CARD.head + CARD.row * Math.max(1, Math.min(links, 6)) }
    const at = lab.layout?.[name]
    if (at) known.push({ name, kind: node.kind, ...at, ...size })
    else others.push({ name, kind: node.kind, x: 0, y: 0, ...size })
  }
  const below = known.length > 0 ? Math.max(...known.map((node) => node.y + node.height)) + GAP : 0
  const start = known.length > 0 ? Math.min(...known.map((node) => node.x)) : 0
  const perRow = Math.max(3, Math.ceil(Math.sqrt(others.length * 1.6)))
  for (const [index, node] of others.entries()) {
    node.x = start + (index % perRow) * (CARD.width + GAP)
    node.y = below + Math.floor(index / perRow) * (CARD.head + CARD.row * 3 + GAP)
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
  return round(node.kind === 'bridge' ? node.y + node.height / 2 : node.y + node.height * 0.68)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
