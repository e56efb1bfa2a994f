import { useId } from 'react'
import type { Diagnostic } from '../../../core/check/diagnostic'
import { describeDiagnostic } from '../../../core/text/describe-diagnostic'
import { useText } from '../../i18n/text'
import { useLocale } from '../../state/viewStore'
import type { Refused } from '../edit'

const TONES = { error: 'text-bad', warning: 'text-warn', info: 'text-ink-2' } as const

/** A mark for a severity: its shape says it without colour too. */
export function SeverityMark({ severity, className = '' }: { severity: Diagnostic['severity']; className?: string }) {
  return (
    <svg viewBox="0 0 12 12" className={`size-3 shrink-0 ${TONES[severity]} ${className}`} aria-hidden="true">
      {severity === 'error' ? (
        <path d="M3.5 .8h5L11.2 3.5v5L8.5 11.2h-5L.8 8.5v-5Z" fill="currentColor" />
      ) : severity === 'warning' ? (
        <path d="M6 .9 11.6 11H.4Z" fill="currentColor" />
      ) : (
        <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      )}
    </svg>
  )
}

/** Findings with their remedies, as they stand under a field or at the head of the inspector. */
export function Problems({ id, problems, className = '' }: { id?: string; problems: readonly Diagnostic[]; className?: string }) {
  const locale = useLocale()
  const t = useText().panels.inspector
  if (problems.length === 0) return null
  const names = { error: t.error, warning: t.warning, info: t.note }
  return (
    <ul id={id} className={`space-y-1.5 text-xs leading-4 ${className}`}>
      {problems.map((problem) => {
        const { message, suggestion } = describeDiagnostic(problem, locale)
        return (
          <li key={`${problem.code} ${problem.path.join('/')}`} className="flex gap-1.5">
            <SeverityMark severity={problem.severity} className="mt-0.5" />
            <span className="min-w-0 break-words">
              <span className="sr-only">{names[problem.severity]}: </span>
              <span className={TONES[problem.severity]}>{message}</span>
              {suggestion && <span className="block text-ink-2">{suggestion}</span>}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** Why the edit that was just made in a field was not taken. */
export function RefusedNote({ id, refused }: { id: string; refused: Refused }) {
  const t = useText().panels.inspector
  if (typeof refused === 'object') return <Problems id={id} problems={[refused]} className="mt-1" />
  return (
    <p id={id} role="alert" className="mt-1 text-xs leading-4 text-bad">
      {t.refused[refused]}
    </p>
  )
}

/** Ids for a field's control and for what describes it. */
export function useFieldIds(): { control: string; problems: string; refused: string } {
  const id = useId()
  return { control: id, problems: `${id}-problems`, refused: `${id}-refused` }
}
