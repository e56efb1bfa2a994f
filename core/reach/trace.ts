import type { FilterChainName } from '../lab/filter-schema'
import type { FilterOpChain, NatOpRule } from '../plan/ops'
import type { MachineState, NetnsState } from '../state/state'
import type { StopCode } from '../text/reach.en'
import { type FilteredPacket, verdictOf } from './filter'
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
 * forwarding, link lights, bridges, our own NAT rules and our own filters count; foreign rules are not known to the state and
 * are not modelled.
 *
 * @param nat the NAT rules in force by netns, from `core/plan/nat`
 * @param filter the packet filters in force by netns, from `core/plan/filter`
 */
export function tracePath(
  state: MachineState,
  question: Question,
  nat: Record<string, NatOpRule[]>,
  filter: Record<string, FilterOpChain[]> = {},
): Trace {
  const request: Hop[] = []
  const reply: Hop[] = []
  const start = state.namespaces[question.from]
  if (!start) return { request, reply, stop: missing(question.from, 'request') }
  const packet: Packet = { source: undefined, target: question.to, port: question.transport?.port }
  const translations: Translation[] = []
  const seen = new Set<string>()
  const way = { state, question, nat, filter, translations, seen }
  const there = travel({ ...way, direction: 'request', hops: request }, packet, { netns: question.from })
  for (const { netns } of request) seen.add(netns)
  if (there.stop) return { request, reply, stop: there.stop }
  if (packet.source === undefined) return { request, reply }
  const answer: Packet = { source: packet.target, target: packet.source, port: undefined }
  let at: Arrival = { netns: there.netns }
  for (let turn = 0; turn <= translations.length; turn++) {
    const back = travel({ ...way, nat: {}, direction: 'reply', hops: reply }, answer, at)
    if (back.stop) return { request, reply, stop: back.stop }
    const undo = undoneAt(translations, back.netns, answer.target)
    if (!undo || back.netns === question.from) break
    answer.target = undo.original
    at = back
  }
  return { request, reply }
}

/** The translation that a router undoes for an answer that comes back to it. */
function undoneAt(translations: readonly Translation[], netns: string, target: string): Translation | undefined {
  return translations.findLast((entry) => entry.netns === netns && canonical(entry.seen) === canonical(target))
}

/** Where a packet is, and by which interface it came in; none where it starts. */
interface Arrival {
  netns: string
  cameIn?: string
}

/** What holds for a packet's whole way. */
interface Way {
  state: MachineState
  question: Question
  nat: Record<string, NatOpRule[]>
  filter: Record<string, FilterOpChain[]>
  direction: Stop['direction']
  hops: Hop[]
  translations: Translation[]
  /** The namespaces whose conntrack has seen the request. */
  seen: ReadonlySet<string>
}

/** A packet as a chain sees it. An answer belongs to a connection only where the request came by. */
function filtered({ question, direction, seen }: Way, packet: Packet, netns: string): FilteredPacket | undefined {
  const { source, target, port } = packet
  if (source === undefined) return undefined
  const { transport } = question
  const known =
    direction === 'request' ? 'new' : seen.has(netns) ? 'established' : transport?.protocol === 'udp' ? 'new' : 'invalid'
  return {
    source,
    target,
    state: known,
    // An answer's destination port is the one that the kernel chose for the question, which no rule of ours names.
    ...(transport && { transport: { protocol: transport.protocol, port: direction === 'request' ? (port ?? 0) : 0 } }),
  }
}

/** Why a chain does not let the packet through, with the facts for the words; undefined when it does. */
function filterStop(
  way: Way,
  packet: Packet,
  netns: string,
  chain: FilterChainName,
  devices: { in?: string; out?: string },
): { code: StopCode; params: Stop['params'] } | undefined {
  const seen = filtered(way, packet, netns)
  const verdict = seen && verdictOf(way.filter[netns] ?? [], chain, { ...seen, ...devices })
  if (!verdict) return undefined
  const { rule, action } = verdict
  if (rule === undefined) return { code: 'filter-policy', params: { chain } }
  return { code: action === 'drop' ? 'filter-drop' : 'filter-reject', params: { chain, rule } }
}

function travel(way: Way, packet: Packet, start: Arrival): Arrival & { stop?: Stop } {
  const { state, question, nat, direction, hops, translations } = way
  let at = start.netns
  let cameIn = start.cameIn
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
    const refused = (chain: FilterChainName, devices: { in?: string; out?: string }) => {
      const found = filterStop(way, packet, at, chain, devices)
      return found && stop(found.code, devices.in ?? devices.out, found.params)
    }
    if (localLink(netns, packet.target)) {
      // What only comes back to be translated goes on from here, and is nobody's input.
      if (direction === 'reply' && cameIn !== undefined && undoneAt(translations, at, packet.target)) return { netns: at, cameIn }
      if (count === 0) packet.source ??= packet.target
      const own = cameIn === undefined ? refused('output', { out: 'lo' }) : undefined
      return own ?? refused('input', { in: cameIn ?? 'lo' }) ?? { netns: at, cameIn }
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
    const refusal =
      cameIn === undefined ? refused('output', { out: out.name }) : refused('forward', { in: cameIn, out: out.name })
    if (refusal) return refusal
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
