import type { FilterChainName } from '../lab/filter-schema'
import { filterNeedsFamily } from '../plan/filter'
import type { FilterOpChain, FilterOpRule } from '../plan/ops'

/** The packet filter in nft's words, and in those of its JSON. */

/** The hooks' standard priority `filter` (nft(8)). */
const FILTER_PRIORITY = { name: 'filter', value: 0 }

/** ICMPv6 by the name that the kernel's protocol table and nft's listing give it. */
const protocolName = (protocol: NonNullable<FilterOpRule['protocol']>) => (protocol === 'icmpv6' ? 'ipv6-icmp' : protocol)
const ipOf = (rule: FilterOpRule) => (rule.family === 6 ? 'ip6' : 'ip')

function network(text: string): unknown {
  const [addr, len] = text.split('/')
  return len === undefined ? text : { prefix: { addr, len: Number(len) } }
}

function match(left: object, right: unknown, op = '=='): object {
  return { match: { op, left, right } }
}

function expressions(rule: FilterOpRule): object[] {
  const list: object[] = []
  const address = (field: string, text: string) => match({ payload: { protocol: ipOf(rule), field } }, network(text))
  if (filterNeedsFamily(rule)) list.push(match({ meta: { key: 'nfproto' } }, `ipv${rule.family}`))
  if (rule.in !== undefined) list.push(match({ meta: { key: 'iifname' } }, rule.in))
  if (rule.out !== undefined) list.push(match({ meta: { key: 'oifname' } }, rule.out))
  if (rule.source !== undefined) list.push(address('saddr', rule.source))
  if (rule.destination !== undefined) list.push(address('daddr', rule.destination))
  if (rule.protocol !== undefined && rule.port !== undefined)
    list.push(match({ payload: { protocol: rule.protocol, field: 'dport' } }, rule.port))
  else if (rule.protocol !== undefined) list.push(match({ meta: { key: 'l4proto' } }, protocolName(rule.protocol)))
  if (rule.state.length > 0)
    list.push(match({ ct: { key: 'state' } }, rule.state.length === 1 ? rule.state[0] : rule.state, 'in'))
  return [...list, { counter: null }, { [rule.action]: null }]
}

/** What adds the chains and their rules to a table that is there, as commands of nft's JSON. */
export function filterJson(table: string, chains: readonly FilterOpChain[]): object[] {
  return chains.flatMap(({ chain: name, policy, rules }) => {
    const place = { family: 'inet', table }
    const chain = { ...place, name, type: 'filter', hook: name, prio: FILTER_PRIORITY.value, policy }
    return [{ add: { chain } }, ...rules.map((rule) => ({ add: { rule: { ...place, chain: name, expr: expressions(rule) } } }))]
  })
}

/** A rule in the nft language, without `add rule` and its table. */
export function nftFilterText(rule: FilterOpRule): string {
  const words: string[] = []
  if (filterNeedsFamily(rule)) words.push(`meta nfproto ipv${rule.family}`)
  if (rule.in !== undefined) words.push(`iifname "${rule.in}"`)
  if (rule.out !== undefined) words.push(`oifname "${rule.out}"`)
  if (rule.source !== undefined) words.push(`${ipOf(rule)} saddr ${rule.source}`)
  if (rule.destination !== undefined) words.push(`${ipOf(rule)} daddr ${rule.destination}`)
  if (rule.protocol !== undefined && rule.port !== undefined) words.push(`${rule.protocol} dport ${rule.port}`)
  else if (rule.protocol !== undefined) words.push(`meta l4proto ${protocolName(rule.protocol)}`)
  if (rule.state.length > 0) words.push(`ct state ${rule.state.join(',')}`)
  return [...words, 'counter', rule.action].join(' ')
}

/** The chain's declaration within a table block. */
export function nftFilterChainText(chain: FilterChainName, policy: FilterOpChain['policy']): string {
  return `type filter hook ${chain} priority ${FILTER_PRIORITY.name}; policy ${policy};`
}
