import { Shield } from 'lucide-react'
import type { Filter } from '../../../core/lab/filter-schema'
import { FILTER_CHAINS } from '../../../core/lab/filter-words'
import { filterOpChains, filterRuleKey } from '../../../core/plan/filter'
import { useText } from '../../i18n/text'
import { useRuleCounters } from '../../inspector/kernel/counters'

/** The mark of a packet filter: how many rules, red where a policy drops, and how many packets the rules have stopped so far. */
export function FilterChip({ node, filter }: { node: string; filter: Filter }) {
  const t = useText().filter
  const counters = useRuleCounters(node)
  const rules = FILTER_CHAINS.reduce((sum, chain) => sum + (filter[chain]?.rules?.length ?? 0), 0)
  const dropping = FILTER_CHAINS.filter((chain) => filter[chain]?.policy === 'drop')
  if (rules === 0 && dropping.length === 0) return null
  let stopped = 0
  for (const { chain, rules: own } of filterOpChains(filter))
    for (const rule of own) if (rule.action !== 'accept') stopped += counters.get(`${chain} ${filterRuleKey(rule)}`)?.packets ?? 0
  const words = [
    t.chip(rules),
    ...(dropping.length > 0 ? [t.drops(dropping.join(', '))] : []),
    ...(stopped > 0 ? [t.stopped(stopped.toLocaleString('en'))] : []),
  ].join('; ')
  return (
    <span
      className="nl-chip nl-chip-filter"
      data-drop={dropping.length > 0 || undefined}
      title={words}
      role="img"
      aria-label={words}
    >
      <Shield size={11} aria-hidden="true" />
      {rules > 0 && <span>{rules}</span>}
      {stopped > 0 && <span className="nl-chip-stopped">−{stopped.toLocaleString('en')}</span>}
    </span>
  )
}
