import { withoutLooseRules } from '../lab/filter-rules'
import { defaultLinkId, endpointText, HOST, parseEndpoint } from '../lab/ids'
import type { Lab, LabNode, Link, Position, Route } from '../lab/schema'
import { bridgesOn, linksOf, netnsOf } from '../lab/view'
import { addressOf, cidrOf, contains } from '../net/address'
import { placed } from './add-node'
import { Edit, type Refused, refuse } from './build'
import type { Command } from './change'
import { joinNodes } from './join'
import { freeNodeId, freeNodeName, numbered, vethName } from './naming'

/** A part of a lab that was copied. */
export interface Clip {
  nodes: Lab['nodes']
  links: Link[]
  layout: NonNullable<Lab['layout']>
}

const STEP = 40

/** Nodes with the links between them. The host is never copied, nor are links that lead away. */
export function copyNodes(lab: Lab, nodes: readonly string[]): Clip {
  const chosen = nodes.filter((name) => name !== HOST && lab.nodes[name])
  const inside = new Set(chosen)
  const links = Object.values(lab.links).filter((link) => link.endpoints.every((end) => inside.has(parseEndpoint(end).node)))
  const ends = new Set(links.flatMap((link) => link.endpoints))
  const clip: Clip = { nodes: {}, links, layout: {} }
  for (const name of chosen) {
    const node = lab.nodes[name]
    if (!node) continue
    clip.nodes[name] = withoutLoose(name, node, ends)
    const position = lab.layout?.[name]
    if (position) clip.layout[name] = position
  }
  return clip
}

/** A node without its id, and without the interfaces whose links are not copied and what names them: routes, rules, a DHCP server. */
function withoutLoose(name: string, node: LabNode, ends: ReadonlySet<string>): LabNode {
  const { id: _, interfaces, ...rest } = node
  const kept = Object.fromEntries(
    Object.entries(interfaces ?? {}).filter(([key]) => key === 'lo' || ends.has(endpointText({ node: name, interface: key }))),
  )
  const copy = { ...rest, ...(Object.keys(kept).length ? { interfaces: kept } : {}) } as LabNode
  if (copy.kind === 'bridge') return copy
  const routes = copy.routes?.filter((route) => leadsAway(route, kept))
  const nat = copy.nat?.filter((rule) => {
    const device = rule.type === 'dnat' ? rule.in : rule.out
    return device === undefined || kept[device]
  })
  const neighbours = copy.neighbours?.filter(({ dev }) => kept[dev])
  const filter = withoutLooseRules(copy.filter, (device) => kept[device] !== undefined)
  const { routes: _routes, nat: _nat, neighbours: _neighbours, filter: _filter, dhcpServer, ...bare } = copy
  return {
    ...bare,
    ...(dhcpServer && kept[dhcpServer.interface] ? { dhcpServer } : {}),
    ...(routes?.length ? { routes } : {}),
    ...(nat?.length ? { nat } : {}),
    ...(neighbours?.length ? { neighbours } : {}),
    ...(filter ? { filter } : {}),
  }
}

/** Whether a route has its interface, and its gateway a network, among these: without its links a copy has none. */
function leadsAway({ via, dev }: Route, interfaces: NonNullable<LabNode['interfaces']>): boolean {
  if (dev !== undefined && !interfaces[dev]) return false
  const gateway = via === undefined ? undefined : addressOf(via)
  if (!gateway) return dev !== undefined
  const near = Object.entries(interfaces).filter(
    ([name, { up }]) => name !== 'lo' && up !== false && (dev === undefined || dev === name),
  )
  const addresses = near.flatMap(([, config]) => config.addresses ?? []).flatMap((text) => cidrOf(text) ?? [])
  return addresses.some((cidr) => contains(cidr, gateway)) && !addresses.some(({ value }) => value === gateway.value)
}

/** Adds a copy with fresh names, its top left corner at `at`. */
export function pasteNodes(lab: Lab, clip: Clip, at: Position): { command: Command; nodes: string[] } | Refused {
  const edit = new Edit(lab)
  const names = paste(edit, clip, at)
  return names.size ? { command: edit.command('paste'), nodes: [...names.values()] } : refuse('nothing-selected', { kind: 'lab' })
}

/** Copies nodes next to themselves, and joins the copies to the bridges that the originals are joined to. */
export function duplicateNodes(lab: Lab, nodes: readonly string[]): { command: Command; nodes: string[] } | Refused {
  const clip = copyNodes(lab, nodes)
  const edit = new Edit(lab)
  const corner = cornerOf(clip)
  const names = paste(edit, clip, { x: corner.x + STEP, y: corner.y + STEP })
  if (!names.size) return refuse(nodes.includes(HOST) ? 'host-stays' : 'nothing-selected', { kind: 'lab' })
  for (const [name, fresh] of names) {
    // A second bridge on the same segment would bring its addresses there twice.
    if (lab.nodes[name]?.kind === 'bridge') continue
    const bridges = linksOf(lab, name).filter(({ peer }) => lab.nodes[peer.node]?.kind === 'bridge' && !names.has(peer.node))
    for (const { peer } of bridges) {
      const joined = joinNodes(edit.lab, fresh, peer.node)
      if (!('refused' in joined)) edit.run(joined.command)
    }
    if (bridges.length) restoreRoutes(edit, lab.nodes[name], fresh)
  }
  return { command: edit.command('duplicate'), nodes: [...names.values()] }
}

/** The routes of the original that its copy, now that it is joined, can have too. */
function restoreRoutes(edit: Edit, original: LabNode | undefined, fresh: string): void {
  const node = edit.lab.nodes[fresh]
  if (!original || original.kind === 'bridge' || !node) return
  const routes = original.routes?.filter((route) => leadsAway(route, node.interfaces ?? {}))
  if (routes?.length) edit.set(['nodes', fresh, 'routes'], routes)
}

function cornerOf(clip: Clip): Position {
  const positions = Object.values(clip.layout)
  if (!positions.length) return { x: 0, y: 0 }
  return { x: Math.min(...positions.map(({ x }) => x)), y: Math.min(...positions.map(({ y }) => y)) }
}

function paste(edit: Edit, clip: Clip, at: Position): Map<string, string> {
  const corner = cornerOf(clip)
  const names = new Map<string, string>()
  for (const [name, node] of Object.entries(clip.nodes)) {
    if (node.kind === 'host') continue
    const fresh = freeNodeName(edit.lab, node.kind, name)
    const id = freeNodeId(edit.lab, fresh)
    names.set(name, fresh)
    edit.set(['nodes', fresh], id === undefined ? node : { ...node, id })
    const { x, y } = clip.layout[name] ?? corner
    edit.set(['layout', fresh], placed({ x: at.x + x - corner.x, y: at.y + y - corner.y }))
  }
  for (const [name, fresh] of names) {
    const node = clip.nodes[name]
    if (node?.kind !== 'bridge' || node.on === undefined) continue
    // A bridge follows its namespace when that was copied too, and lands on the host when it is gone.
    const on = names.get(node.on) ?? node.on
    edit.set(['nodes', fresh, 'on'], Object.hasOwn(edit.lab.nodes, on) && on !== HOST ? on : undefined)
  }
  for (const link of clip.links) pasteLink(edit, link, names)
  return names
}

function pasteLink(edit: Edit, link: Link, names: ReadonlyMap<string, string>): void {
  const [a, b] = link.endpoints.map(parseEndpoint)
  const freshA = a && names.get(a.node)
  const freshB = b && names.get(b.node)
  if (!freshA || !freshB) return
  const endpoints: [string, string] = [
    pasteEnd(edit, freshA, a.interface, freshB, []),
    pasteEnd(edit, freshB, b.interface, freshA, [a.interface]),
  ]
  const plain = defaultLinkId({ endpoints })
  const id = edit.lab.links[plain] ? numbered(`${plain}.`, new Set(Object.keys(edit.lab.links)), 2) : plain
  edit.set(['links', id], { endpoints })
}

/** The end of a pasted link: its own name, or another where the namespace that it comes into has an interface of that name. */
function pasteEnd(edit: Edit, node: string, name: string, peer: string, also: readonly string[]): string {
  const { lab } = edit
  const netns = netnsOf(lab, node)
  // The copy's own entry under `interfaces` is not yet a rival; what others have in the namespace is.
  const rivals = [netns, ...bridgesOn(lab, netns)].flatMap((other) => linksOf(lab, other).map((view) => view.name))
  const taken = new Set(['lo', ...bridgesOn(lab, netns), ...rivals, ...(netns === netnsOf(lab, peer) ? also : [])])
  const free = taken.has(name) ? vethName(peer, taken) : name
  if (free !== name && lab.nodes[node]?.interfaces?.[name]) edit.rename(['nodes', node, 'interfaces'], name, free)
  return endpointText({ node, interface: free })
}
