import type { LinkState, MachineState, NetnsState } from '../state/state'

/** An interface on the way: where it is and what the kernel said of it. */
export interface Place {
  netns: string
  link: LinkState
}

/** Why a frame does not get past an interface. */
export interface Block {
  code: 'interface-down' | 'no-carrier' | 'bridge-down' | 'port-not-forwarding'
  place: Place
  /** For a port that does not forward: its state. */
  state?: string
}

/** An interface that a frame can end at, with the interfaces that it passed, both included. */
export interface Reachable {
  place: Place
  via: Place[]
}

export interface Segment {
  reachable: Reachable[]
  blocked: (Block & { via: Place[] })[]
}

/**
 * Everything that a frame sent out of an interface can reach without being routed: over veth pairs, through bridges, to the
 * interfaces that are not ports. A bridge's own interface is an end like any other (a bridge is both). Breadth first, so
 * that `via` is a shortest way.
 */
export function segmentFrom(state: MachineState, start: Place): Segment {
  const segment: Segment = { reachable: [], blocked: [] }
  const seen = new Set<string>()
  const queue: { place: Place; via: Place[]; leaving: boolean }[] = [{ place: start, via: [start], leaving: true }]
  for (let item = queue.shift(); item; item = queue.shift()) {
    const key = `${item.place.netns}/${item.place.link.index}/${item.leaving}`
    if (seen.has(key)) continue
    seen.add(key)
    const block = blockAt(state, item.place)
    if (block) {
      segment.blocked.push({ ...block, via: item.via })
      continue
    }
    for (const next of item.leaving ? leave(state, item.place) : enter(state, item.place, segment, item.via)) {
      queue.push({ place: next.place, leaving: next.leaving, via: [...item.via, next.place] })
    }
  }
  return segment
}

/** What stops a frame at this interface, if anything. */
export function blockAt(state: MachineState, place: Place): Block | undefined {
  const { link } = place
  if (!link.up) return { code: link.kind === 'bridge' ? 'bridge-down' : 'interface-down', place }
  if (link.master !== undefined) {
    const bridge = linkByName(state.namespaces[place.netns], link.master)
    if (bridge && !bridge.up) return { code: 'bridge-down', place: { netns: place.netns, link: bridge } }
  }
  const peer = peerOf(state, place)
  if (peer && !peer.link.up) return { code: 'interface-down', place: peer }
  if (!link.carrier && link.kind !== 'bridge') return { code: 'no-carrier', place }
  if (link.portState !== undefined && link.portState !== 'forwarding')
    return { code: 'port-not-forwarding', place, state: link.portState }
  return undefined
}

interface Next {
  place: Place
  leaving: boolean
}

/** A frame leaves: over the pair to the peer, or, out of a bridge's own interface, through every port. */
function leave(state: MachineState, place: Place): Next[] {
  if (place.link.kind === 'bridge') return portsOf(state, place, undefined).map((port) => ({ place: port, leaving: true }))
  const peer = peerOf(state, place)
  return peer ? [{ place: peer, leaving: false }] : []
}

/** A frame comes in: it ends here, or, at a port, goes on to the bridge's own interface and out of all other ports. */
function enter(state: MachineState, place: Place, segment: Segment, via: Place[]): Next[] {
  const netns = state.namespaces[place.netns]
  if (place.link.master === undefined) {
    segment.reachable.push({ place, via })
    return []
  }
  const bridge = linkByName(netns, place.link.master)
  if (!bridge) return []
  const own = { netns: place.netns, link: bridge }
  segment.reachable.push({ place: own, via: [...via, own] })
  return portsOf(state, own, place.link.index).map((port) => ({ place: port, leaving: true }))
}

function portsOf(state: MachineState, bridge: Place, except: number | undefined): Place[] {
  const links = Object.values(state.namespaces[bridge.netns]?.links ?? {})
  return links
    .filter((link) => link.master === bridge.link.name && link.index !== except)
    .map((link) => ({ netns: bridge.netns, link }))
}

/** The other end of a veth pair, when it is in a namespace that the state knows. */
export function peerOf(state: MachineState, place: Place): Place | undefined {
  const peer = place.link.peer
  if (!peer) return undefined
  const link = state.namespaces[peer.netns]?.links[String(peer.index)]
  return link && { netns: peer.netns, link }
}

/** A namespace's interface by name. */
export function linkByName(netns: NetnsState | undefined, name: string): LinkState | undefined {
  for (const link of Object.values(netns?.links ?? {})) if (link.name === name) return link
  return undefined
}
