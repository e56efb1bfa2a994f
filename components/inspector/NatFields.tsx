'use client'

import type { NatRule } from '../../core/lab/schema'
import { interfacesInNetns } from '../../core/lab/view'
import { useText } from '../i18n/text'
import { useDiagnostics } from '../state/derived'
import { useLab } from '../state/labStore'
import type { Refused } from './edit'
import { SelectField } from './fields/SelectField'
import { TextField } from './fields/TextField'
import { problemsAt } from './problems'

type NatType = NatRule['type']

interface NatFieldsProps {
  node: string
  index: number
  rule: NatRule
  onChange(rule: NatRule): Refused | null
}

/** Every field of a NAT rule, by its kind. */
export function NatFields({ node, index, rule, onChange }: NatFieldsProps) {
  const t = useText().panels.inspector
  const lab = useLab()
  const problems = useDiagnostics()
  const at = (field: string) => problemsAt(problems, ['nodes', node, 'nat', index, field])
  const devices = [
    { value: '', label: t.anyDevice },
    ...interfacesInNetns(lab, node).map(({ view }) => ({ value: view.name, label: view.name })),
  ]
  return (
    <div className="space-y-2">
      <SelectField
        label={t.natType}
        value={rule.type}
        options={(['masquerade', 'snat', 'dnat'] as const).map((type) => ({ value: type, label: t.natTypes[type] }))}
        problems={at('type')}
        onCommit={(type) => onChange(ofType(rule, type as NatType))}
      />
      <p className="text-ink-2 text-xs">{t.natMeans[rule.type]}</p>
      {rule.type === 'dnat' ? (
        <>
          <SelectField
            label={t.protocol}
            value={rule.protocol}
            options={[
              { value: 'tcp', label: 'tcp' },
              { value: 'udp', label: 'udp' },
            ]}
            problems={at('protocol')}
            onCommit={(protocol) => onChange({ ...rule, protocol: protocol === 'udp' ? 'udp' : 'tcp' })}
          />
          <TextField
            label={t.port}
            value={String(rule.port)}
            inputMode="numeric"
            problems={at('port')}
            onCommit={(text) => (/^\d+$/.test(text) ? onChange({ ...rule, port: Number(text) }) : 'not-a-number')}
          />
          <SelectField
            label={t.in}
            value={rule.in ?? ''}
            options={devices}
            problems={at('in')}
            onCommit={(dev) => onChange(withText(rule, 'in', dev))}
          />
          <TextField
            label={t.destination}
            value={rule.destination ?? ''}
            placeholder={t.anySource}
            problems={at('destination')}
            onCommit={(text) => onChange(withText(rule, 'destination', text))}
          />
          <TextField
            label={t.target}
            value={rule.to}
            placeholder="192.168.15.2:80"
            problems={at('to')}
            onCommit={(to) => onChange({ ...rule, to })}
          />
        </>
      ) : (
        <>
          <TextField
            label={t.source}
            value={rule.source ?? ''}
            placeholder={t.anySource}
            problems={at('source')}
            onCommit={(text) => onChange(withText(rule, 'source', text))}
          />
          <TextField
            label={t.except}
            value={(rule.except ?? []).join(', ')}
            hint={t.exceptHint}
            placeholder="—"
            problems={at('except')}
            onCommit={(text) => onChange(withExcept(rule, text))}
          />
          <SelectField
            label={t.out}
            value={rule.out ?? ''}
            options={devices}
            problems={at('out')}
            onCommit={(dev) => onChange(withText(rule, 'out', dev))}
          />
          {rule.type === 'snat' && (
            <TextField
              label={t.newSource}
              value={rule.to}
              placeholder="192.168.1.3"
              problems={at('to')}
              onCommit={(to) => onChange({ ...rule, to })}
            />
          )}
        </>
      )}
    </div>
  )
}

/** The rule with an optional field set, or without it when the text is empty. */
function withText<R extends NatRule>(rule: R, field: 'source' | 'out' | 'in' | 'destination', text: string): R {
  const next = { ...rule }
  delete (next as Record<string, unknown>)[field]
  return text === '' ? next : { ...next, [field]: text }
}

function withExcept(rule: Exclude<NatRule, { type: 'dnat' }>, text: string): NatRule {
  const { except: _, ...rest } = rule
  const networks = text.split(/[\s,，、]+/u).filter((word) => word !== '')
  return networks.length === 0 ? rest : { ...rest, except: networks }
}

/** The rule as another kind; what both kinds have stays, and what the new one needs is empty or the most common. */
export function ofType(rule: NatRule, type: NatType): NatRule {
  if (rule.type === type) return rule
  if (type === 'dnat') return { type, protocol: 'tcp', port: 80, to: '' }
  const kept =
    rule.type === 'dnat'
      ? {}
      : {
          ...(rule.source === undefined ? {} : { source: rule.source }),
          ...(rule.except === undefined ? {} : { except: rule.except }),
          ...(rule.out === undefined ? {} : { out: rule.out }),
        }
  return type === 'snat' ? { type, ...kept, to: '' } : { type, ...kept }
}
