'use client'

import { ArrowLeftRight } from 'lucide-react'
import { setNat } from '../../core/edit/nat'
import { elementKey } from '../../core/lab/element'
import { natOpRule, natRuleKey } from '../../core/plan/nat'
import { useText } from '../i18n/text'
import { useDiagnosticsOf } from '../state/derived'
import { useLab } from '../state/labStore'
import { DriftNotes } from './DriftNotes'
import { ElementButton } from './ElementButton'
import { edit } from './edit'
import { Problems } from './fields/Problems'
import { Row } from './fields/TextField'
import { Head } from './Head'
import { useRuleCounters } from './kernel/counters'
import { NatFields } from './NatFields'
import { unclaimed } from './problems'
import { Quiet, Section } from './Section'

const FIELDS = ['type', 'protocol', 'port', 'in', 'destination', 'to', 'source', 'except', 'out']

/** The inspector of one NAT rule. */
export function NatView({ node, index }: { node: string; index: number }) {
  const { inspector: t, kernel: kernelText } = useText().panels
  const lab = useLab()
  const element = { kind: 'nat' as const, node, index }
  const problems = useDiagnosticsOf(elementKey(element))
  const counters = useRuleCounters(node)
  const found = lab.nodes[node]
  const rules = found && found.kind !== 'bridge' ? (found.nat ?? []) : []
  const rule = rules[index]
  if (!rule) return null
  const path = ['nodes', node, 'nat', index]
  const op = natOpRule(rule)
  const hits = op && counters.get(natRuleKey(op))
  return (
    <>
      <Head
        element={element}
        glyph={<ArrowLeftRight size={15} />}
        kind={t.nat}
        title={<p className="text-base text-ink">{t.natTypes[rule.type]}</p>}
        removable
      />
      <Problems
        className="px-4 pb-3"
        problems={unclaimed(
          problems,
          FIELDS.map((field) => [...path, field]),
        )}
      />
      <DriftNotes node={node} nat />
      <div className="space-y-2 border-line border-t px-4 py-3">
        <NatFields
          node={node}
          index={index}
          rule={rule}
          onChange={(next) => edit((now) => setNat(now, node, replaced(now.nodes[node], index, next)))}
        />
        <Row label={t.router}>
          <ElementButton element={{ kind: 'node', node }}>{node}</ElementButton>
        </Row>
      </div>
      <Section title={kernelText.title}>
        {hits ? (
          <dl className="grid grid-cols-2 text-xs">
            <dt className="text-ink-2">{kernelText.packets}</dt>
            <dd className="tnum text-right font-mono">{hits.packets.toLocaleString('en')}</dd>
            <dt className="text-ink-2">{kernelText.bytes}</dt>
            <dd className="tnum text-right font-mono">{hits.bytes.toLocaleString('en')}</dd>
          </dl>
        ) : (
          <Quiet>{counters.running ? kernelText.noRules : kernelText.notRunning}</Quiet>
        )}
      </Section>
    </>
  )
}

type Rules = NonNullable<Extract<ReturnType<typeof useLab>['nodes'][string], { kind: 'host' }>['nat']>

/** The node's rules as they are now with one replaced, so that an edit of another rule in the meantime stays. */
function replaced(node: ReturnType<typeof useLab>['nodes'][string] | undefined, index: number, rule: Rules[number]): Rules {
  const rules = node && node.kind !== 'bridge' ? (node.nat ?? []) : []
  return rules.map((old, at) => (at === index ? rule : old))
}
