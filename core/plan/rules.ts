import { equalData } from '../state/equal'
import type { NatState } from '../state/state'
import { filterLines } from './filter'
import { natLines } from './nat'
import type { FilterOpChain, NatOpRule } from './ops'

/** What our table in one namespace is to hold: address translation and the packet filter go in one transaction. */
export interface Ruleset {
  nat: readonly NatOpRule[]
  filter: readonly FilterOpChain[]
}

/** A rule set as it compares with the kernel's: `CHAIN KEY`, in order within each chain. */
export function ruleLines({ nat, filter }: Ruleset): string[] {
  return [...natLines(nat), ...filterLines(filter)]
}

/** Our table as observed, in the same form. */
export function stateLines({ policies, rules }: NatState): string[] {
  const dropping = Object.entries(policies ?? {}).filter(([, policy]) => policy === 'drop')
  return [...dropping.map(([chain]) => `${chain} policy drop`), ...rules.map(({ chain, key }) => `${chain} ${key}`)]
}

function byChain(lines: readonly string[]): Record<string, string[]> {
  const chains: Record<string, string[]> = {}
  for (const line of lines) {
    const chain = line.slice(0, line.indexOf(' '))
    chains[chain] ??= []
    chains[chain].push(line)
  }
  return chains
}

/** Whether two rule sets do the same: equal within each chain. */
export function sameRules(a: readonly string[], b: readonly string[]): boolean {
  return equalData(byChain(a), byChain(b))
}

/** Whether a line is one of the packet filter. */
export function isFilterLine(line: string): boolean {
  return /^(input|forward|output) /.test(line)
}
