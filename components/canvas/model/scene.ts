import { elementKey } from '../../../core/lab/element'
import { HOST } from '../../../core/lab/ids'
import type { Lab, NodeKind, Position } from '../../../core/lab/schema'
import { type InterfaceView, interfacesOf } from '../../../core/lab/view'
import { type BridgeBox, bridgeBox } from './bridge'
import { type CardBox, cardBox } from './card'
import { CARD, centre, clamp, type Point, type Rect, type Side } from './geometry'
import { natTarget } from './nat'

/** A place on a node where a line may end, from the node's top left corner. */
export interface SceneHandle extends Point {
  id: string
  side: Side
}

export interface SceneNode {
  name: string
  kind: NodeKind
  /** The top left corner of the box. */
  at: Point
  /** The same in the lab's layout: a bridge's box is larger than its bar. */
  layout: Point
  box: CardBox | BridgeBox
  handles: readonly SceneHandle[]
  /** No longer drawn, but still in the kernel until the next apply. */
  ghost: boolean
}

interface SceneEnd {
  node: string
  handle: string
}

interface EdgeBase {
  /** The element's key; for a tether, a key of its own. */
  id: string
  from: SceneEnd
  to: SceneEnd
  ghost: boolean
}

export interface LinkEdge extends EdgeBase {
  type: 'link'
  link: string
}

/** From a bridge's own interface to the namespace that the interface is in. */
export interface TetherEdge extends EdgeBase {
  type: 'tether'
  bridge: string
  owner: string
}

export interface NatEdge extends EdgeBase {
  type: 'nat'
  node: string
  index: number
  /** How far out the line bows, so that rules between the same two nodes lie apart. */
  lane: number
}

export type SceneEdge = LinkEdge | TetherEdge | NatEdge

export interface Scene {
  nodes: readonly SceneNode[]
  edges: readonly SceneEdge[]
  byName: ReadonlyMap<string, SceneNode>
}

export interface SceneOptions {
  /** The corner of every node; see `placement`. */
  positions: Readonly<Record<string, Position>>
  showLoopback: (node: string) => boolean
  foreign: (node: string) => readonly string[]
  ghost: (key: string) => boolean
}

/** Works out where everything is: the only place that knows, and it knows without a browser. */
export function buildScene(lab: Lab, options: SceneOptions): Scene {
  const at = (name: string): Position => options.positions[name] ?? { x: 0, y: 0 }
  const views = new Map<string, InterfaceView[]>()
  for (const name of Object.keys(lab.nodes)) views.set(name, interfacesOf(lab, name))

  const cards = new Map<string, CardBox>()
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind === 'bridge') continue
    cards.set(
      name,
      cardBox({
        name,
        interfaces: views.get(name) ?? [],
        showLoopback: options.showLoopback(name),
        foot: Boolean(node.forwarding || node.nat?.length || node.routes?.length),
        foreign: options.foreign(name),
      }),
    )
  }
  const middle = (name: string): Point => {
    const card = cards.get(name)
    const corner = at(name)
    return card ? centre({ ...corner, width: card.width, height: card.height }) : { x: corner.x + 100, y: corner.y + 20 }
  }

  const nodes = new Map<string, Draft>()
  for (const [name, node] of Object.entries(lab.nodes)) {
    const corner = at(name)
    const base = {
      name,
      kind: node.kind,
      layout: corner,
      ghost: options.ghost(elementKey({ kind: 'node', node: name })),
      handles: [],
    }
    const card = cards.get(name)
    if (node.kind !== 'bridge' && card) nodes.set(name, { ...base, at: corner, box: card })
    if (node.kind !== 'bridge') continue
    const ports = (views.get(name) ?? []).filter((one) => !one.self)
    const local = (point: Point): Point => ({ x: point.x - corner.x, y: point.y - corner.y })
    const peers = new Map<string, Point>()
    for (const port of ports) if (port.peer && lab.nodes[port.peer.node]) peers.set(port.name, local(middle(port.peer.node)))
    const owner = local(middle(node.on ?? HOST))
    const { box, offset } = bridgeBox({ name, addresses: node.addresses ?? [], ports, owner, peers })
    nodes.set(name, { ...base, at: { x: corner.x + offset.x, y: corner.y + offset.y }, box })
  }
  for (const node of nodes.values()) addOwnHandles(node)

  const edges: SceneEdge[] = [
    ...linkEdges(lab, nodes, options),
    ...tetherEdges(lab, nodes, options),
    ...natEdges(lab, nodes, options),
  ]
  return { nodes: [...nodes.values()], edges, byName: nodes }
}

type Draft = Omit<SceneNode, 'handles'> & { handles: SceneHandle[] }

function addOwnHandles({ box, handles }: Draft): void {
  if (box.shape === 'bridge') {
    for (const port of box.ports) {
      const y = port.side === 'top' ? box.bar.y : box.bar.y + box.bar.height
      handles.push({ id: `${port.side}:${port.name}`, side: port.side, x: port.x, y })
    }
    return
  }
  for (const row of box.rows) {
    handles.push({ id: `left:${row.name}`, side: 'left', x: 0, y: row.y })
    handles.push({ id: `right:${row.name}`, side: 'right', x: box.width, y: row.y })
  }
}

function linkEdges(lab: Lab, nodes: ReadonlyMap<string, Draft>, options: SceneOptions): LinkEdge[] {
  const edges: LinkEdge[] = []
  for (const [link, { endpoints }] of Object.entries(lab.links)) {
    const [a, b] = endpoints.map((text) => {
      const colon = text.indexOf(':')
      return { draft: nodes.get(text.slice(0, colon)), name: text.slice(colon + 1) }
    })
    if (!a?.draft || !b?.draft) continue
    const id = elementKey({ kind: 'link', link })
    const from = { node: a.draft.name, handle: endHandle(a.draft, a.name, b.draft, b.name) }
    const to = { node: b.draft.name, handle: endHandle(b.draft, b.name, a.draft, a.name) }
    edges.push({ type: 'link', id, link, from, to, ghost: options.ghost(id) })
  }
  return edges
}

/** The handle of one end: a port has its side already, a row takes the side of the card that looks at the other end. */
function endHandle(node: Draft, name: string, other: Draft, otherName: string): string {
  if (node.box.shape === 'bridge') return `${node.box.ports.find((one) => one.name === name)?.side ?? 'top'}:${name}`
  const mine = rectOf(node)
  if (other.box.shape === 'bridge') {
    const port = other.box.ports.find((one) => one.name === otherName)
    const x = other.at.x + (port?.x ?? other.box.width / 2)
    return `${x < mine.x + mine.width / 2 ? 'left' : 'right'}:${name}`
  }
  const theirs = rectOf(other)
  if (theirs.x >= mine.x + mine.width) return `right:${name}`
  if (theirs.x + theirs.width <= mine.x) return `left:${name}`
  // One above the other: both leave on the side where the two cards' edges lie closer together.
  const left = Math.abs(theirs.x - mine.x)
  const right = Math.abs(theirs.x + theirs.width - mine.x - mine.width)
  return `${left < right ? 'left' : 'right'}:${name}`
}

function tetherEdges(lab: Lab, nodes: ReadonlyMap<string, Draft>, options: SceneOptions): TetherEdge[] {
  const edges: TetherEdge[] = []
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind !== 'bridge') continue
    const bridge = nodes.get(name)
    const owner = nodes.get(node.on ?? HOST)
    if (bridge?.box.shape !== 'bridge' || owner?.box.shape !== 'card') continue
    const { tab, tabSide } = bridge.box
    const from = { id: 'own', ...edgeOf(tab, tabSide) }
    const x = clamp(bridge.at.x + tab.x + tab.width / 2 - owner.at.x, CARD.padding, owner.box.width - CARD.padding)
    const facing = opposite(tabSide)
    const y = facing === 'top' ? 0 : facing === 'bottom' ? owner.box.height : CARD.head / 2
    const to = { id: `tether:${name}`, side: facing, x: facing === 'left' ? 0 : facing === 'right' ? owner.box.width : x, y }
    bridge.handles.push(from)
    owner.handles.push(to)
    edges.push({
      type: 'tether',
      id: `tether/${name}`,
      bridge: name,
      owner: owner.name,
      from: { node: name, handle: from.id },
      to: { node: owner.name, handle: to.id },
      ghost: options.ghost(elementKey({ kind: 'node', node: name })),
    })
  }
  return edges
}

/** The length of the stub that stands for a rule whose network or target is not drawn. */
const STUB = 28

function natEdges(lab: Lab, nodes: ReadonlyMap<string, Draft>, options: SceneOptions): NatEdge[] {
  const edges: NatEdge[] = []
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind === 'bridge' || !node.nat) continue
    const router = nodes.get(name)
    if (!router) continue
    const lanes = new Map<string, number>()
    for (const [index, rule] of node.nat.entries()) {
      const target = nodes.get(natTarget(lab, name, rule) ?? '')
      const id = elementKey({ kind: 'nat', node: name, index })
      const side = target ? natSide(router, target) : 'right'
      const meets = target && target !== router ? target : router
      const lane = lanes.get(`${meets.name} ${side}`) ?? 0
      lanes.set(`${meets.name} ${side}`, lane + 1)
      const width = router.box.width
      const from: SceneHandle = { id: `nat:${index}`, side, x: side === 'left' ? 0 : width, y: CARD.head / 2 }
      const to = meets === router ? stubEnd(index, width, lane) : natEnd(meets, name, index, side, router)
      router.handles.push(from)
      meets.handles.push(to)
      edges.push({
        type: 'nat',
        id,
        node: name,
        index,
        lane,
        from: { node: name, handle: from.id },
        to: { node: meets.name, handle: to.id },
        ghost: options.ghost(id),
      })
    }
  }
  return edges
}

function stubEnd(index: number, width: number, lane: number): SceneHandle {
  return { id: `nat-end:${index}`, side: 'left', x: width + STUB, y: CARD.head / 2 - lane * 28 }
}

/** NAT lines keep to the outside, links and tethers have the inside: beside the target where that is beside, else the quieter side. */
function natSide(router: Draft, target: Draft): 'left' | 'right' {
  const mine = rectOf(router)
  const theirs = rectOf(target)
  if (theirs.x >= mine.x + mine.width) return 'right'
  if (theirs.x + theirs.width <= mine.x) return 'left'
  return centre(theirs).x > centre(mine).x ? 'right' : 'left'
}

function natEnd(target: Draft, router: string, index: number, side: 'left' | 'right', from: Draft): SceneHandle {
  const id = `nat-end:${router}:${index}`
  const mine = rectOf(from)
  const body: Rect = target.box.shape === 'bridge' ? target.box.bar : { x: 0, y: 0, width: target.box.width, height: CARD.head }
  const beside = target.at.x >= mine.x + mine.width || target.at.x + target.box.width <= mine.x
  const facing: Side = beside ? opposite(side) : side
  return { id, side: facing, x: facing === 'left' ? body.x : body.x + body.width, y: body.y + body.height / 2 }
}

function edgeOf(rect: Rect, side: Side): Point & { side: Side } {
  const middle = centre(rect)
  switch (side) {
    case 'left':
      return { side, x: rect.x, y: middle.y }
    case 'right':
      return { side, x: rect.x + rect.width, y: middle.y }
    case 'top':
      return { side, x: middle.x, y: rect.y }
    case 'bottom':
      return { side, x: middle.x, y: rect.y + rect.height }
  }
}

function opposite(side: Side): Side {
  return side === 'left' ? 'right' : side === 'right' ? 'left' : side === 'top' ? 'bottom' : 'top'
}

/** The rectangle that a node takes up on the canvas. */
export function rectOf(node: Pick<SceneNode, 'at' | 'box'>): Rect {
  return { ...node.at, width: node.box.width, height: node.box.height }
}
