import { HOST } from '../../../core/lab/ids'
import { BRIDGE, snap } from '../model/geometry'
import { isFixed, type Scene } from '../model/scene'

/** A box for the layout algorithm: one node, or a block of like ones that stand as a grid. */
export interface Box {
  id: string
  width: number
  height: number
  /** The nodes in it; more than one for a block. */
  members: readonly string[]
  columns: number
}

export interface LayoutGraph {
  boxes: readonly Box[]
  /** From the upper to the lower. */
  edges: readonly { id: string; from: string; to: string }[]
  /** Side by side where namespaces are joined directly, top to bottom where there are bridges. */
  direction: 'RIGHT' | 'DOWN'
}

/** A bridge with more namespaces of its own than this gets them as a block of rows, or the drawing would be a mile wide. */
const ROW = 8
const GAP = { x: 40, y: 40 }

/** What the layout algorithm gets: namespaces above, bridges below them, the namespaces that the bridges live in below those. */
export function layoutGraph(scene: Scene): LayoutGraph {
  const nodes = scene.nodes.filter((node) => !isFixed(node))
  const degree = new Map<string, number>()
  const links = scene.edges.filter((edge) => edge.type !== 'nat' && !edge.ghost)
  for (const { from, to } of links) {
    for (const end of [from.node, to.node]) degree.set(end, (degree.get(end) ?? 0) + 1)
  }
  const kind = (name: string) => scene.byName.get(name)?.kind
  const leaves = new Map<string, string[]>()
  for (const { type, from, to } of links) {
    if (type !== 'link') continue
    for (const [leaf, hub] of [
      [from.node, to.node],
      [to.node, from.node],
    ] as const) {
      if (kind(hub) !== 'bridge' || (kind(leaf) !== 'namespace' && kind(leaf) !== 'container') || degree.get(leaf) !== 1) continue
      const list = leaves.get(hub)
      if (list) list.push(leaf)
      else leaves.set(hub, [leaf])
    }
  }

  const boxes: Box[] = []
  const boxOf = new Map<string, string>()
  for (const [hub, members] of leaves) {
    if (members.length <= ROW) continue
    const columns = Math.ceil(Math.sqrt(members.length * 1.6))
    const sizes = members.map((name) => sizeOf(scene, name))
    const cell = {
      width: Math.max(...sizes.map((one) => one.width)) + GAP.x,
      height: Math.max(...sizes.map((one) => one.height)) + GAP.y,
    }
    const id = `block of ${hub}`
    boxes.push({
      id,
      width: columns * cell.width - GAP.x,
      height: Math.ceil(members.length / columns) * cell.height - GAP.y,
      members,
      columns,
    })
    for (const name of members) boxOf.set(name, id)
  }
  for (const { name } of nodes) {
    if (boxOf.has(name)) continue
    boxes.push({ id: `node ${name}`, ...sizeOf(scene, name), members: [name], columns: 1 })
    boxOf.set(name, `node ${name}`)
  }

  const depth = (name: string) => (name === HOST ? 2 : kind(name) === 'bridge' ? 1 : 0)
  const seen = new Set<string>()
  const edges = links.flatMap(({ from, to, type }) => {
    // A tether always leads down to its owner; a link from the shallower to the deeper.
    const [upper, lower] = type === 'tether' || depth(from.node) <= depth(to.node) ? [from.node, to.node] : [to.node, from.node]
    const id = `${boxOf.get(upper)} > ${boxOf.get(lower)}`
    if (seen.has(id)) return []
    seen.add(id)
    return [{ id, from: boxOf.get(upper) ?? '', to: boxOf.get(lower) ?? '' }]
  })
  return { boxes, edges, direction: nodes.some((node) => node.kind === 'bridge') ? 'DOWN' : 'RIGHT' }
}

/** Layout corners of the nodes from the corners of their boxes. */
export function unpack(scene: Scene, boxes: readonly Box[], corners: ReadonlyMap<string, { x: number; y: number }>) {
  const positions: Record<string, { x: number; y: number }> = {}
  for (const { id, members, columns, width, height } of boxes) {
    const corner = corners.get(id)
    if (!corner) continue
    const rows = Math.ceil(members.length / columns)
    const cell = { width: (width + GAP.x) / columns, height: (height + GAP.y) / rows }
    for (const [at, name] of members.entries()) {
      if (!scene.byName.has(name)) continue
      positions[name] = {
        x: snap(corner.x + (at % columns) * cell.width),
        y: snap(corner.y + Math.floor(at / columns) * cell.height),
      }
    }
  }
  return positions
}

function sizeOf(scene: Scene, name: string): { width: number; height: number } {
  const box = scene.byName.get(name)?.box
  if (!box) return { width: 0, height: 0 }
  if (box.shape === 'card') return { width: box.width, height: box.height }
  // The tab will hang below, towards the owner.
  return { width: box.bar.width, height: BRIDGE.bar + BRIDGE.tether + BRIDGE.tabHeight }
}
