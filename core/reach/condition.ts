import { addressOf, cidrOf } from '../net/address'
import type { ForeignCondition, ForeignRule } from '../state/foreign'
import { inCidr } from './lookup'

/** Ports that a packet may have, from and to; both the same where it is known. */
export interface Ports {
  from: number
  to: number
}

/** A packet at a hook, as far as it is known there; what is undefined may be anything, unless said otherwise. */
export interface HookPacket {
  family: 4 | 6
  source: string
  target: string
  protocol: 'tcp' | 'udp' | 'icmp' | 'icmpv6'
  /** Of ICMP: echo's two. */
  icmpType?: 'echo-request' | 'echo-reply'
  /** Absent for ICMP, which has none. */
  sourcePort?: Ports
  port?: Ports
  /** The interface that it came by; undefined where it started here. */
  in?: string
  /** The interface that it leaves by; undefined before that is decided. */
  out?: string
  /** What conntrack says of it; undefined where that cannot be told. */
  state?: 'new' | 'established' | 'related' | 'invalid' | 'untracked'
  /** Whether its destination is an address of the namespace. */
  local: boolean
}

/** `maybe`: it depends on what is not known of the packet, or not understood of the rule. */
export type Match = 'yes' | 'no' | 'maybe'

const known = (matches: boolean): Match => (matches ? 'yes' : 'no')
const opposite: Readonly<Record<Match, Match>> = { yes: 'no', no: 'yes', maybe: 'maybe' }

function nameMatches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}

/** Addresses in an order in which ranges can be told, as text of equal length. */
function sortable(address: string): string {
  if (!address.includes(':'))
    return address
      .split('.')
      .map((octet) => octet.padStart(3, '0'))
      .join('.')
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...middle, ...right].map((group) => group.toLowerCase().padStart(4, '0')).join(':')
}

function addressMatches(address: string, value: string): Match {
  const [from = '', to] = value.split('-')
  if (to === undefined) return addressOf(value) || cidrOf(value) ? known(inCidr(address, value)) : 'maybe'
  if (!addressOf(from) || !addressOf(to)) return 'maybe'
  if (address.includes(':') !== from.includes(':')) return 'no'
  return known(sortable(address) >= sortable(from) && sortable(address) <= sortable(to))
}

/** Services that nft lists by name are numbers in its JSON; what is no number is not understood. */
function portsMatch(ports: Ports, values: readonly string[]): Match {
  let touched = false
  for (const value of values) {
    const [first, last = first] = value.split('-')
    const [from, to] = [Number(first), Number(last)]
    if (Number.isNaN(from) || Number.isNaN(to)) return 'maybe'
    if (from <= ports.from && ports.to <= to) return 'yes'
    if (from <= ports.to && ports.from <= to) touched = true
  }
  return touched ? 'maybe' : 'no'
}

function holds({ field, values }: ForeignCondition, packet: HookPacket): Match {
  switch (field) {
    case 'in':
    case 'out':
      return known(values.some((value) => nameMatches(packet[field] ?? '', value)))
    case 'source':
    case 'destination': {
      const address = field === 'source' ? packet.source : packet.target
      const matches = values.map((value) => addressMatches(address, value))
      return matches.find((match) => match === 'yes') ?? matches.find((match) => match === 'maybe') ?? 'no'
    }
    case 'protocol':
      return known(values.includes(packet.protocol))
    case 'source-port':
    case 'port': {
      const ports = field === 'port' ? packet.port : packet.sourcePort
      return ports ? portsMatch(ports, values) : 'no'
    }
    case 'state':
      return packet.state === undefined ? 'maybe' : known(values.includes(packet.state))
    case 'icmp-type':
      return packet.icmpType === undefined ? 'no' : known(values.includes(packet.icmpType))
    case 'local':
      return known(packet.local)
  }
}

/** Whether a packet meets a rule of others. A port or a type of ICMP is only ever met by a packet that has one, `!=` or not. */
export function ruleMatches(rule: ForeignRule, packet: HookPacket): Match {
  if (rule.family !== undefined && rule.family !== packet.family) return 'no'
  let sure = rule.unclear !== true
  for (const condition of rule.conditions) {
    const met = holds(condition, packet)
    const match = condition.not && has(condition, packet) ? opposite[met] : met
    if (match === 'no') return 'no'
    if (match === 'maybe') sure = false
  }
  return sure ? 'yes' : 'maybe'
}

function has({ field }: ForeignCondition, packet: HookPacket): boolean {
  if (field === 'port') return packet.port !== undefined
  if (field === 'source-port') return packet.sourcePort !== undefined
  return field !== 'icmp-type' || packet.icmpType !== undefined
}
