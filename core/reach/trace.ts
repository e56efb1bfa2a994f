import type { FilterOpChain, NatOpRule } from '../plan/ops'
import type { LinkState, MachineState, NetnsState } from '../state/state'
import type { StopCode } from '../text/reach.en'
import { familyOf, inCidr, localLink, lookupRoute, sourceAddress } from './lookup'
import { type Hook, type Passage, passHook } from './netfilter'
import type { Hop, Packet, Question, Stop, Translation, Way } from './packet'
import { blockAt, linkByName, type Reachable, type Segment, segmentFrom } from './segment'
import { doubtUnread } from './unread'

/** The whole way: the request's hops, then the reply's; `stop` is absent when the answer arrives. */
export interface Trace {
  request: Hop[]
  reply: Hop[]
  stop?: Stop
  /** Rules that are not understood and may stop or change the packet before that, or although nothing else does. */
  doubts: Stop[]
}

/** A router forwards a packet at most this often (the initial TTL of Linux, ip-sysctl). */
const MAX_HOPS = 64

/**
 * Follows a packet hop by hop through the kernel's own state, and the answer back, and says where either ends. Routes,
 * forwarding, link lights, bridges and the packet rules of every namespace count, ours and those of others; what is not understood of the
 * latter is a doubt. Not modelled: filters of bridges and devices, the older iptables, policy routing.
 *
 * @param nat the NAT rules in force by netns, from `core/plan/nat`
 * @param filter the packet filters in force by netns, table by table, from `filtersInForce`
 */
export function tracePath(
  state: MachineState,
  question: Question,
  nat: Record<string, NatOpRule[]>,
  filter: Record<string, FilterOpChain[][]> = {},
): Trace {
  const request: Hop[] = []
  const reply: Hop[] = []
  const doubts: Stop[] = []
  const start = state.namespaces[question.from]
  if (!start) return { request, reply, doubts, stop: missing(question.from, 'request') }
  const packet: Packet = { source: undefined, target: question.to, port: question.transport?.port }
  const translations: Translation[] = []
  const seen = new Set<string>()
  const way = { state, question, nat, filter, translations, seen, doubts, untracked: new Map<string, 'yes' | 'maybe'>() }
  const there = travel({ ...way, direction: 'request', hops: request }, packet, question.from)
  for (const { netns } of request) seen.add(netns)
  if (there.stop) return { request, reply, doubts, stop: there.stop }
  if (packet.source === undefined) return { request, reply, doubts }
  const answer: Packet = { source: packet.target, target: packet.source, port: packet.port }
  const back = travel({ ...way, direction: 'reply', hops: reply }, answer, there.netns)
  const stop = back.stop ?? (back.netns === question.from ? undefined : astray(back.netns, answer.target))
  return { request, reply, doubts, ...(stop && { stop }) }
}

/** Follows a packet to where it ends, or is at home. */
function travel(way: Way, packet: Packet, from: string): { netns: string; stop?: Stop } {
  const { state, direction, hops } = way
  let at = from
  let cameIn: string | undefined
  for (let count = 0; count < MAX_HOPS; count++) {
    const netns = state.namespaces[at]
    if (!netns) return { netns: at, stop: missing(at, direction) }
    const hop: Hop = { netns: at, places: [] }
    hops.push(hop)
    const stop = (code: StopCode, dev?: string, params: Stop['params'] = {}): { netns: string; stop: Stop } => ({
      netns: at,
      stop: {
        code,
        direction,
        netns: at,
        ...(dev === undefined ? {} : { dev }),
        params: { netns: at, to: packet.target, ...(dev === undefined ? {} : { dev }), ...params },
      },
    })
    const passage: Passage = { netns, hop, packet }
    const refused = (hook: Hook, place: Pick<Passage, 'in' | 'out' | 'next'>) => {
      const found = passHook(way, hook, Object.assign(passage, { in: undefined, out: undefined, next: undefined }, place))
      return found && stop(found.code, place.in ?? place.out, found.params)
    }
    if (cameIn !== undefined) {
      const refusal = refused('prerouting', { in: cameIn })
      if (refusal) return refusal
      if (localLink(netns, packet.target)) return refused('input', { in: cameIn }) ?? { netns: at }
      if (!forwards(netns, packet.target)) return stop('forwarding-off', cameIn)
    } else {
      const first = localLink(netns, packet.target) ? LOOPBACK : routeFrom(netns, packet)
      if ('code' in first) return stop(first.code, first.dev)
      packet.source ??= packet.target
      const refusal = refused('output', 'out' in first ? first : { out: first.link.name, next: first.next })
      if (refusal) return refusal
      if (localLink(netns, packet.target))
        return (
          refused('postrouting', LOOPBACK) ??
          (linkByName(netns, 'lo')?.up === false ? stop('interface-down', 'lo', { where: at }) : undefined) ??
          refused('prerouting', { in: 'lo' }) ??
          refused('input', { in: 'lo' }) ?? { netns: at }
        )
    }
    // Looked up again, for NAT may have changed the target.
    const route = routeFrom(netns, packet)
    if ('code' in route) return stop(route.code, route.dev)
    const { link: out, next } = route
    const forwarded = cameIn === undefined ? {} : { in: cameIn }
    const refusal =
      (cameIn === undefined ? undefined : refused('forward', { ...forwarded, out: out.name })) ??
      refused('postrouting', { ...forwarded, out: out.name, next })
    if (refusal) return refusal
    const place = { netns: at, link: out }
    const blocked = blockAt(state, place)
    if (blocked) return stop(blocked.code, blocked.place.link.name, { where: blocked.place.netns, state: blocked.state ?? '' })
    const segment = segmentFrom(state, place)
    const holder = segment.reachable.find((reached) => holds(state, reached, next))
    if (!holder) return { netns: at, stop: notFound(state, segment, stop, out.name, next) }
    hop.places = holder.via
    doubtUnread(way, state, holder.via, packet.target)
    at = holder.place.netns
    cameIn = holder.place.link.name
  }
  return {
    netns: at,
    stop: { code: 'loop', direction, netns: at, params: { netns: at, to: packet.target } },
  }
}

/** What stays in its namespace goes by way of its loopback device, whichever interface has the address. */
const LOOPBACK = { out: 'lo' } as const

/** The interface that a packet leaves by, and the next hop's address; gives the packet its source where it has none. Or why there is no way. */
function routeFrom(netns: NetnsState, packet: Packet): { link: LinkState; next: string } | { code: StopCode; dev?: string } {
  const route = lookupRoute(netns, packet.target)
  const link = route?.dev === undefined ? undefined : linkByName(netns, route.dev)
  if (!route || !link) {
    const dev = route?.dev === undefined ? downHolder(netns, packet.target) : undefined
    return dev === undefined ? { code: 'no-route' } : { code: 'route-needs-up', dev }
  }
  const next = route.via ?? packet.target
  packet.source ??= sourceAddress(netns, link, next)
  return packet.source === undefined ? { code: 'no-source', dev: link.name } : { link, next }
}

/** Any address of a namespace answers ARP on any of its interfaces (ip-sysctl, arp_ignore 0); neighbour discovery asks the interface's own (RFC 4861). */
function holds(state: MachineState, reached: Reachable, address: string): boolean {
  const netns = state.namespaces[reached.place.netns]
  if (!netns || !reached.place.link.up) return false
  const holder = localLink(netns, address)
  if (!holder) return false
  return familyOf(address) === 4 || holder.index === reached.place.link.index
}

function notFound(
  state: MachineState,
  segment: Segment,
  stop: (code: StopCode, dev?: string, params?: Stop['params']) => { stop: Stop },
  dev: string,
  next: string,
): Stop {
  // A closed door on the segment is the likelier cause than an address that nobody has, where somebody has it.
  const elsewhere = Object.values(state.namespaces).some((netns) => localLink(netns, next) || downHolder(netns, next))
  const block = segment.blocked[0]
  if (block && elsewhere)
    return stop(block.code, block.place.link.name, { where: block.place.netns, state: block.state ?? '', next }).stop
  return stop('no-neighbour', dev, { next }).stop
}

/** The interface that is down and would have the address, or a network with it. */
function downHolder(netns: NetnsState, address: string): string | undefined {
  return Object.values(netns.links).find((link) => !link.up && link.addresses.some((held) => inCidr(address, held.address)))?.name
}

function forwards(netns: NetnsState, target: string): boolean {
  return familyOf(target) === 4 ? netns.forwarding.ipv4 : netns.forwarding.ipv6
}

/** An answer that ends where nobody waits for it. */
function astray(netns: string, to: string): Stop {
  return { code: 'answer-astray', direction: 'reply', netns, params: { netns, to } }
}

function missing(netns: string, direction: Stop['direction']): Stop {
  return { code: 'no-namespace', direction, netns, params: { netns } }
}
