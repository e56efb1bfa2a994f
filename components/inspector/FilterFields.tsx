'use client'

import type { FilterChainName, FilterRule } from '../../core/lab/filter-schema'
import { FILTER_ACTIONS, FILTER_PROTOCOLS, FILTER_STATES } from '../../core/lab/filter-words'
import { filterStates } from '../../core/plan/filter'
import { useText } from '../i18n/text'
import { useDiagnostics } from '../state/derived'
import { useLab } from '../state/labStore'
import { classes } from '../ui/classes'
import { devicesOf } from './devices'
import type { Refused } from './edit'
import { Problems } from './fields/Problems'
import { SelectField } from './fields/SelectField'
import { TextField } from './fields/TextField'
import { problemsAt } from './problems'

interface FilterFieldsProps {
  node: string
  chain: FilterChainName
  rule: FilterRule
  path: (string | number)[]
  onChange(rule: FilterRule): Refused | null
}

/** Every field of a filter rule that its chain has a use for; one that is wrong there is shown all the same. */
export function FilterFields({ node, chain, rule, path, onChange }: FilterFieldsProps) {
  const t = useText().filter
  const lab = useLab()
  const problems = useDiagnostics()
  const at = (field: string) => problemsAt(problems, [...path, field])
  const devices = [
    { value: '', label: t.any },
    { value: 'lo', label: 'lo' },
    ...devicesOf(lab, node).map(({ view }) => ({ value: view.name, label: view.name })),
  ]
  const device = (field: 'in' | 'out') => (
    <SelectField
      stacked
      label={t[field]}
      value={rule[field] ?? ''}
      options={devices}
      problems={at(field)}
      onCommit={(value) => onChange(withField(rule, field, value === '' ? undefined : value))}
    />
  )
  const network = (field: 'source' | 'destination') => (
    <TextField
      stacked
      label={t[field]}
      value={rule[field] ?? ''}
      placeholder={t.any}
      problems={at(field)}
      onCommit={(text) => onChange(withField(rule, field, text === '' ? undefined : text))}
    />
  )
  return (
    <div className="space-y-1.5 px-2 pb-2">
      <div className="grid grid-cols-2 gap-x-2 gap-y-1.5">
        <SelectField
          stacked
          label={t.action}
          value={rule.action}
          options={FILTER_ACTIONS.map((value) => ({ value, label: t.actions[value] }))}
          problems={at('action')}
          onCommit={(action) => onChange({ ...rule, action: action as FilterRule['action'] })}
        />
        <SelectField
          stacked
          label={t.protocol}
          value={rule.protocol ?? 'any'}
          options={FILTER_PROTOCOLS.toReversed().map((value) => ({ value, label: value === 'any' ? t.any : value }))}
          problems={at('protocol')}
          onCommit={(value) => onChange(ofProtocol(rule, value as NonNullable<FilterRule['protocol']>))}
        />
        {(chain !== 'output' || rule.in !== undefined) && device('in')}
        {(chain !== 'input' || rule.out !== undefined) && device('out')}
        <TextField
          stacked
          label={t.port}
          value={rule.port === undefined ? '' : String(rule.port)}
          placeholder={t.any}
          inputMode="numeric"
          problems={at('port')}
          onCommit={(text) => {
            if (text === '') return onChange(withField(rule, 'port', undefined))
            // Whoever names a port means TCP, unless they have said otherwise.
            const ported = rule.protocol === undefined || rule.protocol === 'any' ? { ...rule, protocol: 'tcp' as const } : rule
            return /^\d{1,5}$/.test(text) ? onChange({ ...ported, port: Number(text) }) : 'not-a-number'
          }}
        />
      </div>
      <div className="grid grid-cols-2 gap-x-2 gap-y-1.5">
        {network('source')}
        {network('destination')}
      </div>
      <States rule={rule} problems={at('state')} onChange={onChange} />
    </div>
  )
}

/** The states of a connection that a rule matches: none pressed stands for any. */
function States({
  rule,
  problems,
  onChange,
}: Pick<FilterFieldsProps, 'rule' | 'onChange'> & { problems: ReturnType<typeof problemsAt> }) {
  const t = useText().filter
  const chosen = filterStates(rule.state)
  const toggle = (state: (typeof FILTER_STATES)[number]) => {
    const next = FILTER_STATES.filter((one) => (one === state ? !chosen.includes(one) : chosen.includes(one)))
    const [only, ...more] = next
    onChange(withField(rule, 'state', only === undefined ? undefined : more.length === 0 ? only : next))
  }
  return (
    <fieldset>
      <legend className="mb-0.5 text-2xs text-ink-2">{t.state}</legend>
      <div className="flex flex-wrap gap-1">
        {FILTER_STATES.map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={chosen.includes(state)}
            onClick={() => toggle(state)}
            className={classes(
              'h-6 rounded-sm border px-1.5 font-mono text-2xs',
              chosen.includes(state)
                ? 'border-accent bg-accent-wash text-accent'
                : 'border-line-strong text-ink-2 hover:bg-hovered hover:text-ink',
            )}
          >
            {state}
          </button>
        ))}
      </div>
      <Problems problems={problems} className="mt-1" />
    </fieldset>
  )
}

type OptionalField = Exclude<keyof FilterRule, 'action'>

/** The rule with an optional field set, or without it. */
function withField<F extends OptionalField>(rule: FilterRule, field: F, value: FilterRule[F] | undefined): FilterRule {
  const next = { ...rule }
  if (value === undefined) delete next[field]
  else next[field] = value
  return next
}

/** The rule for another protocol; a port goes with a protocol that has none. */
function ofProtocol(rule: FilterRule, protocol: NonNullable<FilterRule['protocol']>): FilterRule {
  const next = withField(rule, 'protocol', protocol === 'any' ? undefined : protocol)
  return protocol === 'tcp' || protocol === 'udp' ? next : withField(next, 'port', undefined)
}
