import { FILTER_CHAINS } from '../lab/filter-words'
import { type NatChain, natRuleKey } from '../plan/nat'
import type { NatOpRule } from '../plan/ops'
import { readFilterRule } from './nft-filter'
import { hitsOf, isObject, type Json, NO_HITS, networkText, type RuleCounter, record, statements, wordOf } from './nft-json'
import type { NatState } from './state'

/** What `readNftRuleset` makes of one namespace's rules. */
export interface NftReading {
  /** Our own tables, by their name `netloom-LAB`, in the order of the labs' names. */
  nat: NatState[]
  /** `family table` of all other tables, sorted. */
  foreignTables: string[]
  /** Hit counters of our rules, in the order of `nat` and of the rules within. */
  counters: RuleCounter[]
}

const OURS = /^netloom-([a-z0-9][a-z0-9-]{0,39})$/
const CHAINS: readonly NatState['rules'][number]['chain'][] = ['prerouting', 'postrouting', ...FILTER_CHAINS]

/** Whether a table is one of ours. */
export function isOwnTable(family: unknown, name: unknown): boolean {
  return family === 'inet' && OURS.test(wordOf(name))
}

function isNatChain(chain: NatState['rules'][number]['chain']): chain is NatChain {
  return chain === 'prerouting' || chain === 'postrouting'
}

/** What has been read of a rule so far; `unknown` once there was an expression that we never write. */
interface Draft {
  family?: 4 | 6
  source?: string
  destination?: string
  except: string[]
  in?: string
  out?: string
  protocol?: 'tcp' | 'udp'
  port?: number
  counter?: RuleCounter
  unknown?: true
}

function readMatch(draft: Draft, match: Json): boolean {
  const left = record(match.left)
  const meta = record(left.meta).key
  const payload = record(left.payload)
  const { right, op } = match
  if (meta === 'nfproto') {
    draft.family = right === 'ipv6' ? 6 : 4
    return op === '=='
  }
  if ((meta === 'iifname' || meta === 'oifname') && typeof right === 'string') {
    draft[meta === 'iifname' ? 'in' : 'out'] = right
    return op === '=='
  }
  if (payload.field === 'dport' && (payload.protocol === 'tcp' || payload.protocol === 'udp') && typeof right === 'number') {
    draft.protocol = payload.protocol
    draft.port = right
    return op === '=='
  }
  const network = networkText(right)
  if ((payload.protocol !== 'ip' && payload.protocol !== 'ip6') || network === undefined) return false
  draft.family = payload.protocol === 'ip' ? 4 : 6
  if (payload.field === 'saddr' && op === '==') draft.source = network
  else if (payload.field === 'daddr' && op === '==') draft.destination = network
  else if (payload.field === 'daddr' && op === '!=') draft.except.push(network)
  else return false
  return true
}

function familyOf(statement: Json): 4 | 6 | undefined {
  return statement.family === 'ip6' ? 6 : statement.family === 'ip' ? 4 : undefined
}

function finish(draft: Draft, name: string, statement: Json): NatOpRule | undefined {
  const { source, except, out } = draft
  const outwards = { ...(source !== undefined && { source }), except, ...(out !== undefined && { out }) }
  if (name === 'masquerade') return { type: 'masquerade', family: draft.family ?? 'any', ...outwards }
  const family = familyOf(statement) ?? draft.family
  const to = networkText(statement.addr)
  if (family === undefined || to === undefined) return undefined
  if (name === 'snat') return { type: 'snat', family, ...outwards, to }
  if (draft.protocol === undefined || draft.port === undefined) return undefined
  return {
    type: 'dnat',
    family,
    protocol: draft.protocol,
    port: draft.port,
    ...(draft.in !== undefined && { in: draft.in }),
    ...(draft.destination !== undefined && { destination: draft.destination }),
    to,
    ...(typeof statement.port === 'number' && { toPort: statement.port }),
  }
}

/** One rule's key and counter. A rule that we would never write gets a key that equals none of ours. */
function readRule(expressions: unknown): { key: string; counter: RuleCounter } {
  const draft: Draft = { except: [] }
  let rule: NatOpRule | undefined
  for (const [name, body] of statements(expressions)) {
    if (name === 'counter') draft.counter = hitsOf(body)
    else if (name === 'match') {
      if (!readMatch(draft, record(body))) draft.unknown = true
    } else if (name === 'masquerade' || name === 'snat' || name === 'dnat') {
      rule = finish(draft, name, record(body))
    } else draft.unknown = true
  }
  const key = rule && !draft.unknown ? natRuleKey(rule) : `other ${JSON.stringify(expressions)}`
  return { key, counter: draft.counter ?? NO_HITS }
}

/**
 * Reads the output of `nft -j list ruleset` in one namespace. Total: what it does not know is skipped, or becomes a rule that equals
 * none of ours.
 */
export function readNftRuleset(json: unknown): NftReading {
  const tables = new Map<
    string,
    { rules: NatState['rules']; policies: NonNullable<NatState['policies']>; counters: RuleCounter[] }
  >()
  const foreignTables: string[] = []
  const entries = record(json).nftables
  for (const entry of Array.isArray(entries) ? entries : []) {
    const { table, rule, chain } = record(entry)
    if (isObject(table)) {
      const lab = table.family === 'inet' ? OURS.exec(wordOf(table.name))?.[1] : undefined
      if (lab !== undefined) tables.set(lab, { rules: [], policies: {}, counters: [] })
      else foreignTables.push(`${table.family} ${table.name}`)
    } else if (isObject(chain) && chain.family === 'inet') {
      const ours = tables.get(OURS.exec(wordOf(chain.table))?.[1] ?? '')
      const name = FILTER_CHAINS.find((one) => one === chain.name)
      // A chain of that name on another hook, or on none, filters nothing of what we mean.
      if (ours && name && chain.type === 'filter' && chain.hook === name)
        ours.policies[name] = chain.policy === 'drop' ? 'drop' : 'accept'
    } else if (isObject(rule) && rule.family === 'inet') {
      const ours = tables.get(OURS.exec(wordOf(rule.table))?.[1] ?? '')
      const chain = CHAINS.find((name) => name === rule.chain)
      if (!ours || !chain) continue
      const { key, counter } = isNatChain(chain) ? readRule(rule.expr) : readFilterRule(rule.expr)
      ours.rules.push({ chain, key })
      ours.counters.push(counter)
    }
  }
  const labs = [...tables].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    nat: labs.map(([lab, { rules, policies }]) => ({
      lab,
      rules,
      ...(Object.keys(policies).length > 0 && { policies }),
    })),
    foreignTables: foreignTables.sort(),
    counters: labs.flatMap(([, { counters }]) => counters),
  }
}
