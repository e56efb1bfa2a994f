import type { ContainerState } from '../../../core/state/container'
import { equalData } from '../../../core/state/equal'
import { linkOwner } from '../../../core/state/owner'
import type { ServiceState } from '../../../core/state/services'
import type { AddressState, LinkState, NeighbourState, NetnsState, Owner, RouteState } from '../../../core/state/state'
import type { RawLink } from '../kernel/link'
import type { Peer } from './peers'
import type { NetnsReader } from './reader'
import { ADDRESSES, LINKS, NEIGHBOURS, PAIRING, ROUTES } from './section'

/** Every section and PAIRING. */
const ALL = -1

function keep<T>(before: T | undefined, now: T): T {
  return before !== undefined && equalData(before, now) ? before : now
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function linkState(link: RawLink, addresses: AddressState[], masterName: string | undefined, peer: Peer | undefined): LinkState {
  const owner = link.alias === undefined ? undefined : linkOwner(link.alias, link.group)
  return {
    index: link.index,
    name: link.name,
    kind: link.kind,
    mac: link.mac,
    mtu: link.mtu,
    up: link.up,
    operstate: link.operstate,
    carrier: link.carrier,
    ...(masterName !== undefined ? { master: masterName } : {}),
    ...(link.portState !== undefined ? { portState: link.portState } : {}),
    ...(link.stp !== undefined ? { stp: link.stp } : {}),
    ...(peer ? { peer } : {}),
    ...(link.alias !== undefined ? { alias: link.alias } : {}),
    ...(link.altNames ? { altNames: link.altNames } : {}),
    group: link.group,
    ...(owner ? { owner } : {}),
    addresses,
  }
}

/** Where every link has its place and its name, those that were touched are made anew; else all of them: a bridge's new name is its ports' too. */
function linkStates(
  reader: NetnsReader,
  peerOf: (link: RawLink) => Peer | undefined,
  before: NetnsState['links'],
  changed: number,
) {
  const touched = reader.takeTouched()
  const partly = (changed & PAIRING) === 0 && [...touched].every((index) => before[index]?.name === reader.links.get(index)?.name)
  const links: NetnsState['links'] = partly ? { ...before } : {}
  let same = partly || Object.keys(before).length === reader.links.size
  for (const index of partly ? touched : reader.links.keys()) {
    const link = reader.links.get(index)
    if (!link) continue
    const known = before[index]
    const master = link.master > 0 ? reader.links.get(link.master)?.name : undefined
    const state = keep(known, linkState(link, reader.addresses.of(index), master, peerOf(link)))
    if (state !== known) same = false
    links[index] = state
  }
  return same ? before : links
}

function routeStates(reader: NetnsReader): RouteState[] {
  const routes: RouteState[] = reader.routes.map(({ index, linkdown, via, ...route }) => {
    const dev = reader.links.get(index)?.name
    return {
      ...route,
      ...(via !== undefined ? { via } : {}),
      ...(dev !== undefined ? { dev } : {}),
      ...(linkdown ? { linkdown: true } : {}),
    }
  })
  return routes.sort(
    (a, b) =>
      a.family - b.family ||
      compare(a.to, b.to) ||
      a.metric - b.metric ||
      compare(a.via ?? '', b.via ?? '') ||
      compare(a.dev ?? '', b.dev ?? ''),
  )
}

function neighbourStates(reader: NetnsReader): NeighbourState[] {
  const neighbours: NeighbourState[] = []
  for (const { index, ...neighbour } of reader.neighbours) {
    const dev = reader.links.get(index)?.name
    if (dev !== undefined) neighbours.push({ ...neighbour, dev })
  }
  return neighbours.sort((a, b) => compare(a.dev, b.dev) || compare(a.address, b.address))
}

/**
 * A namespace as the protocol tells it. What is equal to `before` keeps its identity, down to the whole. `changed`: the sections, as a mask,
 * that a reading changed since `before` was made.
 */
export function netnsState(
  reader: NetnsReader,
  owner: Owner | undefined,
  peerOf: (link: RawLink) => Peer | undefined,
  before: NetnsState | undefined,
  services: readonly ServiceState[] = [],
  containers: readonly ContainerState[] = [],
  changed = ALL,
): NetnsState {
  const { namespace } = reader
  // In a root namespace of a thousand links, to make again what has not changed costs more than the reading.
  const has = (sections: number) => (changed & sections) !== 0
  const now: NetnsState = {
    name: namespace.name,
    inode: namespace.inode,
    ...(owner ? { owner } : {}),
    links: before && !has(LINKS | ADDRESSES | PAIRING) ? before.links : linkStates(reader, peerOf, before?.links ?? {}, changed),
    routes: before && !has(ROUTES | LINKS) ? before.routes : keep(before?.routes, routeStates(reader)),
    neighbours: before && !has(NEIGHBOURS | LINKS) ? before.neighbours : keep(before?.neighbours, neighbourStates(reader)),
    forwarding: keep(before?.forwarding, reader.forwarding),
    nat: keep(before?.nat, reader.nat),
    foreignTables: keep(before?.foreignTables, reader.foreignTables),
    ...(reader.foreignChains.length > 0 && { foreignChains: keep(before?.foreignChains, reader.foreignChains) }),
    ...(containers.length > 0 && { containers: keep(before?.containers, [...containers]) }),
    ...(services.length > 0 && { services: keep(before?.services, [...services]) }),
  }
  return keep(before, now)
}
