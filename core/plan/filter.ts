import type { Filter, FilterChainName, FilterRule } from '../lab/filter-schema'
import { FILTER_CHAINS, FILTER_STATES } from '../lab/filter-words'
import type { Lab } from '../lab/schema'
import { addressOf, bitsOf, type Cidr, cidrOf, type Family } from '../net/address'
import { natNetworkText } from './nat'
import type { FilterOpChain, FilterOpRule } from './ops'

function networkOfText(text: string | undefined): Cidr | undefined {
  if (text === undefined) return undefined
  const address = addressOf(text)
  return address ? { ...address, prefix: bitsOf(address.family) } : cidrOf(text)
}

/** The states that a rule names, in canonical order; none for any. */
export function filterStates(state: FilterRule['state']): FilterOpRule['state'] {
  const named = new Set(Array.isArray(state) ? state : state === undefined ? [] : [state])
  return FILTER_STATES.filter((one) => named.has(one))
}

/** One rule with nothing left to default, or undefined when it cannot be written (the checks say why). */
export function filterOpRule(rule: FilterRule): FilterOpRule | undefined {
  const source = networkOfText(rule.source)
  const destination = networkOfText(rule.destination)
  if ((rule.source !== undefined && !source) || (rule.destination !== undefined && !destination)) return undefined
  const { protocol } = rule
  const families = new Set<Family | undefined>([
    source?.family,
    destination?.family,
    protocol === 'icmp' ? 4 : protocol === 'icmpv6' ? 6 : undefined,
  ])
  families.delete(undefined)
  if (families.size > 1) return undefined
  const named = protocol === undefined || protocol === 'any' ? undefined : protocol
  const ported = named === 'tcp' || named === 'udp'
  if (rule.port !== undefined && !ported) return undefined
  return {
    action: rule.action,
    family: [...families][0] ?? 'any',
    ...(rule.in !== undefined && { in: rule.in }),
    ...(rule.out !== undefined && { out: rule.out }),
    // A network of all addresses says no more than the family does.
    ...(source && source.prefix > 0 && { source: natNetworkText(source) }),
    ...(destination && destination.prefix > 0 && { destination: natNetworkText(destination) }),
    ...(named !== undefined && { protocol: named }),
    ...(rule.port !== undefined && { port: rule.port }),
    state: filterStates(rule.state),
  }
}

/** The rule for the families that no earlier rule of the same words serves: nothing would ever come to it, and `iptables -C` finds it there. */
function unlessTaken(rule: FilterOpRule, taken: Set<string>): FilterOpRule | undefined {
  const left = (rule.family === 'any' ? ([4, 6] as const) : [rule.family]).filter((family) => {
    const key = filterRuleKey({ ...rule, family })
    return taken.has(key) ? false : taken.add(key)
  })
  const [family, other] = left
  if (family === undefined) return undefined
  return other === undefined ? { ...rule, family } : rule
}

/** The chains of a filter that do something, as operations write them. */
export function filterOpChains(filter: Filter | undefined): FilterOpChain[] {
  return FILTER_CHAINS.flatMap((chain) => {
    const { policy = 'accept', rules = [] } = filter?.[chain] ?? {}
    const taken = new Set<string>()
    const written = rules.flatMap((rule) => {
      const op = filterOpRule(rule)
      return (op && unlessTaken(op, taken)) ?? []
    })
    return policy === 'accept' && written.length === 0 ? [] : [{ chain, policy, rules: written }]
  })
}

/** The filter of a node as operations write it; none for a bridge. */
export function nodeFilter(lab: Lab, node: string): FilterOpChain[] {
  const found = lab.nodes[node]
  return !found || found.kind === 'bridge' ? [] : filterOpChains(found.filter)
}

/** A text that is equal for rules that do the same and different for others; what the kernel holds is read into the same form. */
export function filterRuleKey(rule: FilterOpRule): string {
  const words: string[] = [rule.action, `ip${rule.family}`]
  if (rule.in !== undefined) words.push(`in ${rule.in}`)
  if (rule.out !== undefined) words.push(`out ${rule.out}`)
  if (rule.source !== undefined) words.push(`from ${rule.source}`)
  if (rule.destination !== undefined) words.push(`to ${rule.destination}`)
  if (rule.protocol !== undefined) words.push(`proto ${rule.protocol}`)
  if (rule.port !== undefined) words.push(`port ${rule.port}`)
  if (rule.state.length > 0) words.push(`state ${rule.state.join(',')}`)
  return words.join(' ')
}

const KEY =
  /^(accept|drop|reject) ip(4|6|any)(?: in (\S+))?(?: out (\S+))?(?: from (\S+))?(?: to (\S+))?(?: proto (tcp|udp|icmp|icmpv6))?(?: port (\d+))?(?: state (\S+))?$/

/** The rule that a key stands for, or undefined for a rule that we would never write. The inverse of `filterRuleKey`. */
export function parseFilterRuleKey(key: string): FilterOpRule | undefined {
  const match = KEY.exec(key)
  if (!match) return undefined
  const [, action, family, from, out, source, destination, protocol, port, states] = match
  const named = new Set(states?.split(','))
  return {
    action: action as FilterOpRule['action'],
    family: family === 'any' ? 'any' : family === '6' ? 6 : 4,
    ...(from !== undefined && { in: from }),
    ...(out !== undefined && { out }),
    ...(source !== undefined && { source }),
    ...(destination !== undefined && { destination }),
    ...(protocol !== undefined && { protocol: protocol as NonNullable<FilterOpRule['protocol']> }),
    ...(port !== undefined && { port: Number(port) }),
    state: FILTER_STATES.filter((state) => named.has(state)),
  }
}

/** A rule as a lab writes it. */
export function labFilterRule(rule: FilterOpRule): FilterRule {
  const { action, family, source, destination, state, ...rest } = rule
  // Without an address or an ICMP of its own, a family is said by the network of all its addresses.
  const bare = source === undefined && destination === undefined && family !== 'any' && !rule.protocol?.startsWith('icmp')
  const everywhere = bare ? (family === 6 ? '::/0' : '0.0.0.0/0') : undefined
  const from = source ?? everywhere
  const [only, ...more] = state
  return {
    action,
    ...rest,
    ...(from !== undefined && { source: from }),
    ...(destination !== undefined && { destination }),
    ...(only !== undefined && { state: more.length === 0 ? only : [...state] }),
  }
}

/** Whether the rule's family must be matched on its own, because nothing else in it does so. */
export function filterNeedsFamily(rule: FilterOpRule): rule is FilterOpRule & { family: 4 | 6 } {
  const said = rule.source !== undefined || rule.destination !== undefined || rule.protocol?.startsWith('icmp')
  return rule.family !== 'any' && !said
}

/** A policy in the place of a rule's key. */
const policyKey = (policy: FilterOpChain['policy']) => `policy ${policy}`

/** A filter as it compares with the kernel's: `CHAIN policy POLICY`, then `CHAIN KEY` for each rule. */
export function filterLines(chains: readonly FilterOpChain[]): string[] {
  return chains.flatMap(({ chain, policy, rules }) => [
    ...(policy === 'accept' ? [] : [`${chain} ${policyKey(policy)}`]),
    ...rules.map((rule) => `${chain} ${filterRuleKey(rule)}`),
  ])
}

/** What a line of `filterLines` says; undefined for a rule of ours that we would never write, and for a line of NAT. */
export function parseFilterLine(
  line: string,
): { chain: FilterChainName; policy: FilterOpChain['policy'] } | { chain: FilterChainName; rule: FilterOpRule } | undefined {
  const [, name, key = ''] = /^(input|forward|output) (.*)$/.exec(line) ?? []
  const chain = FILTER_CHAINS.find((one) => one === name)
  if (!chain) return undefined
  if (key === 'policy drop' || key === 'policy accept') return { chain, policy: key === 'policy drop' ? 'drop' : 'accept' }
  const rule = parseFilterRuleKey(key)
  return rule && { chain, rule }
}

/** The chains that lines stand for; lines that say nothing of a filter of ours are left out. */
export function filterOfLines(lines: readonly string[]): FilterOpChain[] {
  const chains = new Map<FilterChainName, FilterOpChain>()
  for (const line of lines) {
    const read = parseFilterLine(line)
    if (!read) continue
    const known = chains.get(read.chain) ?? { chain: read.chain, policy: 'accept', rules: [] }
    chains.set(read.chain, known)
    if ('policy' in read) known.policy = read.policy
    else known.rules.push(read.rule)
  }
  return FILTER_CHAINS.flatMap((chain) => chains.get(chain) ?? [])
}
