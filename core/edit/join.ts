import { defaultLinkId, endpointText, parseEndpoint } from '../lab/ids'
import type { Interface, Lab } from '../lab/schema'
import { type Segment, segmentsOf } from '../lab/segments'
import { homeOf, netnsOf } from '../lab/view'
import { cidrText, nextFreeAddress } from '../net/address'
import { Edit, missing, type Refused, refuse } from './build'
import type { Command } from './change'
import { interfaceNames, numbered, vethName } from './naming'
import { dropInterface, patchInterface } from './set-interface'
import { addressesOn, freeSubnet, nextAddresses } from './subnets'

const EMPTY: Segment = { bridges: [], links: [], stations: [] }

function isBridge(lab: Lab, node: string): boolean {
  return lab.nodes[node]?.kind === 'bridge'
}

/** `eth0` and on inside a namespace; `veth-PEER` on the host and for a bridge's port, where the names of many links meet. */
function endName(lab: Lab, node: string, peer: string, taken: ReadonlySet<string>): string {
  return lab.nodes[node]?.kind === 'namespace' ? numbered('eth', taken) : vethName(peer, taken)
}

/** Whether bridges are joined already, by a way on which no STP would open a ring. */
function joinedWithoutStp(lab: Lab, a: string, b: string, without?: string): boolean {
  const { ofLink } = segmentsOf(lab)
  const stp = (name: string) => {
    const node = lab.nodes[name]
    return node?.kind === 'bridge' && node.stp === true
  }
  if (stp(a) || stp(b)) return false
  const seen = new Set([a])
  const open = [a]
  const links = [...ofLink]
    .filter(([id]) => id !== without)
    .map(([id]) => lab.links[id]?.endpoints.map((end) => parseEndpoint(end).node))
  for (let bridge = open.pop(); bridge !== undefined; bridge = open.pop()) {
    if (bridge === b) return true
    for (const pair of links) {
      const other = pair?.[0] === bridge ? pair[1] : pair?.[1] === bridge ? pair[0] : undefined
      if (other === undefined || seen.has(other) || !isBridge(lab, other) || stp(other)) continue
      seen.add(other)
      open.push(other)
    }
  }
  return false
}

function refuseJoin(lab: Lab, a: string, b: string, without?: string): Refused | undefined {
  for (const node of [a, b]) if (!lab.nodes[node]) return missing(node)
  const element = { kind: 'node', node: b } as const
  if (a === b)
    return isBridge(lab, a)
      ? refuse('link-on-one-bridge', element, { bridge: a })
      : refuse('edit-join-itself', element, { node: a })
  if (!isBridge(lab, a) || !isBridge(lab, b) || !joinedWithoutStp(lab, a, b, without)) return undefined
  return refuse('bridge-ring', element, { bridges: `${a}, ${b}` })
}

/** The addresses for the two ends of a new link; none for a bridge's port. */
function addressesFor(lab: Lab, a: string, b: string): [string[], string[]] {
  const bridge = [a, b].find((node) => isBridge(lab, node))
  if (isBridge(lab, a) && isBridge(lab, b)) return [[], []]
  if (bridge === undefined) {
    // The host, as the way to everything else, gets the first address.
    const network = freeSubnet(lab)
    const first = network && nextFreeAddress(network, new Set())
    const second = first && nextFreeAddress(network, new Set([first.value]))
    if (!first || !second) return [[], []]
    const pair: [string[], string[]] = [[cidrText(first)], [cidrText(second)]]
    return lab.nodes[b]?.kind === 'host' ? [pair[1], pair[0]] : pair
  }
  const there = addressesOn(segmentsOf(lab).ofBridge.get(bridge) ?? EMPTY)
  const free = freeSubnet(lab)
  const first = there.length || !free ? undefined : nextFreeAddress(free, new Set())
  const filled = first ? [cidrText(first)] : nextAddresses(there)
  return bridge === a ? [[], filled] : [filled, []]
}

/**
 * Joins two nodes by a veth pair. Names fit 15 bytes and are unique in their namespaces; an end that is no port gets the
 * next free address of the network that it joins, or one of a network that the lab does not use yet. `edit` is the
 * interface whose address the user will want to look at.
 */
export function joinNodes(
  lab: Lab,
  a: string,
  b: string,
): { command: Command; link: string; edit?: { node: string; interface: string } } | Refused {
  const refused = refuseJoin(lab, a, b)
  if (refused) return refused
  const names = [a, b].map((node) => interfaceNames(lab, netnsOf(lab, node)))
  const nameA = endName(lab, a, b, names[0] ?? new Set())
  const sameNetns = netnsOf(lab, a) === netnsOf(lab, b)
  const nameB = endName(lab, b, a, sameNetns ? new Set([...(names[1] ?? []), nameA]) : (names[1] ?? new Set()))
  const ends = [
    { node: a, interface: nameA },
    { node: b, interface: nameB },
  ] as const
  const endpoints: [string, string] = [endpointText(ends[0]), endpointText(ends[1])]
  const plain = defaultLinkId({ endpoints })
  const link = lab.links[plain] ? numbered(`${plain}.`, new Set(Object.keys(lab.links)), 2) : plain
  const edit = new Edit(lab).set(['links', link], { endpoints })
  const filled = addressesFor(lab, a, b)
  for (const [index, { node, interface: name }] of ends.entries()) {
    // What an earlier link of that name left behind does not belong to this one.
    dropInterface(edit, node, name)
    const addresses = filled[index]
    if (addresses?.length) patchInterface(edit, node, name, { addresses })
  }
  const typed = ends.filter((_, index) => filled[index]?.length)
  const chosen = typed.find(({ node }) => lab.nodes[node]?.kind === 'namespace') ?? typed[0]
  return { command: edit.command('join'), link, ...(chosen ? { edit: chosen } : {}) }
}

/** Moves one end of a link to another node; the link, its other end and, where it is free, the interface's name stay. */
export function reconnectEnd(lab: Lab, link: string, end: 0 | 1, toNode: string): { command: Command } | Refused {
  const found = lab.links[link]
  if (!found) return missing(link)
  const here = parseEndpoint(found.endpoints[end])
  const other = parseEndpoint(found.endpoints[end === 0 ? 1 : 0])
  const edit = new Edit(lab)
  if (here.node === toNode) return { command: edit.command('reconnect') }
  const refused = refuseJoin(lab, other.node, toNode, link)
  if (refused) return refused
  const taken = interfaceNames(lab, netnsOf(lab, toNode))
  // In the same namespace the end's own name is not in its way.
  if (netnsOf(lab, toNode) === netnsOf(lab, here.node)) taken.delete(here.interface)
  const name = taken.has(here.interface) ? endName(lab, toNode, other.node, taken) : here.interface
  const config = lab.nodes[here.node]?.interfaces?.[here.interface]
  dropInterface(edit, here.node, here.interface)
  dropInterface(edit, toNode, name)
  edit.set(['links', link, 'endpoints', end], endpointText({ node: toNode, interface: name }))
  const moved = movedConfig(edit.lab, link, toNode, config)
  if (Object.keys(moved).length) patchInterface(edit, toNode, name, moved)
  if (homeOf(lab, here.node) !== homeOf(lab, toNode) || here.interface !== name)
    dropUses(edit, homeOf(lab, here.node), here.interface)
  return { command: edit.command('reconnect') }
}

/** An interface's fields at its new node: a port has no addresses, and who had none before gets the next free one. */
function movedConfig(moved: Lab, link: string, node: string, config: Interface = {}): Interface {
  const { addresses, ...rest } = config
  if (isBridge(moved, node)) return rest
  if (addresses?.length) return config
  const filled = nextAddresses(addressesOn(segmentsOf(moved).ofLink.get(link) ?? EMPTY))
  return filled.length ? { ...rest, addresses: filled } : rest
}

/** The routes and neighbours that name an interface that has gone from a node: the kernel drops those with it. */
function dropUses(edit: Edit, home: string, dev: string): void {
  for (const list of ['routes', 'neighbours'] as const) {
    const node = edit.lab.nodes[home]
    if (!node || node.kind === 'bridge') return
    const held: readonly { dev?: string }[] = node[list] ?? []
    const kept = held.filter((item) => item.dev !== dev)
    if (kept.length < held.length) edit.set(['nodes', home, list], kept.length ? kept : undefined)
  }
}
