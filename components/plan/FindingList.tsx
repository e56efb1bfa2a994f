'use client'

import type { Diagnostic } from '../../core/check/diagnostic'
import { elementKey } from '../../core/lab/element'
import { describeDiagnostic } from '../../core/text/describe-diagnostic'
import { useText } from '../i18n/text'
import { ElementButton } from '../inspector/ElementButton'
import { elementName } from '../inspector/elementName'
import { SeverityMark } from '../inspector/fields/Problems'
import { useLab } from '../state/labStore'
import { useLocale } from '../state/viewStore'

const LISTED = 50

/** What keeps a lab from being applied: each with the way to its element, and the remedy. */
export function FindingList({ findings }: { findings: readonly Diagnostic[] }) {
  const words = useText().panels.inspector
  const locale = useLocale()
  const lab = useLab()
  return (
    <ul className="mt-1">
      {findings.slice(0, LISTED).map((finding) => {
        const { message, suggestion } = describeDiagnostic(finding, locale)
        return (
          <li key={`${finding.code} ${elementKey(finding.element)} ${finding.path.join('/')}`} className="flex items-start gap-2">
            <SeverityMark severity={finding.severity} className="mt-2" />
            <span className="min-w-0 grow">
              <ElementButton element={finding.element}>
                <span className="whitespace-normal">
                  <span className="font-mono">{elementName(lab, finding.element, words.anySource)}</span> {message}
                </span>
              </ElementButton>
              <span className="block pb-1 text-ink-2 text-xs">{suggestion}</span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
