/** Packet rules as iptables and nft give them, in one form, before they become the NAT rules of a lab. */

export interface RuleMatch {
  source?: string
  destination?: string
  /** Destinations that the rule leaves alone. */
  except: string[]
  in?: string
  out?: string
  protocol?: string
  port?: string
}

export type RuleTarget =
  | { kind: 'masquerade' }
  | { kind: 'snat'; to: string }
  | { kind: 'dnat'; to: string }
  | { kind: 'return' }
  | { kind: 'accept' }
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
  /** The hook of a base chain of NAT. */
  hook?: 'prerouting' | 'postrouting'
  /** It hangs on a filter hook: its rules are no NAT. */
  filter?: true
}

/** The chains of a namespace, by tool, table and name. */
export type NatTables = Map<string, Chain>

/** Equal for rules that do the same. */
export function ruleKey({ family, match, target }: ChainRule): string {
  return JSON.stringify([family, Object.entries(match).sort(), target])
}
