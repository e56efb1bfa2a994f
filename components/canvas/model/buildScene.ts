import { elementKey } from '../../../core/lab/element'
import { HOST, parseEndpoint } from '../../../core/lab/ids'
import type { Lab, Position } from '../../../core/lab/schema'
import { type InterfaceView, interfacesOf } from '../../../core/lab/view'
import { desiredNics } from '../../../core/plan/desired-nics'
import { bridgeBox, type PortView } from './bridge'
import { type CardBox, cardBox } from './card'
import { type Anchor, CARD, centre, clamp, type Point, type Rect, type Side } from './geometry'
import { natTarget } from './nat'
import { pillWidth, spreadNat } from './natLanes'
import {
  barOf,
  edgeOf,
  type LinkEdge,
  type NatEdge,
  type NicEdge,
  opposite,
  rectOf,
  type Scene,
  type SceneEdge,
  type SceneNode,
  type SceneOptions,
  type TetherEdge,
} from './scene'

/** Works out where everything is: the only place that knows, and it knows without a browser. */
export function buildScene(lab: Lab, options: SceneOptions): Scene {
  const at = (name: string): Position => options.positions[name] ?? { x: 0, y: 0 }
  const views = new Map<string, InterfaceView[]>()
  for (const name of Object.keys(lab.nodes)) views.set(name, interfacesOf(lab, name))

  const cards = new Map<string, CardBox>()
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind === 'bridge') continue
    const rules = (node.nat ?? []).filter((_, index) => !options.ghost(elementKey({ kind: 'nat', node: name, index })))
    const chips = [node.forwarding, rules.length, node.filter, node.routes?.length, node.dhcpServer].filter(Boolean).length
    cards.set(
      name,
      cardBox({
        name,
        interfaces: views.get(name) ?? [],
        showLoopback: options.showLoopback(name),
        foot: chips > 0,
        chips,
        foreign: options.foreign(name),
      }),
    )
  }
  const middle = (name: string): Point => {
    const card = cards.get(name)
    const corner = at(name)
    return card ? centre({ ...corner, width: card.width, height: card.height }) : { x: corner.x + 100, y: corner.y + 20 }
  }

  const nodes = new Map<string, SceneNode>()
  for (const [name, node] of Object.entries(lab.nodes)) {
    const corner = at(name)
    const base = {
      name,
      kind: node.kind,
      layout: corner,
      ghost: options.ghost(elementKey({ kind: 'node', node: name })),
      foreign: options.stranger(name),
    }
    const card = cards.get(name)
    if (node.kind !== 'bridge' && card) nodes.set(name, { ...base, at: corner, box: card })
    if (node.kind !== 'bridge') continue
    const ports: PortView[] = [...(views.get(name) ?? []).filter((one) => !one.self), ...nicPorts(lab, name)]
    const local = (point: Point): Point => ({ x: point.x - corner.x, y: point.y - corner.y })
    const peers = new Map<string, Point>()
    for (const port of ports) if (port.peer && lab.nodes[port.peer.node]) peers.set(port.name, local(middle(port.peer.node)))
    const home = node.on ?? HOST
    const owner: Rect = { ...local(at(home)), width: cards.get(home)?.width ?? 0, height: cards.get(home)?.height ?? 0 }
    const { box, offset } = bridgeBox({ name, addresses: node.addresses ?? [], ports, owner, peers })
    nodes.set(name, { ...base, at: { x: corner.x + offset.x, y: corner.y + offset.y }, box })
  }

  const wires: SceneEdge[] = [...linkEdges(lab, nodes, options), ...tetherEdges(lab, nodes, options), ...nicEdges(lab, nodes)]
  const edges = [...wires, ...natEdges(lab, nodes, wires, options)]
  const order = options.order.flatMap((name) => nodes.get(name) ?? [])
  return { nodes: order, edges, byName: nodes }
}

type Nodes = ReadonlyMap<string, SceneNode>

function linkEdges(lab: Lab, nodes: Nodes, options: SceneOptions): LinkEdge[] {
  const edges: LinkEdge[] = []
  for (const [link, { endpoints }] of Object.entries(lab.links)) {
    const a = parseEndpoint(endpoints[0])
    const b = parseEndpoint(endpoints[1])
    const from = nodes.get(a.node)
    const to = nodes.get(b.node)
    if (!from || !to) continue
    const id = elementKey({ kind: 'link', link })
    edges.push({
      type: 'link',
      id,
      link,
      names: [a.interface, b.interface],
      from: { node: a.node, at: linkEnd(from, a.interface, to, b.interface) },
      to: { node: b.node, at: linkEnd(to, b.interface, from, a.interface) },
      ghost: options.ghost(id),
    })
  }
  return edges
}

/** Where one end of a link is: a port has its side already, a row takes the side of the card that looks at the other end. */
function linkEnd(node: SceneNode, name: string, other: SceneNode, otherName: string): Anchor {
  const { at, box } = node
  if (box.shape === 'bridge') {
    const port = box.ports.find((one) => one.name === name)
    const side = port?.side ?? 'top'
    return { side, x: at.x + (port?.x ?? box.width / 2), y: at.y + box.bar.y + (side === 'top' ? 0 : box.bar.height) }
  }
  const row = box.rows.find((one) => one.name === name)
  const side = rowSide(node, other, otherName)
  return { side, x: at.x + (side === 'left' ? 0 : box.width), y: at.y + (row?.y ?? CARD.head / 2) }
}

function rowSide(node: SceneNode, other: SceneNode, otherName: string): 'left' | 'right' {
  const mine = rectOf(node)
  if (other.box.shape === 'bridge') {
    const port = other.box.ports.find((one) => one.name === otherName)
    // A port right below or above the card could go either way; then all go the same way.
    return other.at.x + (port?.x ?? other.box.width / 2) < mine.x + mine.width * 0.3 ? 'left' : 'right'
  }
  const theirs = rectOf(other)
  if (theirs.x >= mine.x + mine.width) return 'right'
  if (theirs.x + theirs.width <= mine.x) return 'left'
  // One above the other: both leave on the side where the two cards' edges lie closer together.
  return Math.abs(theirs.x - mine.x) < Math.abs(theirs.x + theirs.width - mine.x - mine.width) ? 'left' : 'right'
}

function tetherEdges(lab: Lab, nodes: Nodes, options: SceneOptions): TetherEdge[] {
  const edges: TetherEdge[] = []
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind !== 'bridge') continue
    const bridge = nodes.get(name)
    const owner = nodes.get(node.on ?? HOST)
    if (bridge?.box.shape !== 'bridge' || owner?.box.shape !== 'card') continue
    const { tab, tabSide } = bridge.box
    const from = edgeOf({ ...tab, x: bridge.at.x + tab.x, y: bridge.at.y + tab.y }, tabSide)
    const rect = rectOf(owner)
    const facing = opposite(tabSide)
    const to = { ...edgeOf({ ...rect, height: facing === 'left' || facing === 'right' ? CARD.head : rect.height }, facing) }
    if (facing === 'top' || facing === 'bottom') to.x = clamp(from.x, rect.x + CARD.padding, rect.x + rect.width - CARD.padding)
    edges.push({
      type: 'tether',
      id: `tether/${name}`,
      bridge: name,
      owner: owner.name,
      from: { node: name, at: from },
      to: { node: owner.name, at: to },
      ghost: options.ghost(elementKey({ kind: 'node', node: name })),
    })
  }
  return edges
}

function nicEdges(lab: Lab, nodes: Nodes): NicEdge[] {
  const host = nodes.get(HOST)
  if (!host) return []
  return desiredNics(lab).flatMap(({ name, bridge }): NicEdge[] => {
    const to = nodes.get(bridge)
    if (!to) return []
    const ends = { from: linkEnd(host, name, to, name), to: linkEnd(to, name, host, name) }
    return [
      {
        type: 'nic',
        id: `nic/${name}`,
        name,
        bridge,
        from: { node: HOST, at: ends.from },
        to: { node: bridge, at: ends.to },
        ghost: false,
      },
    ]
  })
}

/** An interface of the computer as the port that it is drawn as. */
function nicPorts(lab: Lab, bridge: string): PortView[] {
  return desiredNics(lab)
    .filter((nic) => nic.bridge === bridge)
    .map(({ name }) => ({ name, config: {}, peer: { node: HOST, interface: name }, nic: true }))
}

function natEdges(lab: Lab, nodes: Nodes, wires: readonly SceneEdge[], options: SceneOptions): NatEdge[] {
  const edges: NatEdge[] = []
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind === 'bridge' || !node.nat) continue
    const router = nodes.get(name)
    if (!router) continue
    const ends = wires.flatMap(({ from, to }) => [from, to]).filter((end) => end.node === name)
    const onLeft = ends.filter((end) => end.at.side === 'left').length
    const onRight = ends.filter((end) => end.at.side === 'right').length
    const rect = rectOf(router)
    const rules = node.nat.map((rule, index): NatEdge => {
      const found = nodes.get(natTarget(lab, name, rule) ?? '')
      const target = found === router ? undefined : found
      const side = target
        ? natSide(rectOf(router), rectOf(target), pillWidth(rule), onLeft > onRight ? 'left' : 'right')
        : 'right'
      const foot = { ...rect, y: rect.y + rect.height - CARD.foot, height: CARD.foot }
      const from = edgeOf(side === 'top' ? rect : foot, side)
      const to: Anchor = target ? natEnd(target, side, rect) : { ...from, side: 'left' }
      const id = elementKey({ kind: 'nat', node: name, index })
      const ghost = options.ghost(id)
      return {
        type: 'nat',
        id,
        node: name,
        index,
        rule,
        bow: 0,
        pillAt: 0.5,
        from: { node: name, at: from },
        to: { node: target?.name ?? name, at: to },
        ghost,
      }
    })
    edges.push(...spreadNat(rules, nodes))
  }
  return edges
}

/** What a pill needs between two nodes besides its own width, to be clear of their lines. */
const ROOM = 48

/**
 * Towards the target where that is beside and there is room for the pill between, over the top where there is none; where the target is above or below,
 * round by the side on which the router has less to do.
 */
function natSide(router: Rect, target: Rect, pill: number, busier: 'left' | 'right'): Side {
  const right = target.x - router.x - router.width
  const left = router.x - target.x - target.width
  if (Math.max(right, left) < 0) return busier === 'left' ? 'right' : 'left'
  if (Math.max(right, left) < pill + ROOM) return 'top'
  return right > left ? 'right' : 'left'
}

function natEnd(target: SceneNode, side: Side, router: Rect): Anchor {
  const rect = rectOf(target)
  if (target.box.shape === 'bridge' && side === 'top' && target.box.tabSide === 'top') {
    // Its own interface stands there already.
    return edgeOf(barOf(target, target.box), centre(router).x < centre(rect).x ? 'left' : 'right')
  }
  const body = target.box.shape === 'bridge' ? barOf(target, target.box) : side === 'top' ? rect : { ...rect, height: CARD.head }
  const beside = rect.x >= router.x + router.width || rect.x + rect.width <= router.x
  return edgeOf(body, beside && side !== 'top' ? opposite(side) : side)
}
