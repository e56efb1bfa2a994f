'use client'

import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { Severity } from '../../core/check/diagnostic'
import { describeFinding } from '../../core/text/import'
import { sentence } from '../../core/text/sentence'
import { useLocale } from '../state/viewStore'
import { useImporterText } from './importerText'
import { countFindings, useImportStore } from './importStore'
import { showLine } from './ScriptEditor'

const GLYPHS = { error: CircleAlert, warning: TriangleAlert, info: Info } as const
const TONES: Record<Severity, string> = { error: 'text-bad', warning: 'text-warn', info: 'text-ink-3' }

/** What there is to say about the lines; each leads to its line. */
export function Findings() {
  const t = useImporterText()
  const locale = useLocale()
  const findings = useImportStore((store) => store.findings)
  const lab = useImportStore((store) => store.lab)
  const { error, warning, info } = countFindings(findings)
  if (!lab) return null
  return (
    <section aria-label={t.findings} className="flex max-h-[42%] min-h-0 shrink-0 flex-col border-line border-t bg-surface">
      <p role="status" className="shrink-0 px-4 pt-2.5 pb-1.5 text-ink-2 text-xs">
        {findings.length === 0 ? t.noFindings : t.summary(error, warning, info)}
      </p>
      {findings.length > 0 && (
        <ul className="min-h-0 overflow-auto px-2 pb-2">
          {findings.map((finding) => {
            const Glyph = GLYPHS[finding.severity]
            const { message, suggestion } = describeFinding(finding, locale)
            return (
              <li key={`${finding.line} ${finding.code} ${JSON.stringify(finding.params)}`}>
                <button
                  type="button"
                  onClick={() => showLine(finding.line)}
                  className="grid w-full grid-cols-[auto_4.5rem_minmax(0,1fr)] items-baseline gap-2 rounded-md px-2 py-1 text-left hover:bg-hovered"
                >
                  <Glyph
                    size={14}
                    className={`translate-y-0.5 ${TONES[finding.severity]}`}
                    aria-label={t.severity[finding.severity]}
                  />
                  <span className="tnum text-ink-3 text-xs">{t.line(finding.line)}</span>
                  <span className="break-words">
                    {sentence(message, locale)}
                    <span className="text-ink-2">{suggestion}</span>
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
