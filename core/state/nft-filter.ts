import { FILTER_STATES } from '../lab/filter-words'
import { filterRuleKey } from '../plan/filter'
import type { FilterOpRule } from '../plan/ops'
import { hitsOf, type Json, NO_HITS, networkText, type RuleCounter, record, statements, wordOf } from './nft-json'

type Draft = Partial<Omit<FilterOpRule, 'family' | 'state'>> & { family?: 4 | 6; states: Set<string> }

const PROTOCOLS: Record<string, FilterOpRule['protocol']> = {
  tcp: 'tcp',
  udp: 'udp',
  icmp: 'icmp',
  'ipv6-icmp': 'icmpv6',
  icmpv6: 'icmpv6',
}

function readProtocol(draft: Draft, value: unknown): boolean {
  const protocol = PROTOCOLS[wordOf(value)]
  if (!protocol) return false
  draft.protocol = protocol
  if (protocol === 'icmp') draft.family = 4
  if (protocol === 'icmpv6') draft.family = 6
  return true
}

/** The names of a set of states, in whichever of its forms nft lists it: one, a bitmask, or a set. */
function readStates(draft: Draft, right: unknown): boolean {
  const { set } = record(right)
  const list: unknown[] = Array.isArray(right) ? right : Array.isArray(set) ? set : [right]
  for (const state of list) {
    if (!FILTER_STATES.some((known) => known === state)) return false
    draft.states.add(wordOf(state))
  }
  return true
}

function readMeta(draft: Draft, key: unknown, right: unknown): boolean {
  if (key === 'nfproto') draft.family = right === 'ipv6' ? 6 : 4
  else if (key === 'iifname' && typeof right === 'string') draft.in = right
  else if (key === 'oifname' && typeof right === 'string') draft.out = right
  else return key === 'l4proto' && readProtocol(draft, right)
  return true
}

function readPayload(draft: Draft, { protocol, field }: Json, right: unknown): boolean {
  if (protocol === 'tcp' || protocol === 'udp') {
    if (field !== 'dport' || typeof right !== 'number') return false
    draft.protocol = protocol
    draft.port = right
    return true
  }
  if (protocol !== 'ip' && protocol !== 'ip6') return false
  draft.family = protocol === 'ip' ? 4 : 6
  if (field === 'protocol' || field === 'nexthdr') return readProtocol(draft, right)
  const network = networkText(right)
  if (network === undefined || (field !== 'saddr' && field !== 'daddr')) return false
  draft[field === 'saddr' ? 'source' : 'destination'] = network
  return true
}

function readMatch(draft: Draft, { left, right, op }: Json): boolean {
  const { meta, payload, ct } = record(left)
  if (record(ct).key === 'state') return (op === 'in' || op === '==') && readStates(draft, right)
  if (op !== '==') return false
  return meta === undefined ? readPayload(draft, record(payload), right) : readMeta(draft, record(meta).key, right)
}

/** REJECT as we write it: the refusal that nft and iptables choose by themselves. */
function isPlainReject(body: unknown): boolean {
  const { type, expr } = record(body)
  return type === undefined || (expr === 'port-unreachable' && /^icmp(v6|x)?$/.test(wordOf(type)))
}

/** One rule's key and counter. A rule that we would never write gets a key that equals none of ours. */
export function readFilterRule(expressions: unknown): { key: string; counter: RuleCounter } {
  const draft: Draft = { states: new Set() }
  let counter = NO_HITS
  let known = true
  for (const [name, body] of statements(expressions)) {
    if (name === 'counter') counter = hitsOf(body)
    else if (name === 'match') known &&= readMatch(draft, record(body))
    else if (name === 'accept' || name === 'drop') draft.action = name
    else if (name === 'reject' && isPlainReject(body)) draft.action = 'reject'
    else known = false
  }
  const { action, family = 'any', states, ...rest } = draft
  if (!known || action === undefined) return { key: `other ${JSON.stringify(expressions)}`, counter }
  const state = FILTER_STATES.filter((one) => states.has(one))
  return { key: filterRuleKey({ ...rest, action, family, state }), counter }
}
