import { addressOf, cidrOf, type Family } from '../net/address'
import { containerNetns, isContainerNetns } from './container'
import { type Endpoint, HOST, parseEndpoint } from './ids'
import type { BridgeNode, Interface, Lab, Route } from './schema'

/**
 * Readings of a lab that the document does not spell out. Labs are values that are never changed in place, so the index
 * of links and bridges is made once for each `links` and `nodes` object.
 */

/** One link as its node sees it. */
export interface LinkView {
  link: string
  end: 0 | 1
  /** The name of the interface on this node. */
  name: string
  peer: Endpoint
}

/** One network interface of a node, drawn or detailed or both. */
export interface InterfaceView {
  name: string
  /** The id of the link that it is an end of; absent for `lo`, for a bridge's own interface and where no link was drawn. */
  link?: string
  end?: 0 | 1
  peer?: Endpoint
  config: Interface
  /** True for the bridge's own interface, which carries the bridge's name. */
  self?: true
}

const NO_CONFIG: Interface = {}
const linkIndexes = new WeakMap<Lab['links'], Map<string, LinkView[]>>()
const bridgeIndexes = new WeakMap<Lab['nodes'], Map<string, string[]>>()

function grouped<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key)
  if (list) list.push(item)
  else map.set(key, [item])
}

function linkIndex(lab: Lab): Map<string, LinkView[]> {
  const known = linkIndexes.get(lab.links)
  if (known) return known
  const index = new Map<string, LinkView[]>()
  for (const [link, { endpoints }] of Object.entries(lab.links)) {
    const a = parseEndpoint(endpoints[0])
    const b = parseEndpoint(endpoints[1])
    grouped(index, a.node, { link, end: 0, name: a.interface, peer: b })
    grouped(index, b.node, { link, end: 1, name: b.interface, peer: a })
  }
  linkIndexes.set(lab.links, index)
  return index
}

function bridgeIndex(lab: Lab): Map<string, string[]> {
  const known = bridgeIndexes.get(lab.nodes)
  if (known) return known
  const index = new Map<string, string[]>()
  for (const [name, node] of Object.entries(lab.nodes)) if (node.kind === 'bridge') grouped(index, node.on ?? HOST, name)
  bridgeIndexes.set(lab.nodes, index)
  return index
}

/** The name of the network namespace that a node's interfaces live in: a bridge's is that which it is on. */
export function netnsOf(lab: Lab, node: string): string {
  const found = lab.nodes[node]
  if (found?.kind === 'bridge') return found.on ?? HOST
  return found?.kind === 'container' ? containerNetns(found) : node
}

/**
 * The node whose routes, neighbours and rules are those of a node's interfaces: a bridge's is that which it is on. Other than the name of
 * the namespace, which for a container is not the node's, it is always a node's name.
 */
export function homeOf(lab: Lab, node: string): string {
  const found = lab.nodes[node]
  return found?.kind === 'bridge' ? (found.on ?? HOST) : node
}

/** The ends of links on a node, in the links' order; on a bridge these are its ports. */
export function linksOf(lab: Lab, node: string): readonly LinkView[] {
  return linkIndex(lab).get(node) ?? []
}

/** The bridges that live in a namespace (or `host`), by name, in the nodes' order. */
export function bridgesOn(lab: Lab, netns: string): readonly string[] {
  return bridgeIndex(lab).get(netns) ?? []
}

/** A bridge's own interface: its fields stand on the bridge itself. */
export function bridgeInterface(bridge: BridgeNode): Interface {
  const { addresses, mac, mtu, up } = bridge
  return { addresses, mac, mtu, up }
}

/**
 * The interfaces of a node in the order in which they are drawn: a bridge's own, then the ends of links (those without
 * an entry under `interfaces` too), then entries without a link, and `lo` last and only where it is configured.
 */
export function interfacesOf(lab: Lab, node: string): InterfaceView[] {
  const found = lab.nodes[node]
  const configs = found?.interfaces ?? {}
  const views: InterfaceView[] = []
  if (found?.kind === 'bridge') views.push({ name: node, config: bridgeInterface(found), self: true })
  const seen = new Set<string>()
  for (const { link, end, name, peer } of linksOf(lab, node)) {
    seen.add(name)
    views.push({ name, link, end, peer, config: configs[name] ?? NO_CONFIG })
  }
  for (const [name, config] of Object.entries(configs)) if (!seen.has(name) && name !== 'lo') views.push({ name, config })
  if (configs.lo && !seen.has('lo')) views.push({ name: 'lo', config: configs.lo })
  return views
}

/** The ports of a bridge: its interfaces without its own. */
export function portsOf(lab: Lab, bridge: string): InterfaceView[] {
  return interfacesOf(lab, bridge).filter((view) => !view.self && view.link !== undefined)
}

/** Every interface that lives in a namespace (or `host`): its node's, and those of the bridges on it with their ports. */
export function interfacesInNetns(lab: Lab, netns: string): { node: string; view: InterfaceView }[] {
  const home = isContainerNetns(netns) ? (Object.keys(lab.nodes).find((node) => netnsOf(lab, node) === netns) ?? netns) : netns
  const nodes = [home, ...bridgesOn(lab, home)]
  return nodes.flatMap((node) => interfacesOf(lab, node).map((view) => ({ node, view })))
}

/** The family of a route: its gateway's, else its destination's; `default` through a device alone is IPv4. Undefined when neither can be read. */
export function routeFamily(route: Route): Family | undefined {
  if (route.via !== undefined) return addressOf(route.via)?.family
  return route.to === 'default' ? 4 : cidrOf(route.to)?.family
}
