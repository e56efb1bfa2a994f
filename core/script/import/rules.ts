import type { FilterChainName } from '../../lab/filter-schema'
import { FILTER_STATES } from '../../lab/filter-words'

/** Packet rules as iptables and nft give them, in one form, before they become the rules of a lab. */

export interface RuleMatch {
  source?: string
  destination?: string
  /** Destinations that the rule leaves alone. */
  except: string[]
  in?: string
  out?: string
  protocol?: string
  port?: string
  /** Names of conntrack's states in the order of `FILTER_STATES`, with commas. */
  state?: string
}

export type RuleTarget =
  | { kind: 'masquerade' }
  | { kind: 'snat'; to: string }
  | { kind: 'dnat'; to: string }
  | { kind: 'return' }
  | { kind: 'accept' }
  | { kind: 'drop' }
  | { kind: 'reject' }
  | { kind: 'jump'; chain: string }

export interface ChainRule {
  /** The order in which rules were written, across all chains. */
  order: number
  line: number
  family: 4 | 6 | 'any'
  match: RuleMatch
  target: RuleTarget
}

export interface Chain {
  rules: ChainRule[]
  /** The hook of a base chain, of NAT or of the filter. */
  hook?: 'prerouting' | 'postrouting' | FilterChainName
  policy?: { drop: boolean; line: number }
  /** Of type filter: its rules are no NAT. */
  filter?: true
  /** How many of its rules could not be read. */
  beyond?: number
}

/** The chains of a namespace, by tool, family, table and name. */
export type RuleTables = Map<string, Chain>

/** Equal for rules that do the same. */
export function ruleKey({ family, match, target }: ChainRule): string {
  return JSON.stringify([family, Object.entries(match).sort(), target])
}

/** An inserted rule comes before what it was put in front of, across chains too. */
export function insertRule(chain: Chain, at: number, rule: ChainRule): void {
  const next = chain.rules[at]
  if (next) rule.order = next.order - 0.5 ** (chain.rules.length + 1)
  chain.rules.splice(at, 0, rule)
}

/** States in canonical form, from whichever case and order; undefined when one is none that a lab knows. */
export function stateNames(text: string): string | undefined {
  const named = new Set(text.toLowerCase().split(','))
  const known = FILTER_STATES.filter((state) => named.has(state))
  return known.length === named.size ? known.join(',') : undefined
}

const FIELDS = ['source', 'destination', 'in', 'out', 'protocol', 'port', 'state'] as const

/** A rule reached through a jump matches what both match; undefined where that cannot be said in one rule. */
export function bothMatch(a: RuleMatch, b: RuleMatch): RuleMatch | undefined {
  for (const field of FIELDS) if (a[field] !== undefined && b[field] !== undefined && a[field] !== b[field]) return undefined
  return { ...a, ...b, except: [...a.except, ...b.except] }
}
