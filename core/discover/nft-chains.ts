import { FILTER_CHAINS } from '../lab/filter-words'
import { addressOf, addressText, cidrOf } from '../net/address'
import { natNetworkText } from '../plan/nat'
import { type Chain, type RuleMatch, type RuleTables, type RuleTarget, stateNames } from '../script/import/rules'
import { isOwnTable } from '../state/nft'

/** `nft -j list ruleset` (libnftables-json(5)) as the chains that an imported script is read into: what others wrote, not our tables. */

type Json = Record<string, unknown>

/** What of a rule set is no NAT that a lab could hold. */
export interface NftRest {
  /** Rules that filter, mark, route …, and policies that drop. */
  filters: number
  /** NAT rules in words, with conditions or targets that a lab does not have. */
  beyond: string[]
  /** `family table` where nft only shows that iptables wrote an extension: its own tool knows more. */
  xtables: Set<string>
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function networkText(value: unknown): string | undefined {
  if (typeof value === 'string') {
    const address = addressOf(value)
    return address && addressText(address)
  }
  const { addr, len } = record(record(value).prefix)
  const cidr = typeof addr === 'string' && typeof len === 'number' ? cidrOf(`${addr}/${len}`) : undefined
  return cidr && natNetworkText(cidr)
}

/** One network, or those of an anonymous set. */
function networks(value: unknown): string[] | undefined {
  const values = Array.isArray(record(value).set) ? list(record(value).set) : [value]
  const texts = values.map(networkText)
  return texts.every((text) => text !== undefined) ? texts : undefined
}

/** A rule as far as it was read. */
interface Draft {
  family: 4 | 6 | 'any'
  match: RuleMatch
  target?: RuleTarget
  /** Of a filter, which has verdicts and matches that NAT has not. */
  filter: boolean
  /** Of a rule in a base chain. */
  hook?: Chain['hook']
}

function readMeta(draft: Draft, key: unknown, right: unknown): boolean {
  const { match } = draft
  if (typeof right !== 'string') return false
  if (key === 'nfproto') draft.family = right === 'ipv6' ? 6 : 4
  else if (key === 'iifname' || key === 'iif') match.in = right
  else if (key === 'oifname' || key === 'oif') match.out = right
  else if (key === 'l4proto') match.protocol = right
  else return false
  return true
}

function readPayload(draft: Draft, { protocol, field }: Json, op: unknown, right: unknown): boolean {
  const { match } = draft
  if ((protocol === 'tcp' || protocol === 'udp') && field === 'dport' && op === '==' && typeof right === 'number') {
    match.protocol = protocol
    match.port = String(right)
    return true
  }
  if (protocol !== 'ip' && protocol !== 'ip6') return false
  draft.family = protocol === 'ip' ? 4 : 6
  if (field === 'protocol' && op === '==' && typeof right === 'string') {
    match.protocol = right
    return true
  }
  const texts = networks(right)
  if (!texts) return false
  if (field === 'daddr' && op === '!=') match.except.push(...texts)
  else if (op !== '==' || texts.length !== 1) return false
  else if (field === 'saddr') match.source = texts[0]
  else if (field === 'daddr') match.destination = texts[0]
  else return false
  return true
}

/** `ct state`: one, several in a set, or several as flags. */
function readState({ match }: Draft, key: unknown, op: unknown, right: unknown): boolean {
  if (key !== 'state' || (op !== 'in' && op !== '==')) return false
  const { set } = record(right)
  const names = list(set ?? (Array.isArray(right) ? right : [right]))
  match.state = names.every((name) => typeof name === 'string') ? stateNames(names.join(',')) : undefined
  return match.state !== undefined
}

/**
 * `fib daddr type local`: a packet for the machine itself. That is what port forwarding means anyway, and all that an input chain sees; in
 * another filter it would be a condition that a lab has not.
 */
function isForTheMachine({ filter, hook }: Draft, { result, flags }: Json): boolean {
  const only = list(Array.isArray(flags) ? flags : [flags])
  return result === 'type' && only.length === 1 && only[0] === 'daddr' && (filter ? hook === 'input' : hook !== 'postrouting')
}

function readMatch(draft: Draft, { op, left, right }: Json): boolean {
  const { meta, payload, fib, ct } = record(left)
  if (ct !== undefined) return draft.filter && readState(draft, record(ct).key, op, right)
  if (meta !== undefined) return op === '==' && readMeta(draft, record(meta).key, right)
  if (payload !== undefined) return readPayload(draft, record(payload), op, right)
  return fib !== undefined && op === '==' && right === 'local' && isForTheMachine(draft, record(fib))
}

function translation(draft: Draft, kind: 'snat' | 'dnat', body: Json): RuleTarget | undefined {
  const { addr, port, family } = body
  const address = typeof addr === 'string' ? addressOf(addr) : undefined
  if (!address || (port !== undefined && (typeof port !== 'number' || kind === 'snat'))) return undefined
  if (family === 'ip' || family === 'ip6') draft.family = family === 'ip' ? 4 : 6
  const text = addressText(address)
  return { kind, to: port === undefined ? text : address.family === 6 ? `[${text}]:${port}` : `${text}:${port}` }
}

/** One statement; false for what a lab's NAT does not have. */
function readStatement(draft: Draft, table: string, name: string, body: unknown): boolean {
  switch (name) {
    case 'counter':
    case 'comment':
      return true
    case 'match':
      return readMatch(draft, record(body))
    case 'masquerade':
      draft.target = { kind: 'masquerade' }
      return record(body).port === undefined
    case 'snat':
    case 'dnat':
      draft.target = translation(draft, name, record(body))
      return draft.target !== undefined
    case 'return':
    case 'accept':
      draft.target = { kind: name }
      return true
    case 'drop':
      draft.target = { kind: name }
      return draft.filter
    case 'reject':
      draft.target = { kind: name }
      return draft.filter
    case 'jump':
    case 'goto':
      draft.target = { kind: 'jump', chain: `${table} ${record(body).target}` }
      return true
    default:
      return false
  }
}

function sideText(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(sideText).join(', ')
  const [name, body] = Object.entries(record(value))[0] ?? ['']
  if (name === 'meta') return String(record(body).key)
  if (name === 'payload') return `${record(body).protocol} ${record(body).field}`
  if (name === 'ct') return `ct ${record(body).key}`
  if (name === 'prefix') return `${record(body).addr}/${record(body).len}`
  if (name === 'set') return `{ ${sideText(body)} }`
  if (name === 'range') return list(body).map(sideText).join('-')
  return name
}

/** A rule in words near to nft's own, for a reader to find it by. */
function ruleText(chain: string, expressions: readonly unknown[]): string {
  const words = expressions.flatMap((expression) => {
    const [name, body] = Object.entries(record(expression))[0] ?? ['']
    if (name === 'counter') return []
    if (name !== 'match') return [name, ...(name === 'jump' ? [String(record(body).target)] : [])]
    const { op, left, right } = record(body)
    return [`${sideText(left)} ${op === '==' || op === 'in' ? '' : `${op} `}${sideText(right)}`]
  })
  return `${chain}: ${words.join(' ')}`
}

const FILTER_HOOKS = new Set<unknown>(FILTER_CHAINS)
const HOOKS: Readonly<Record<string, Chain['hook']>> = { prerouting: 'prerouting', postrouting: 'postrouting' }

/** Whether some rule of a table has an extension of iptables, by `family table`. */
function xtablesOf(entries: readonly unknown[]): Set<string> {
  const found = new Set<string>()
  for (const entry of entries) {
    const { family, table, expr } = record(record(entry).rule)
    if (list(expr).some((expression) => 'xt' in record(expression))) found.add(`${family} ${table}`)
  }
  return found
}

/** The chains that packets come to from the hooks of NAT, or of the filter, of this namespace. */
function chainsFrom(chains: RuleTables, jumps: ReadonlyMap<string, readonly string[]>, filter: boolean): Set<string> {
  const reached = new Set<string>()
  const visit = (key: string) => {
    if (reached.has(key)) return
    reached.add(key)
    for (const next of jumps.get(key) ?? []) visit(next)
  }
  for (const [key, chain] of chains) if (chain.hook && (chain.filter ?? false) === filter) visit(key)
  return reached
}

/** Where a rule's verdict leads, if to another chain. */
function jumpOf(table: string, expressions: readonly unknown[]): string | undefined {
  for (const expression of expressions) {
    const { jump, goto } = record(expression)
    const { target } = record(jump ?? goto)
    if (target !== undefined) return `${table} ${target}`
  }
  return undefined
}

/** Reads the array of a JSON listing into `chains`; `nextOrder` numbers the rules. What it does not know is told, never guessed. */
export function readNftChains(entries: readonly unknown[], chains: RuleTables, nextOrder: () => number): NftRest {
  const rest: NftRest = { filters: 0, beyond: [], xtables: xtablesOf(entries) }
  const foreign = ({ family, table }: Json) => !isOwnTable(family, table) && !rest.xtables.has(`${family} ${table}`)
  /** Chains on the NAT hooks of the machine's own packets, which a lab does not have. */
  const local = new Set<string>()
  for (const entry of entries) {
    const chain = record(record(entry).chain)
    if (chain.name === undefined || !foreign(chain)) continue
    const key = `nft ${chain.family} ${chain.table} ${chain.name}`
    const hook = chain.type === 'nat' ? HOOKS[String(chain.hook)] : undefined
    const filters = chain.type === 'filter' && FILTER_HOOKS.has(chain.hook)
    const policy = { drop: chain.policy === 'drop', line: 0 }
    if (filters) chains.set(key, { rules: [], hook: chain.hook as Chain['hook'], filter: true, policy })
    else chains.set(key, { rules: [], ...(hook && { hook }) })
    if (chain.type === 'nat' && !hook) local.add(key)
    if (policy.drop && !filters) rest.filters++
  }
  const rules = entries.map((entry) => record(record(entry).rule)).filter((rule) => rule.chain !== undefined && foreign(rule))
  const jumps = new Map<string, string[]>()
  for (const rule of rules) {
    const table = `nft ${rule.family} ${rule.table}`
    const target = jumpOf(table, list(rule.expr))
    const key = `${table} ${rule.chain}`
    if (target !== undefined) jumps.set(key, [...(jumps.get(key) ?? []), target])
  }
  const nat = chainsFrom(chains, jumps, false)
  const filtering = chainsFrom(chains, jumps, true)
  for (const rule of rules) {
    const key = `nft ${rule.family} ${rule.table} ${rule.chain}`
    if (nat.has(key)) readRule(rule, key, chains, nextOrder, (text) => rest.beyond.push(text))
    else if (filtering.has(key)) readRule(rule, key, chains, nextOrder, () => countBeyond(chains.get(key)), true)
    else if (local.has(key)) rest.beyond.push(ruleText(`${rule.family} ${rule.table} ${rule.chain}`, list(rule.expr)))
    else rest.filters++
  }
  return rest
}

function countBeyond(chain: Chain | undefined): void {
  if (chain) chain.beyond = (chain.beyond ?? 0) + 1
}

function readRule(
  rule: Json,
  key: string,
  chains: RuleTables,
  nextOrder: () => number,
  beyond: (text: string) => void,
  filter = false,
): void {
  const expressions = list(rule.expr)
  const hook = chains.get(key)?.hook
  const families = rule.family === 'ip' ? 4 : rule.family === 'ip6' ? 6 : 'any'
  const draft: Draft = { family: families, match: { except: [] }, filter, ...(hook && { hook }) }
  const known = expressions.every((expression) => {
    const [name = '', body] = Object.entries(record(expression))[0] ?? []
    return readStatement(draft, `nft ${rule.family} ${rule.table}`, name, body)
  })
  const { family, match, target } = draft
  // A rule that only counts changes nothing.
  if (known && target) chains.get(key)?.rules.push({ order: nextOrder(), line: 0, family, match, target })
  else if (!known) beyond(ruleText(`${rule.family} ${rule.table} ${rule.chain}`, expressions))
}
