'use client'

import { useEffect, useMemo } from 'react'
import { elementKey } from '../../core/lab/element'
import { findingsOf, type HostFinding } from '../../core/preflight/findings'
import { describeFinding, preflightWords } from '../../core/text/preflight'
import { useErrorText } from '../i18n/errorText'
import { ElementButton } from '../inspector/ElementButton'
import { SeverityMark } from '../inspector/fields/Problems'
import { useLab, useLabStore } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import { useLocale } from '../state/viewStore'
import { useFactsStore } from './factsStore'

/** What can keep a packet from its answer. */
const AGAINST_PACKETS = new Set<HostFinding['code']>([
  'forward-drop',
  'bridge-drop',
  'bridge-calls',
  'reverse-path',
  'legacy-rules',
  'route-overlap',
])

interface FindingsProps {
  /** After a packet that had no answer: only what may be why. */
  why?: boolean
}

/** What about this computer is in the way of the lab that is on it, each with what to do about it. Nothing where nothing is. */
export function Findings({ why = false }: FindingsProps) {
  const locale = useLocale()
  const lab = useLab()
  const state = useMachineStore((machine) => machine.state)
  const applying = useLabStore((store) => store.applying !== null)
  const { facts, error, refresh } = useFactsStore()
  useEffect(() => {
    const look = () => void refresh(lab.name)
    if (!applying) look()
    // Whoever mends something does so in another window.
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [lab.name, applying, refresh])
  const findings = useMemo(() => {
    if (!facts || !state) return []
    return findingsOf(lab, state, facts).filter(({ code }) => !why || AGAINST_PACKETS.has(code))
  }, [lab, state, facts, why])
  const words = preflightWords(locale)
  const said = useErrorText()
  if (error && !why) return <p className="px-3 py-2 text-ink-2 text-xs">{words.unread(said(error))}</p>
  if (findings.length === 0) return null
  return (
    <section aria-label={words.title} className={why ? 'rounded-md bg-warn-wash px-2.5 py-2' : 'border-line border-b px-3 py-2'}>
      <h3 className="font-medium text-sm">{why ? words.forPing : words.title}</h3>
      <ul className="mt-1 space-y-1">
        {findings.map((finding) => (
          <Finding key={`${finding.code} ${finding.elements.map(elementKey).join(' ')}`} finding={finding} />
        ))}
      </ul>
    </section>
  )
}

function Finding({ finding }: { finding: HostFinding }) {
  const locale = useLocale()
  const { message, suggestion } = describeFinding(finding, locale)
  const [element] = finding.elements
  const name = element && 'node' in element ? (element.kind === 'interface' ? element.name : element.node) : undefined
  return (
    <li className="flex items-start gap-2 text-sm">
      <SeverityMark severity={finding.severity} className="mt-1" />
      <span className="min-w-0 grow break-words">
        <span className="sr-only">{preflightWords(locale).severity[finding.severity]}: </span>
        {message}
        <span className="block text-ink-2 text-xs">{suggestion}</span>
      </span>
      {element && name !== undefined && (
        <ElementButton element={element}>
          <span className="font-mono">{name}</span>
        </ElementButton>
      )}
    </li>
  )
}
