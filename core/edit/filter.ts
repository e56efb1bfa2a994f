import type { Filter, FilterChain, FilterChainName } from '../lab/filter-schema'
import { FILTER_CHAINS } from '../lab/filter-words'
import type { Lab } from '../lab/schema'
import { Edit, missing, type Refused } from './build'
import type { Command } from './change'

/** A chain as a lab holds it; undefined for one that says no more than its absence would. */
function settledChain({ policy = 'accept', rules = [] }: FilterChain): FilterChain | undefined {
  if (policy === 'accept' && rules.length === 0) return undefined
  return { ...(policy === 'drop' && { policy }), ...(rules.length > 0 && { rules }) }
}

/** Replaces the packet filter of a node; chains that do nothing are not written. */
export function setFilter(lab: Lab, node: string, filter: Filter): Command | Refused {
  const found = lab.nodes[node]
  if (!found || found.kind === 'bridge') return missing(node)
  const written = FILTER_CHAINS.flatMap((name) => {
    const chain = filter[name] && settledChain(filter[name])
    return chain ? [[name, chain] as const] : []
  })
  return new Edit(lab)
    .set(['nodes', node, 'filter'], written.length > 0 ? Object.fromEntries(written) : undefined)
    .command('set-filter')
}

/** Replaces one chain of a node's packet filter, and leaves the others to whoever edits them. */
export function setFilterChain(lab: Lab, node: string, name: FilterChainName, chain: FilterChain): Command | Refused {
  const found = lab.nodes[node]
  if (!found || found.kind === 'bridge') return missing(node)
  const after = settledChain(chain)
  const others = FILTER_CHAINS.some((other) => other !== name && found.filter?.[other])
  if (!after && !others) return setFilter(lab, node, {})
  return new Edit(lab).set(['nodes', node, 'filter', name], after).command('set-filter')
}
