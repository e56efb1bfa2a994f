import type { FilterChainName } from '../lab/filter-schema'
import { filterNeedsFamily } from '../plan/filter'
import type { FilterOpChain, FilterOpRule } from '../plan/ops'
import type { IptablesRule } from './iptables'
import { shellWord } from './shell'

/** The packet filter in iptables' words: the builtin chains of the filter table, as a person would write it. */

export const FILTER_PROGRAMS: readonly IptablesRule['program'][] = ['iptables', 'ip6tables']

/** The builtin chain of a hook. */
export function builtinChain(chain: FilterChainName): string {
  return chain.toUpperCase()
}

const TARGETS: Record<FilterOpRule['action'], string> = { accept: 'ACCEPT', drop: 'DROP', reject: 'REJECT' }

function words(rule: FilterOpRule): string {
  const list: string[] = []
  if (rule.in !== undefined) list.push('-i', shellWord(rule.in))
  if (rule.out !== undefined) list.push('-o', shellWord(rule.out))
  // The program says the family; the network of all its addresses says it to the reader too, and to an import.
  const everywhere = filterNeedsFamily(rule) ? (rule.family === 4 ? '0.0.0.0/0' : '::/0') : undefined
  const source = rule.source ?? everywhere
  if (source !== undefined) list.push('-s', source)
  if (rule.destination !== undefined) list.push('-d', rule.destination)
  if (rule.protocol !== undefined) list.push('-p', rule.protocol)
  if (rule.port !== undefined) list.push('--dport', String(rule.port))
  if (rule.state.length > 0) list.push('-m', 'conntrack', '--ctstate', rule.state.map((state) => state.toUpperCase()).join(','))
  return [...list, '-j', TARGETS[rule.action]].join(' ')
}

/** A rule for the program of each family that it is about. */
export function iptablesFilterRules(chain: FilterChainName, rule: FilterOpRule): IptablesRule[] {
  return FILTER_PROGRAMS.filter((program) => rule.family === 'any' || (rule.family === 4) === (program === 'iptables')).map(
    (program) => ({ program, chain: builtinChain(chain), words: words(rule) }),
  )
}

/** The programs that a filter takes. */
export function filterPrograms(chains: readonly FilterOpChain[]): Set<IptablesRule['program']> {
  return new Set(
    chains.flatMap(({ chain, policy, rules }) =>
      policy === 'drop'
        ? FILTER_PROGRAMS
        : rules.flatMap((rule) => iptablesFilterRules(chain, rule).map(({ program }) => program)),
    ),
  )
}
