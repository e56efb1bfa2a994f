import type { Filter } from './filter-schema'
import { FILTER_CHAINS } from './filter-words'

/** A packet filter without the rules that name an interface for which `has` is false; undefined when nothing is left of it. */
export function withoutLooseRules(filter: Filter | undefined, has: (name: string) => boolean): Filter | undefined {
  const known = (name: string | undefined) => name === undefined || name === 'lo' || has(name)
  const chains = FILTER_CHAINS.flatMap((name) => {
    const { rules, ...rest } = filter?.[name] ?? {}
    const left = rules?.filter((rule) => known(rule.in) && known(rule.out))
    const chain = { ...rest, ...(left?.length ? { rules: left } : {}) }
    return Object.keys(chain).length > 0 ? [[name, chain] as const] : []
  })
  return chains.length > 0 ? Object.fromEntries(chains) : undefined
}
