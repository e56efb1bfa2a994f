import type { ElementRef } from '../lab/element'
import { HOST, nodeId, parseEndpoint } from '../lab/ids'
import type { BridgeNode, Interface, Lab, LabNode } from '../lab/schema'
import { bridgeInterface, netnsOf } from '../lab/view'
import { cidrOf, cidrText, type Family, parseMac } from '../net/address'
import type { ServiceSpec } from '../state/services'
import { isSharedNetns } from '../state/shared'
import type { Owner } from '../state/state'
import { desiredNics } from './desired-nics'
import { desiredRoutes } from './desired-routes'
import { nodeFilter } from './filter'
import { placedNatRules } from './nat'
import { type DesiredNeighbour, desiredNeighbours } from './neighbours'
import type { FilterOpChain, NatOpRule } from './ops'
import { desiredServices } from './services'

/**
 * What a machine should hold, whichever way we know it: from a lab (here) or from a snapshot of a machine
 * (`desired-snapshot`). Everything is in canonical form and fully decided, so that it compares with the kernel's state.
 */

/** The kernel's own MTU of Ethernet devices, and of `lo`. */
export const DEFAULT_MTU = 1500
export const LOOPBACK_MTU = 65536
/** The metric that the kernel gives an IPv6 route that names none (IP6_RT_PRIO_USER). */
export const DEFAULT_METRIC: Record<Family, number> = { 4: 0, 6: 1024 }

export interface DesiredLink {
  netns: string
  name: string
  kind: 'veth' | 'bridge' | 'loopback'
  /** Absent for `lo`, which every namespace has. */
  owner?: Owner
  /** Absent: the kernel's choice, not compared. */
  mac?: string
  /** Absent: not ours to say, not compared. */
  mtu?: number
  up: boolean
  stp?: boolean
  /** The bridge device in the same netns that this is a port of. */
  master?: string
  addresses: string[]
  /** A client may give it more addresses, which are the server's to say. */
  dhcp?: true
  element: ElementRef
}

export interface DesiredRoute {
  family: Family
  to: string
  via?: string
  /** As drawn; when absent, `resolvedDev` is the interface that the kernel will find. */
  dev?: string
  resolvedDev?: string
  metric?: number
  element: ElementRef
}

/** A program to be kept running for one interface. */
export interface DesiredService {
  spec: ServiceSpec
  element: ElementRef
}

export interface DesiredNetns {
  name: string
  /** Absent for `host` and for containers, which we never make or remove. */
  owner?: Owner
  links: DesiredLink[]
  routes: DesiredRoute[]
  /** Absent: left as it is. */
  forwarding?: { ipv4: boolean; ipv6: boolean }
  nat: NatOpRule[]
  filter: FilterOpChain[]
  neighbours: DesiredNeighbour[]
  services: DesiredService[]
  element: ElementRef
  natElements: ElementRef[]
}

/** An interface that the computer has and that becomes a port of a bridge. */
export interface DesiredNic {
  name: string
  bridge: string
  element: ElementRef
}

/** One veth pair with both its ends. */
export interface DesiredVeth {
  id: string
  ends: [DesiredLink, DesiredLink]
  element: ElementRef
}

export interface Desired {
  lab: string
  namespaces: Map<string, DesiredNetns>
  veths: DesiredVeth[]
  bridges: DesiredLink[]
  nics: DesiredNic[]
}

/** The addresses of an interface in canonical form, in its order; what cannot be read is left out (the checks name it). */
function canonicalAddresses(config: Interface): string[] {
  const texts = new Set<string>()
  for (const text of config.addresses ?? []) {
    const cidr = cidrOf(text)
    if (cidr) texts.add(cidrText(cidr))
  }
  return [...texts]
}

function canonicalMac(mac: string | undefined): string | undefined {
  if (mac === undefined) return undefined
  const read = parseMac(mac)
  return typeof read === 'string' ? undefined : read.mac
}

/** What an interface's configuration says, in full. */
function details(
  config: Interface,
  defaultMtu: number | undefined,
): Pick<DesiredLink, 'mac' | 'mtu' | 'up' | 'addresses' | 'dhcp'> {
  const mac = canonicalMac(config.mac)
  const mtu = config.mtu !== undefined && Number.isInteger(config.mtu) ? config.mtu : defaultMtu
  return {
    ...(mac !== undefined && { mac }),
    ...(mtu !== undefined && { mtu }),
    up: config.up ?? true,
    addresses: canonicalAddresses(config),
    ...(config.dhcp === true && { dhcp: true as const }),
  }
}

function emptyNetns(lab: Lab, node: string, found: LabNode | undefined): DesiredNetns {
  const name = netnsOf(lab, node)
  const owner = isSharedNetns(name) ? undefined : { lab: lab.name, id: found ? nodeId(node, found) : node }
  const element: ElementRef = { kind: 'node', node }
  return {
    name,
    ...(owner && { owner }),
    links: [],
    routes: [],
    nat: [],
    filter: [],
    neighbours: [],
    services: [],
    element,
    natElements: [],
  }
}

/** A lab under way to `Desired`: what is known of it so far. */
interface Draft {
  lab: Lab
  namespaces: Map<string, DesiredNetns>
  /** By netns and name: an endpoint that is drawn twice counts once (the checks refuse the second). */
  taken: Set<string>
}

function place(draft: Draft, link: DesiredLink): boolean {
  const netns = draft.namespaces.get(link.netns)
  const key = `${link.netns} ${link.name}`
  if (!netns || draft.taken.has(key)) return false
  draft.taken.add(key)
  netns.links.push(link)
  return true
}

function bridgeLink(draft: Draft, name: string, node: BridgeNode): DesiredLink {
  return {
    netns: netnsOf(draft.lab, name),
    name,
    kind: 'bridge',
    owner: { lab: draft.lab.name, id: nodeId(name, node) },
    ...details(bridgeInterface(node), undefined),
    stp: node.stp ?? false,
    element: { kind: 'node', node: name },
  }
}

function vethEnd(draft: Draft, id: string, endpoint: string, end: 0 | 1): DesiredLink | undefined {
  const { node, interface: name } = parseEndpoint(endpoint)
  const found = draft.lab.nodes[node]
  if (!found) return undefined
  return {
    netns: netnsOf(draft.lab, node),
    name,
    kind: 'veth',
    owner: { lab: draft.lab.name, id, end },
    ...details(found.interfaces?.[name] ?? {}, DEFAULT_MTU),
    ...(found.kind === 'bridge' && { master: node }),
    element: { kind: 'interface', node, name },
  }
}

function loopback(name: string, node: LabNode): DesiredLink {
  const config = node.interfaces?.lo
  // On `host`, the address and MTU of an undrawn `lo` are the machine's own.
  const mtu = name === HOST ? undefined : LOOPBACK_MTU
  const { up, addresses, mtu: wantedMtu } = details(config ?? {}, mtu)
  return {
    netns: name,
    name: 'lo',
    kind: 'loopback',
    ...(wantedMtu !== undefined && { mtu: wantedMtu }),
    up,
    addresses: addresses.filter((address) => address !== '127.0.0.1/8' && address !== '::1/128'),
    element: { kind: 'interface', node: name, name: 'lo' },
  }
}

/** A bridge without an MTU of its own has the smallest of its ports, as the kernel would choose (br_mtu_min). */
function settleBridgeMtus(bridges: readonly DesiredLink[], namespaces: Map<string, DesiredNetns>): void {
  const smallest = new Map<string, number>()
  for (const netns of namespaces.values()) {
    for (const { master, mtu = DEFAULT_MTU } of netns.links) {
      if (master === undefined) continue
      const key = `${netns.name} ${master}`
      smallest.set(key, Math.min(mtu, smallest.get(key) ?? mtu))
    }
  }
  for (const bridge of bridges) bridge.mtu ??= smallest.get(`${bridge.netns} ${bridge.name}`) ?? DEFAULT_MTU
}

/** What a lab wants does not change with the machine, and labs are never changed in place: it is asked for with every plan. */
const known = new WeakMap<Lab, Desired>()

/**
 * What the machine holds once a lab is applied; not to be changed. Total: what the checks would refuse (a dangling end, an unreadable
 * address) is left out, so that a plan can be shown while the user is still typing.
 */
export function desiredOfLab(lab: Lab): Desired {
  const desired = known.get(lab) ?? compileLab(lab)
  known.set(lab, desired)
  return desired
}

function compileLab(lab: Lab): Desired {
  const draft: Draft = { lab, namespaces: new Map(), taken: new Set() }
  const { namespaces } = draft
  namespaces.set(HOST, emptyNetns(lab, HOST, undefined))
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind !== 'namespace' && node.kind !== 'container') continue
    const netns = emptyNetns(lab, name, node)
    // Two nodes that are the same container are a fault, which the checks name; the first one counts.
    if (!namespaces.has(netns.name)) namespaces.set(netns.name, netns)
  }
  const bridges: DesiredLink[] = []
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind !== 'bridge') continue
    const bridge = bridgeLink(draft, name, node)
    if (place(draft, bridge)) bridges.push(bridge)
  }
  const veths: DesiredVeth[] = []
  for (const [id, link] of Object.entries(lab.links)) {
    const a = vethEnd(draft, id, link.endpoints[0], 0)
    const b = vethEnd(draft, id, link.endpoints[1], 1)
    const free = (end: DesiredLink) => namespaces.has(end.netns) && !draft.taken.has(`${end.netns} ${end.name}`)
    if (!a || !b || link.endpoints[0] === link.endpoints[1] || !free(a) || !free(b) || !place(draft, a) || !place(draft, b))
      continue
    veths.push({ id, ends: [a, b], element: { kind: 'link', link: id } })
  }
  settleBridgeMtus(bridges, namespaces)
  for (const netns of namespaces.values()) completeNetns(lab, netns)
  return { lab: lab.name, namespaces, veths, bridges, nics: desiredNics(lab) }
}

/**
 * A container's way out goes before that of its engine, whatever metric that has: Podman's is 100, which an IPv6 route without a metric
 * (1024) would come after. IPv4's 0 comes before all.
 */
function beforeTheEngines(route: DesiredRoute): DesiredRoute {
  return route.to === 'default' && route.family === 6 && route.metric === undefined ? { ...route, metric: 1 } : route
}

function completeNetns(lab: Lab, netns: DesiredNetns): void {
  const name = netns.element.kind === 'node' ? netns.element.node : netns.name
  const node = lab.nodes[name]
  if (!node || node.kind === 'bridge') return
  // What a container has besides our links is its engine's: `lo`, forwarding, and all that it was started with.
  if (node.kind !== 'container') netns.links.push(loopback(name, node))
  const routes = desiredRoutes(netns, name, node.routes ?? [])
  netns.routes = node.kind === 'container' ? routes.map(beforeTheEngines) : routes
  const forwards = node.forwarding ?? false
  // Whether a container forwards is its engine's to say, unless it is drawn that it does.
  if (node.kind !== 'container' || forwards) netns.forwarding = { ipv4: forwards, ipv6: forwards }
  netns.neighbours = desiredNeighbours(node.neighbours ?? [], { kind: 'node', node: name })
  const rules = placedNatRules(lab, name)
  netns.nat = rules.map(({ rule }) => rule)
  netns.services = desiredServices(lab, netns)
  netns.filter = nodeFilter(lab, name)
  netns.natElements = rules.map(({ index }) => ({ kind: 'nat', node: name, index }))
}
