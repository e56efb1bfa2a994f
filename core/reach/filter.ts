import type { FilterChainName } from '../lab/filter-schema'
import type { FilterOpChain, FilterOpRule } from '../plan/ops'
import { familyOf, inCidr } from './lookup'

/** A packet as a filter chain sees it. */
export interface FilteredPacket {
  source: string
  target: string
  /** Without one: ICMP echo. */
  transport?: { protocol: 'tcp' | 'udp'; port: number }
  in?: string
  out?: string
  /** What conntrack says of it in this namespace; `untracked` is none of the states that a rule of ours asks for. */
  state: FilterOpRule['state'][number] | 'untracked'
}

/** What stops a packet: the chain, and the rule by its number from 1, or none for the policy. */
export interface Verdict {
  chain: FilterChainName
  action: 'drop' | 'reject'
  rule?: number
}

function matches(rule: FilterOpRule, packet: FilteredPacket): boolean {
  const family = familyOf(packet.target)
  const protocol = packet.transport?.protocol ?? (family === 4 ? 'icmp' : 'icmpv6')
  if (rule.family !== 'any' && rule.family !== family) return false
  if (rule.protocol !== undefined && rule.protocol !== protocol) return false
  if (rule.port !== undefined && rule.port !== packet.transport?.port) return false
  if (rule.in !== undefined && rule.in !== packet.in) return false
  if (rule.out !== undefined && rule.out !== packet.out) return false
  if (rule.source !== undefined && !inCidr(packet.source, rule.source)) return false
  if (rule.destination !== undefined && !inCidr(packet.target, rule.destination)) return false
  return rule.state.length === 0 || rule.state.some((state) => state === packet.state)
}

/** What a chain makes of a packet: the first rule that matches decides, else the policy. Undefined when it is let through. */
export function verdictOf(filter: readonly FilterOpChain[], name: FilterChainName, packet: FilteredPacket): Verdict | undefined {
  const chain = filter.find((one) => one.chain === name)
  if (!chain) return undefined
  const at = chain.rules.findIndex((rule) => matches(rule, packet))
  const rule = chain.rules[at]
  if (rule) return rule.action === 'accept' ? undefined : { chain: name, action: rule.action, rule: at + 1 }
  return chain.policy === 'drop' ? { chain: name, action: 'drop' } : undefined
}
