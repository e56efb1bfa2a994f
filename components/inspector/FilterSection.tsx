'use client'

import { ArrowDown, ArrowUp, ChevronRight, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { setFilterChain } from '../../core/edit/filter'
import type { Filter, FilterChain, FilterChainName, FilterRule } from '../../core/lab/filter-schema'
import { FILTER_CHAINS } from '../../core/lab/filter-words'
import { filterOpRule, filterRuleKey } from '../../core/plan/filter'
import { filterText } from '../canvas/model/filter'
import { useText } from '../i18n/text'
import { useDiagnostics } from '../state/derived'
import { IconButton } from '../ui/Button'
import { classes } from '../ui/classes'
import { AddButton } from './AddButton'
import { edit, type Refused } from './edit'
import { FilterFields } from './FilterFields'
import { Problems, SeverityMark } from './fields/Problems'
import { SelectField } from './fields/SelectField'
import { type RuleCounters, useRuleCounters } from './kernel/counters'
import { problemsAt, unclaimed } from './problems'
import { Section } from './Section'

const RULE_FIELDS = ['action', 'protocol', 'port', 'in', 'out', 'source', 'destination', 'state']

/** The packet filter of a namespace or the host: its three chains, each with its rules and what becomes of the rest. */
export function FilterSection({ name, filter }: { name: string; filter: Filter | undefined }) {
  const t = useText().filter
  const counters = useRuleCounters(name)
  return (
    <Section title={t.title}>
      {FILTER_CHAINS.map((chain) => (
        <Chain key={chain} node={name} name={chain} chain={filter?.[chain] ?? {}} counters={counters} />
      ))}
    </Section>
  )
}

interface ChainProps {
  node: string
  name: FilterChainName
  chain: FilterChain
  counters: RuleCounters
}

function Chain({ node, name, chain, counters }: ChainProps) {
  const t = useText().filter
  const problems = useDiagnostics()
  const [open, setOpen] = useState<number | null>(null)
  const path = ['nodes', node, 'filter', name]
  const { policy = 'accept', rules = [] } = chain
  const put = (next: FilterChain): Refused | null => edit((lab) => setFilterChain(lab, node, name, next))
  const setRules = (next: readonly FilterRule[]): Refused | null => put({ policy, rules: [...next] })
  const move = (from: number, to: number) => {
    const next = [...rules]
    const [rule] = next.splice(from, 1)
    if (!rule) return
    next.splice(to, 0, rule)
    setRules(next)
    setOpen(open === from ? to : null)
  }
  return (
    <fieldset aria-label={name} className="min-w-0 rounded-md border border-line bg-surface">
      <div className="flex min-w-0 items-baseline gap-2 px-2 pt-1.5">
        <span className="font-mono text-ink text-sm">{name}</span>
        <span className="min-w-0 truncate text-2xs text-ink-3">{t.chains[name]}</span>
      </div>
      <Problems
        className="px-2 pt-1"
        problems={unclaimed(problemsAt(problems, path), [
          [...path, 'policy'],
          [...path, 'rules'],
        ])}
      />
      {rules.length > 0 && (
        <ol className="mt-1 border-line border-t">
          {rules.map((rule, index) => (
            <Rule
              // A rule has no identity but its place in the list.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above.
              key={index}
              node={node}
              chain={name}
              index={index}
              rule={rule}
              last={index === rules.length - 1}
              hits={hitsOf(counters, name, rule)}
              open={open === index}
              onOpen={() => setOpen(open === index ? null : index)}
              onChange={(next) => setRules(rules.map((old, at) => (at === index ? next : old)))}
              onMove={(to) => move(index, to)}
              onRemove={() => {
                setOpen(null)
                setRules(rules.filter((_, at) => at !== index))
              }}
            />
          ))}
        </ol>
      )}
      <div className="flex items-center justify-between gap-2 px-2 py-1.5">
        <AddButton
          icon={<Plus size={12} />}
          label={t.addRuleTo(name)}
          onClick={() => {
            if (!setRules([...rules, { action: policy === 'drop' ? 'accept' : 'drop' }])) setOpen(rules.length)
          }}
        >
          {t.addRule}
        </AddButton>
        <div className="flex items-center gap-1.5 text-2xs text-ink-2">
          <span aria-hidden="true">{t.otherwise}</span>
          <div className={classes('w-24', policy === 'drop' && '[&_select]:text-bad')}>
            <SelectField
              label={t.policy(name)}
              labelHidden
              stacked
              value={policy}
              options={(['accept', 'drop'] as const).map((value) => ({ value, label: t.policies[value] }))}
              onCommit={(value) => put({ policy: value === 'drop' ? 'drop' : 'accept', rules })}
            />
          </div>
        </div>
      </div>
      <Problems className="px-2 pb-2" problems={problemsAt(problems, [...path, 'policy'])} />
    </fieldset>
  )
}

function hitsOf(counters: RuleCounters, chain: FilterChainName, rule: FilterRule): number | undefined {
  const op = filterOpRule(rule)
  const exact = op && counters.get(`${chain} ${filterRuleKey(op)}`)
  return exact?.packets
}

interface RuleProps {
  node: string
  chain: FilterChainName
  index: number
  rule: FilterRule
  last: boolean
  hits: number | undefined
  open: boolean
  onOpen(): void
  onChange(rule: FilterRule): Refused | null
  onMove(to: number): void
  onRemove(): void
}

const COLOURS: Record<FilterRule['action'], string> = { accept: 'text-ok', drop: 'text-bad', reject: 'text-warn' }

function Rule({ node, chain, index, rule, last, hits, open, onOpen, onChange, onMove, onRemove }: RuleProps) {
  const t = useText().filter
  const problems = useDiagnostics()
  const path = ['nodes', node, 'filter', chain, 'rules', index]
  const own = problemsAt(problems, path)
  const worst = own.find(({ severity }) => severity === 'error') ?? own[0]
  const number = index + 1
  return (
    <li className="border-line border-b last:border-b-0">
      <div className="flex items-center pr-0.5">
        <button
          type="button"
          aria-expanded={open}
          aria-label={t.rule(chain, number)}
          onClick={onOpen}
          className="flex min-w-0 grow items-center gap-1.5 px-2 py-1 text-left hover:bg-hovered"
        >
          <ChevronRight size={12} aria-hidden="true" className={classes('shrink-0 text-ink-3', open && 'rotate-90')} />
          <span className="min-w-0 grow">
            <span className="flex items-center gap-1.5 text-2xs">
              <span className={classes('font-mono', COLOURS[rule.action])}>{rule.action}</span>
              {hits !== undefined && <span className="tnum text-ink-3">{t.hits(hits.toLocaleString('en'))}</span>}
              {worst && <SeverityMark severity={worst.severity} />}
            </span>
            <span className="block break-words font-mono text-2xs text-ink">{filterText(rule) || t.everything}</span>
          </span>
        </button>
        <IconButton label={t.up(number)} side="left" disabled={index === 0} onClick={() => onMove(index - 1)} className="size-6!">
          <ArrowUp size={12} />
        </IconButton>
        <IconButton label={t.down(number)} side="left" disabled={last} onClick={() => onMove(index + 1)} className="size-6!">
          <ArrowDown size={12} />
        </IconButton>
        <IconButton label={t.remove(number)} side="left" onClick={onRemove} className="size-6!">
          <X size={12} />
        </IconButton>
      </div>
      {open && <FilterFields node={node} chain={chain} rule={rule} path={path} onChange={onChange} />}
      <Problems
        className="px-2 pb-1.5"
        problems={
          open
            ? unclaimed(
                own,
                RULE_FIELDS.map((field) => [...path, field]),
              )
            : own
        }
      />
    </li>
  )
}
