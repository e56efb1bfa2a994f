import type { Filter, FilterChainName } from '../lab/filter-schema'
import { FILTER_CHAINS } from '../lab/filter-words'
import { LIMITS } from '../lab/limits'
import { filterRules } from '../script/import/filter-rules'
import type { Netns } from '../script/import/machine'
import type { Chain } from '../script/import/rules'

/** The packet filter of a namespace, as far as a lab can hold it. */
export interface DrawnFilter {
  filter: Filter
  /** Rules and policies of the hooks that are not drawn. */
  others: number
}

/**
 * Draws each hook whole or not at all: a chain with a rule less would let through, or block, what the real one does not. `taken`: hooks
 * that the lab's own table filters already; two filters in a row are more than one chain can say.
 */
export function foreignFilter(netns: Netns, hasIpv6: boolean, taken: ReadonlySet<string>): DrawnFilter {
  const filter: Filter = {}
  let others = 0
  for (const hook of FILTER_CHAINS) {
    const bases = [...netns.chains].filter(([, chain]) => chain.filter && chain.hook === hook && !isIdle(chain))
    if (bases.length === 0) continue
    const reached = reachedFrom(netns, bases)
    const drawn =
      taken.has(hook) || !isOne(bases, hasIpv6) || reached.some(({ beyond }) => beyond) ? undefined : read(netns, hook, hasIpv6)
    if (drawn) filter[hook] = drawn
    else others += reached.reduce((sum, { rules, beyond = 0, policy }) => sum + rules.length + beyond + (policy?.drop ? 1 : 0), 0)
  }
  return { filter, others }
}

function isIdle({ rules, beyond, policy }: Chain): boolean {
  return rules.length === 0 && !beyond && !policy?.drop
}

/** Whether base chains are one filter: a single one, or iptables' two, of which each has its family. */
function isOne(bases: readonly (readonly [string, Chain])[], hasIpv6: boolean): boolean {
  const keys = bases.map(([key]) => key)
  if (keys.length > 1 && !keys.every((key) => key.startsWith('iptables '))) return false
  // A policy of one family alone says nothing about the other; a lab's is for both.
  const dropping = bases.filter(([, { policy }]) => policy?.drop).length
  const forBoth = keys.length === 2 || /^nft inet /.test(keys[0] ?? '')
  return dropping === 0 || !hasIpv6 || (forBoth && dropping === bases.length)
}

/** The chains that packets come to from these, themselves included. */
function reachedFrom(netns: Netns, bases: readonly (readonly [string, Chain])[]): Chain[] {
  const found = new Set<Chain>()
  const visit = (chain: Chain | undefined) => {
    if (!chain || found.has(chain)) return
    found.add(chain)
    for (const { target } of chain.rules) if (target.kind === 'jump') visit(netns.chains.get(target.chain))
  }
  for (const [, chain] of bases) visit(chain)
  return [...found]
}

/** The hook as a lab's chain; undefined where a part of it cannot be said. */
function read(netns: Netns, hook: FilterChainName, hasIpv6: boolean): Filter[FilterChainName] {
  const chains = new Map([...netns.chains].filter(([, chain]) => !chain.hook || (chain.filter && chain.hook === hook)))
  let whole = true
  const { filter } = filterRules({ ...netns, chains }, hasIpv6, (_line, severity) => {
    whole &&= severity === 'info'
  })
  return whole && (filter[hook]?.rules?.length ?? 0) <= LIMITS.filterRules ? filter[hook] : undefined
}
