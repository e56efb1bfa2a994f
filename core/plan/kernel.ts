import type { Family } from '../net/address'
import type { HostRecord } from '../state/host-record'
import { ROUTE_PROTOCOL } from '../state/owner'
import type { ServiceSpec } from '../state/services'
import { isSharedNetns } from '../state/shared'
import type { AddressState, LinkState, MachineState, NetnsState, Owner } from '../state/state'
import { recordedLab } from './host-record'
import { stateLines } from './rules'

/**
 * A machine's kernel as the planner imagines it while it writes the plan: the observed state, changed by each step as the
 * kernel would change it (`effects`).
 */

/** A neighbour's state as `ip neigh` prints it, once somebody has written it down. */
export const PERMANENT = 'PERMANENT'

export interface KernelLink {
  netns: KernelNetns
  name: string
  kind: string
  owner?: Owner
  group: number
  tagged: boolean
  mac?: string
  /** Undefined when the kernel may have chosen another one. */
  mtu?: number
  up: boolean
  stp?: boolean
  master?: KernelLink
  peer?: KernelLink
  /** For a bridge, whether its MTU follows its ports; it does until someone sets it. */
  followsPorts?: 'yes' | 'no' | 'unknown'
  /** For a bridge: somebody has set its MAC, so that it no longer follows its ports (NET_ADDR_SET, linux/netdevice.h). */
  macSet?: boolean
  /** By canonical text. */
  addresses: Map<string, AddressState>
  /** As observed, before any step; absent for what the plan makes. */
  observed?: LinkState
}

export interface KernelRoute {
  family: Family
  to: string
  via?: string
  dev?: KernelLink
  metric: number
  protocol: number
  /** In a namespace that is not a lab's as a whole: whose it is; empty when it is on nobody's record. */
  lab?: string
}

/** A permanent entry of a neighbour table; those that the kernel learns come and go and are no plan's matter. */
export interface KernelNeighbour {
  address: string
  mac?: string
  dev: KernelLink
  protocol: number
}

/** A program that the agent keeps, for any lab. */
export interface KernelService {
  lab: string
  spec: ServiceSpec
  running: boolean
  /** The interface that it was started for; undefined once that is gone. */
  link?: KernelLink
}

export interface KernelNetns {
  name: string
  owner?: Owner
  links: Map<string, KernelLink>
  /** Alternative names, which the kernel holds as taken too. */
  altNames: Map<string, KernelLink>
  routes: KernelRoute[]
  neighbours: KernelNeighbour[]
  /** Undefined when it is not known, as in a namespace that was just made. */
  forwarding?: { ipv4: boolean; ipv6: boolean }
  /** Our tables' rules by lab, NAT and filter, as `CHAIN KEY`. */
  nat: Map<string, string[]>
  services: KernelService[]
  /** As observed, before any step; absent for what the plan makes. */
  observed?: NetnsState
}

export interface Kernel {
  namespaces: Map<string, KernelNetns>
  /** The ports of each bridge. */
  ports: Map<KernelLink, Set<KernelLink>>
  missingPrograms: ReadonlySet<string>
  /** Of a root namespace that is not the lab's alone: what labs changed of it. */
  record?: HostRecord
}

function kernelLink(netns: KernelNetns, link: LinkState): KernelLink {
  const { name, kind, owner, group, alias, mac, mtu, up } = link
  const tagged = alias !== undefined && alias !== ''
  // Written field by field, not spread: there may be thousands, at every change of the machine.
  const result: KernelLink = { netns, name, kind, group, tagged, mac, mtu, up, addresses: new Map() }
  if (owner) result.owner = owner
  readLinkValues(result, link)
  return result
}

/** Gives a link the values that are observed of it: all that can change while it stays the same link in the same place, with its MAC. */
export function readLinkValues(link: KernelLink, observed: LinkState): void {
  link.mtu = observed.mtu
  link.up = observed.up
  if (observed.stp !== undefined) link.stp = observed.stp
  else if (link.stp !== undefined) delete link.stp
  if (link.kind === 'bridge') link.followsPorts = 'unknown'
  link.addresses.clear()
  for (const address of observed.addresses) link.addresses.set(address.address, address)
  link.observed = observed
}

function kernelNetns(netns: NetnsState, byIndex: Map<string, KernelLink>): KernelNetns {
  const { name, owner } = netns
  const result: KernelNetns = {
    name,
    links: new Map(),
    altNames: new Map(),
    routes: [],
    neighbours: [],
    nat: new Map(),
    services: [],
  }
  if (owner) result.owner = owner
  for (const index in netns.links) {
    const state = netns.links[index]
    if (!state) continue
    const link = kernelLink(result, state)
    result.links.set(link.name, link)
    for (const other of state.altNames ?? []) result.altNames.set(other, link)
    byIndex.set(`${name} ${index}`, link)
  }
  readNetnsValues(result, netns)
  return result
}

/** Gives a namespace the values that are observed of it: all but its links, which it has already. */
export function readNetnsValues(netns: KernelNetns, observed: NetnsState): void {
  const { links } = netns
  netns.routes = observed.routes.map(({ family, to, via, dev, metric, protocol }) => {
    const route: KernelRoute = { family, to, metric, protocol }
    if (via !== undefined) route.via = via
    const link = dev === undefined ? undefined : links.get(dev)
    if (link) route.dev = link
    return route
  })
  netns.neighbours = observed.neighbours.flatMap(({ address, mac, dev, state, protocol = 0 }) => {
    const link = state === PERMANENT ? links.get(dev) : undefined
    return link ? [{ address, ...(mac !== undefined && { mac }), dev: link, protocol }] : []
  })
  netns.forwarding = observed.forwarding
  netns.nat = new Map(observed.nat.map((table) => [table.lab, stateLines(table)]))
  netns.services = (observed.services ?? []).map(({ lab, spec, index, running }) => {
    const link = [...links.values()].find((one) => one.observed?.index === index)
    return { lab, spec, running, ...(link && { link }) }
  })
  netns.observed = observed
}

/** A kernel as observed; the state itself is not touched. */
export function kernelOf(state: MachineState): Kernel {
  const byIndex = new Map<string, KernelLink>()
  const kernel: Kernel = {
    namespaces: new Map(),
    ports: new Map(),
    missingPrograms: new Set(state.missingPrograms),
    ...(state.host && { record: state.host }),
  }
  for (const netns of Object.values(state.namespaces)) kernel.namespaces.set(netns.name, kernelNetns(netns, byIndex))
  for (const netns of Object.values(state.namespaces)) {
    for (const index in netns.links) {
      const link = netns.links[index]
      const self = byIndex.get(`${netns.name} ${index}`)
      if (!self || !link) continue
      const peer = link.peer && byIndex.get(`${link.peer.netns} ${link.peer.index}`)
      if (peer) self.peer = peer
      const master = link.master === undefined ? undefined : self.netns.links.get(link.master)
      if (master) setMaster(kernel, self, master)
    }
  }
  if (state.host) nameRouteOwners(kernel, state.host)
  // While nobody has set it, a bridge's MAC is one of its ports' (br_stp_recalculate_bridge_id).
  for (const [bridge, ports] of kernel.ports) bridge.macSet = ![...ports].some((port) => port.mac === bridge.mac)
  return kernel
}

/** Says of our routes in namespaces that are not ours as a whole whose they are: by the record, else by the device. */
function nameRouteOwners(kernel: Kernel, record: HostRecord): void {
  for (const netns of kernel.namespaces.values()) {
    if (!isSharedNetns(netns.name)) continue
    for (const route of netns.routes) {
      if (route.protocol !== ROUTE_PROTOCOL) continue
      const { family, to, via, dev, metric } = route
      route.lab = recordedLab(record, { netns: netns.name, family, to, via, dev: dev?.name, metric }) ?? dev?.owner?.lab ?? ''
    }
  }
}

/** Makes a link a port of a bridge, or of none. */
export function setMaster(kernel: Kernel, port: KernelLink, master: KernelLink | undefined): void {
  if (port.master) kernel.ports.get(port.master)?.delete(port)
  port.master = master
  if (!master) return
  const ports = kernel.ports.get(master)
  if (ports) ports.add(port)
  else kernel.ports.set(master, new Set([port]))
}

export function findLink(kernel: Kernel, netns: string, name: string): KernelLink | undefined {
  return kernel.namespaces.get(netns)?.links.get(name)
}

/** What holds a name in a namespace: a link of that name, or one with that alternative name (the kernel refuses both). */
export function nameHolder(netns: KernelNetns, name: string): KernelLink | undefined {
  return netns.links.get(name) ?? netns.altNames.get(name)
}
