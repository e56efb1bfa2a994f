import { type NatChain, natChain } from '../plan/nat'
import type { NatOpRule, Op } from '../plan/ops'
import { natTable } from '../state/owner'
import { filterJson } from './nft-filter'

type RulesOp = Extract<Op, { op: 'rules-set' | 'rules-delete' }>

/** The hooks' standard priorities, as `nft` names them (nft(8): dstnat -100, srcnat 100). */
export const NAT_PRIORITY: Record<NatChain, { name: string; value: number }> = {
  prerouting: { name: 'dstnat', value: -100 },
  postrouting: { name: 'srcnat', value: 100 },
}
export const NAT_CHAINS: readonly NatChain[] = ['prerouting', 'postrouting']

const ipOf = (family: 4 | 6) => (family === 4 ? 'ip' : 'ip6')

/** Whether the rule's family must be matched on its own, because no address in it does so. */
export function needsFamilyMatch(rule: NatOpRule): rule is NatOpRule & { family: 4 | 6 } {
  return rule.type === 'masquerade' && rule.family !== 'any' && rule.source === undefined && rule.except.length === 0
}

function network(text: string): unknown {
  const [addr, len] = text.split('/')
  return len === undefined ? text : { prefix: { addr, len: Number(len) } }
}

function match(left: object, right: unknown, op = '=='): object {
  return { match: { op, left, right } }
}

function expressions(rule: NatOpRule): object[] {
  const family = rule.family === 'any' ? 4 : rule.family
  const payload = (field: string) => ({ payload: { protocol: ipOf(family), field } })
  const list: object[] = []
  if (needsFamilyMatch(rule)) list.push(match({ meta: { key: 'nfproto' } }, `ipv${rule.family}`))
  if (rule.type === 'dnat') {
    if (rule.in !== undefined) list.push(match({ meta: { key: 'iifname' } }, rule.in))
    if (rule.destination !== undefined) list.push(match(payload('daddr'), network(rule.destination)))
    list.push(match({ payload: { protocol: rule.protocol, field: 'dport' } }, rule.port))
    const to = { family: ipOf(family), addr: rule.to, ...(rule.toPort !== undefined && { port: rule.toPort }) }
    return [...list, { counter: null }, { dnat: to }]
  }
  if (rule.source !== undefined) list.push(match(payload('saddr'), network(rule.source)))
  for (const except of rule.except) list.push(match(payload('daddr'), network(except), '!='))
  if (rule.out !== undefined) list.push(match({ meta: { key: 'oifname' } }, rule.out))
  list.push({ counter: null })
  list.push(rule.type === 'masquerade' ? { masquerade: null } : { snat: { family: ipOf(family), addr: rule.to } })
  return list
}

/**
 * What `nft -j -f -` reads to carry out the operation in the namespace that it runs in, as one transaction: our own table is replaced
 * or removed, nobody else's is touched (`add table` first, so that `delete table` never fails).
 */
export function nftJson(op: RulesOp): { nftables: object[] } {
  const table = { family: 'inet', name: natTable(op.lab) }
  const commands: object[] = [{ add: { table } }, { delete: { table } }]
  if (op.op === 'rules-set') {
    commands.push({ add: { table } })
    for (const name of op.rules.length > 0 ? NAT_CHAINS : []) {
      const chain = {
        family: 'inet',
        table: table.name,
        name,
        type: 'nat',
        hook: name,
        prio: NAT_PRIORITY[name].value,
        policy: 'accept',
      }
      commands.push({ add: { chain } })
    }
    for (const rule of op.rules) {
      commands.push({ add: { rule: { family: 'inet', table: table.name, chain: natChain(rule), expr: expressions(rule) } } })
    }
    commands.push(...filterJson(table.name, op.filter ?? []))
  }
  return { nftables: commands }
}

/** A rule in the nft language, without `add rule` and its table. Names of interfaces are quoted as nft needs it. */
export function nftRuleText(rule: NatOpRule): string {
  const family = rule.family === 'any' ? 4 : rule.family
  const ip = ipOf(family)
  const words: string[] = []
  if (needsFamilyMatch(rule)) words.push(`meta nfproto ipv${rule.family}`)
  if (rule.type === 'dnat') {
    if (rule.in !== undefined) words.push(`iifname "${rule.in}"`)
    if (rule.destination !== undefined) words.push(`${ip} daddr ${rule.destination}`)
    const target = rule.toPort === undefined ? rule.to : `${family === 6 ? `[${rule.to}]` : rule.to}:${rule.toPort}`
    return [...words, `${rule.protocol} dport ${rule.port}`, 'counter', `dnat ${ip} to ${target}`].join(' ')
  }
  if (rule.source !== undefined) words.push(`${ip} saddr ${rule.source}`)
  for (const except of rule.except) words.push(`${ip} daddr != ${except}`)
  if (rule.out !== undefined) words.push(`oifname "${rule.out}"`)
  return [...words, 'counter', rule.type === 'masquerade' ? 'masquerade' : `snat ${ip} to ${rule.to}`].join(' ')
}

/** The chain's declaration within a table block. */
export function nftChainText(chain: NatChain): string {
  return `type nat hook ${chain} priority ${NAT_PRIORITY[chain].name}; policy accept;`
}
