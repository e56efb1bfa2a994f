import type { ForeignCondition, ForeignRule } from './foreign'

/** A rule of others while it is read. */
export interface ForeignDraft extends Pick<ForeignRule, 'family' | 'conditions' | 'unclear' | 'verdict' | 'to' | 'port'> {
  conditions: ForeignCondition[]
}

/** A rule that asks nothing and only counts. */
export function blankDraft(): ForeignDraft {
  return { conditions: [], verdict: 'next' }
}

/** Adds a condition. */
export function ask(draft: ForeignDraft, field: ForeignCondition['field'], values: string[], not = false): void {
  draft.conditions.push({ field, values, ...(not && { not: true as const }) })
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  'ipv6-icmp': 'icmpv6',
}

/** A transport protocol in one spelling, from a name or an IANA number. */
export function protocolName(text: string): string {
  return PROTOCOLS[text] ?? text
}

const ICMP_TYPES: Readonly<Record<string, string>> = {
  'icmp 8': 'echo-request',
  'icmp 8/0': 'echo-request',
  'icmp 0': 'echo-reply',
  'icmp 0/0': 'echo-reply',
  'icmpv6 128': 'echo-request',
  'icmpv6 128/0': 'echo-request',
  'icmpv6 129': 'echo-reply',
  'icmpv6 129/0': 'echo-reply',
}

/** A type of ICMP by name where it is one of echo's, from a name or a number (RFC 792, RFC 4443). */
export function icmpType(protocol: 'icmp' | 'icmpv6', text: string): string {
  return ICMP_TYPES[`${protocol} ${text}`] ?? text
}

/** What targets of iptables do that decide nothing (iptables-extensions(8)). */
const INNOCENT = new Set([
  'LOG',
  'NFLOG',
  'AUDIT',
  'TRACE',
  'MARK',
  'CONNMARK',
  'CLASSIFY',
  'CHECKSUM',
  'TCPMSS',
  'DSCP',
  'TOS',
  'SECMARK',
  'CONNSECMARK',
])
const TRANSLATING = new Set(['SNAT', 'DNAT', 'REDIRECT', 'NETMAP'])

/** What a target of iptables does, chains aside. */
export function targetVerdict(target: string): ForeignRule['verdict'] {
  if (target === 'ACCEPT') return 'accept'
  if (target === 'DROP') return 'drop'
  if (target === 'REJECT') return 'reject'
  if (target === 'RETURN') return 'return'
  if (target === 'MASQUERADE') return 'masquerade'
  if (target === 'NOTRACK') return 'untrack'
  if (TRANSLATING.has(target)) return 'translate'
  return INNOCENT.has(target) ? 'next' : 'unknown'
}
