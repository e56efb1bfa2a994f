import type { FilterOpChain, NatOpRule } from '../plan/ops'
import type { MachineState } from '../state/state'
import type { StopCode } from '../text/reach.en'
import type { Place } from './segment'

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

/** A packet on its way. The port is the service's: a request's destination, an answer's source. */
export interface Packet {
  source: string | undefined
  target: string
  port: number | undefined
}

/** What a router did to a request's addresses, and does the other way round to the answer's. */
export interface Translation {
  netns: string
  of: 'source' | 'target'
  /** What the answer carries when it comes back, and what that stands for. */
  seen: string
  original: string
  originalPort?: number | undefined
}

/** What holds for a packet's whole way. */
export interface Way {
  state: MachineState
  question: Question
  /** Our own rules in force, by netns. */
  nat: Record<string, NatOpRule[]>
  /** Table by table: a packet has to pass each. */
  filter: Record<string, FilterOpChain[][]>
  direction: Stop['direction']
  hops: Hop[]
  translations: Translation[]
  /** The namespaces whose conntrack has seen the request. */
  seen: ReadonlySet<string>
  /** Where a rule keeps the packet from conntrack, for certain or perhaps: `DIRECTION NETNS`. */
  untracked: Map<string, 'yes' | 'maybe'>
  /** Rules that are not understood and may stop or change the packet, in the order in which it meets them. */
  doubts: Stop[]
}
