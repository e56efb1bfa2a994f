import type { DhcpServer } from '../lab/dhcp-schema'
import type { Lab } from '../lab/schema'
import { segmentsOf } from '../lab/segments'
import { type InterfaceView, interfacesInNetns } from '../lab/view'
import { addressText, broadcastOf, type Cidr, cidrOf, contains, networkOf } from '../net/address'
import { Edit, missing, type Refused, refuse } from './build'
import type { Command } from './change'

/** How many addresses a proposed range has at most. */
const ROOM = 100n
/** Where a proposed range begins in a network that is large enough, counted from the network's address. */
const USUAL_START = 100n

/** Sets or, with undefined, removes the DHCP server of a host, namespace or container. */
export function setDhcpServer(lab: Lab, node: string, server: DhcpServer | undefined): Command | Refused {
  const found = lab.nodes[node]
  if (!found || found.kind === 'bridge') return missing(node)
  const { dns, ...rest } = server ?? {}
  const wanted = server && { ...rest, ...(dns?.length ? { dns } : {}) }
  return new Edit(lab).set(['nodes', node, 'dhcpServer'], wanted).command('set-dhcp')
}

/** An interface that a DHCP server of the node could serve, and the network that it would give away. */
interface Serveable {
  view: InterfaceView
  own: Cidr
  /** Of whoever is on its segment, itself included. */
  taken: Cidr[]
  /** Neighbours there that ask already, or have no address yet. */
  waiting: number
}

function serveables(lab: Lab, node: string): Serveable[] {
  const { ofBridge, ofLink } = segmentsOf(lab)
  return interfacesInNetns(lab, node).flatMap(({ node: owner, view }) => {
    if (view.name === 'lo' || (!view.self && lab.nodes[owner]?.kind === 'bridge')) return []
    const addresses = (view.config.addresses ?? []).flatMap((text) => cidrOf(text) ?? [])
    const own = addresses.find(({ family, prefix }) => family === 4 && prefix <= 29)
    const segment = view.self ? ofBridge.get(owner) : view.link === undefined ? undefined : ofLink.get(view.link)
    if (!own || !segment) return []
    const others = segment.stations.filter(({ netns, name }) => netns !== node || name !== view.name)
    const taken = [
      ...addresses,
      ...others.flatMap(({ config }) => (config.addresses ?? []).flatMap((text) => cidrOf(text) ?? [])),
    ]
    const waiting = others.filter(({ config }) => config.dhcp || !config.addresses?.length).length
    return [{ view, own, taken, waiting }]
  })
}

/** The names of the interfaces that a DHCP server of the node could serve. */
export function serveableInterfaces(lab: Lab, node: string): string[] {
  return serveables(lab, node).map(({ view }) => view.name)
}

/** The usual range where it is free, else the longest run of addresses that nobody has, from its start. */
function freeRange(own: Cidr, taken: readonly Cidr[]): [bigint, bigint] | undefined {
  const network = networkOf(own)
  const end = broadcastOf(own)?.value ?? network.value
  const used = taken.filter((cidr) => cidr.family === 4 && contains(network, cidr)).map(({ value }) => value)
  const usual: [bigint, bigint] = [network.value + USUAL_START, network.value + USUAL_START + ROOM - 1n]
  if (usual[1] < end && !used.some((value) => value >= usual[0] && value <= usual[1])) return usual
  let best: [bigint, bigint] | undefined
  let from = network.value + 1n
  for (const stop of [...used, end].sort((a, b) => (a < b ? -1 : 1))) {
    if (stop > from && (!best || stop - from > best[1] - best[0] + 1n)) best = [from, stop - 1n]
    if (stop >= from) from = stop + 1n
  }
  if (!best) return undefined
  return best[1] - best[0] >= ROOM ? [best[0], best[0] + ROOM - 1n] : best
}

/**
 * Adds the DHCP server that most likely is meant: on the interface (or on `name`) behind which most wait for an address, with a range that
 * nobody has a part of, and the node itself as the router. What a server that is there already says beside its network stays.
 */
export function addDhcpServer(lab: Lab, node: string, name?: string): Command | Refused {
  const able = serveables(lab, node).filter(({ view }) => name === undefined || view.name === name)
  const [best] = able.sort((a, b) => b.waiting - a.waiting)
  const range = best && freeRange(best.own, best.taken)
  if (!best || !range) return refuse('dhcp-nothing-to-serve', { kind: 'node', node }, { node })
  const text = (value: bigint) => addressText({ family: 4, value })
  const found = lab.nodes[node]
  const { dns, lease } = (found?.kind !== 'bridge' && found?.dhcpServer) || {}
  return setDhcpServer(lab, node, {
    interface: best.view.name,
    range: [text(range[0]), text(range[1])],
    router: addressText(best.own),
    ...(dns && { dns }),
    ...(lease !== undefined && { lease }),
  })
}
