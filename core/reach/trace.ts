import type { NatOpRule } from '../plan/ops'
import type { MachineState, NetnsState } from '../state/state'
import type { StopCode } from '../text/reach.en'
import { canonical, familyOf, inCidr, localLink, lookupRoute, sourceAddress } from './lookup'
import { blockAt, linkByName, type Place, type Reachable, type Segment, segmentFrom } from './segment'

/** What is asked: a packet out of a namespace to an address. */
export interface Question {
  from: string
  /** IPv4 or IPv6, without prefix length. */
  to: string
  /** Without one: ICMP echo. */
  transport?: { protocol: 'tcp' | 'udp'; port: number }
}

/** Where a packet's way ends before its target, with the facts for the words in `core/text/reach`. */
export interface Stop {
  code: StopCode
  direction: 'request' | 'reply'
  /** The namespace in which it ends. */
  netns: string
  /** The interface, where one is to blame. */
  dev?: string
  params: Record<string, string | number>
}

/** One namespace that the packet passes: the interfaces from its way out to its way into the next. */
export interface Hop {
  netns: string
  /** The interfaces passed after leaving this namespace's stack, in order; the last is in the next hop's namespace. */
  places: Place[]
  /** What the router did to the packet's addresses here. */
  translated?: 'masquerade' | 'snat' | 'dnat'
}

/** The whole way: the request's hops, then the reply's; `stop` is absent when the answer arrives. */
export interface Trace {
  request: Hop[]
  reply: Hop[]
  stop?: Stop
}

/** A router forwards a packet at most this often (the initial TTL of Linux, ip-sysctl). */
const MAX_HOPS = 64

interface Packet {
  source: string | undefined
  target: string
  port: number | undefined
}

interface Translation {
  netns: string
  /** What the reply is addressed to when it comes back, and what that stands for. */
  seen: string
  original: string
}

/**
 * Follows a packet hop by hop through the kernel's own state, and the answer back, and says where either ends. Routes,
 * forwarding, link lights, bridges and our own NAT rules count; filters and foreign NAT are not known to the state and are
 * not modelled.
 *
 * @param nat the NAT rules in force by netns, from `core/plan/nat`
 */
export function tracePath(state: MachineState, question: Question, nat: Record<string, NatOpRule[]>): Trace {
  const request: Hop[] = []
  const reply: Hop[] = []
  const start = state.namespaces[question.from]
  if (!start) return { request, reply, stop: missing(question.from, 'request') }
  const packet: Packet = { source: undefined, target: question.to, port: question.transport?.port }
  const translations: Translation[] = []
  const there = travel(state, question, nat, packet, question.from, 'request', request, translations)
  if (there.stop) return { request, reply, stop: there.stop }
  if (packet.source === undefined) return { request, reply }
  const answer: Packet = { source: packet.target, target: packet.source, port: undefined }
  let at = there.netns
  for (let turn = 0; turn <= translations.length; turn++) {
    const back = travel(state, question, {}, answer, at, 'reply', reply, [])
    if (back.stop) return { request, reply, stop: back.stop }
    const undo = translations.findLast(
      (entry) => entry.netns === back.netns && canonical(entry.seen) === canonical(answer.target),
    )
    if (!undo || back.netns === question.from) break
    answer.target = undo.original
    at = back.netns
  }
  return { request, reply }
}

function travel(
  state: MachineState,
  question: Question,
  nat: Record<string, NatOpRule[]>,
  packet: Packet,
  from: string,
  direction: Stop['direction'],
  hops: Hop[],
  translations: Translation[],
): { netns: string; stop?: Stop } {
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
    if (cameIn !== undefined) applyDnat(nat[at] ?? [], question, packet, cameIn, hop)
    if (localLink(netns, packet.target)) {
      if (count === 0) packet.source ??= packet.target
      return { netns: at }
    }
    if (cameIn !== undefined && !forwards(netns, packet.target)) return stop('forwarding-off', cameIn)
    const route = lookupRoute(netns, packet.target)
    if (!route?.dev)
      return stop(downHolder(netns, packet.target) ? 'route-needs-up' : 'no-route', downHolder(netns, packet.target))
    const out = linkByName(netns, route.dev)
    if (!out) return stop('no-route')
    const next = route.via ?? packet.target
    packet.source ??= sourceAddress(netns, out, next)
    if (packet.source === undefined) return stop('no-source', out.name)
    if (cameIn !== undefined) applySource(nat[at] ?? [], packet, netns, out.name, next, hop, translations)
    const place = { netns: at, link: out }
    const blocked = blockAt(state, place)
    if (blocked) return stop(blocked.code, blocked.place.link.name, { where: blocked.place.netns, state: blocked.state ?? '' })
    const segment = segmentFrom(state, place)
    const holder = segment.reachable.find((reached) => holds(state, reached, next))
    if (!holder) return { netns: at, stop: notFound(state, segment, stop, out.name, next) }
    hop.places = holder.via
    at = holder.place.netns
    cameIn = holder.place.link.name
  }
  return {
    netns: at,
    stop: { code: 'loop', direction, netns: at, params: { netns: at, to: packet.target } },
  }
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

function applyDnat(rules: NatOpRule[], question: Question, packet: Packet, cameIn: string, hop: Hop): void {
  for (const rule of rules) {
    if (rule.type !== 'dnat' || question.transport?.protocol !== rule.protocol || packet.port !== rule.port) continue
    if (rule.in !== undefined && rule.in !== cameIn) continue
    if (rule.destination !== undefined && !inCidr(packet.target, rule.destination)) continue
    if (familyOf(packet.target) !== rule.family) continue
    packet.target = rule.to
    packet.port = rule.toPort ?? packet.port
    hop.translated = 'dnat'
    return
  }
}

function applySource(
  rules: NatOpRule[],
  packet: Packet,
  netns: NetnsState,
  out: string,
  next: string,
  hop: Hop,
  translations: Translation[],
): void {
  const source = packet.source
  if (source === undefined) return
  for (const rule of rules) {
    if (rule.type === 'dnat') continue
    if (rule.out !== undefined && rule.out !== out) continue
    if (rule.source !== undefined && !inCidr(source, rule.source)) continue
    if (rule.family !== 'any' && familyOf(source) !== rule.family) continue
    if (rule.except.some((cidr) => inCidr(packet.target, cidr))) continue
    const link = linkByName(netns, out)
    const seen = rule.type === 'snat' ? rule.to : link && sourceAddress(netns, link, next)
    if (seen === undefined) return
    translations.push({ netns: netns.name, seen, original: source })
    packet.source = seen
    hop.translated = rule.type
    return
  }
}

function missing(netns: string, direction: Stop['direction']): Stop {
  return { code: 'no-namespace', direction, netns, params: { netns } }
}
