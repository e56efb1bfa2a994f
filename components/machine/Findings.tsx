'use client'

import { Info, TriangleAlert } from 'lucide-react'
import { elementKey } from '../../core/lab/element'
import { describeDiscovery } from '../../core/text/discover'
import { sentence } from '../../core/text/sentence'
import { useLocale, useViewStore } from '../state/viewStore'
import { useLookStore } from './lookStore'
import { useMachineText } from './machineText'

/** What the drawing does not show as it is; each leads to its element. */
export function Findings() {
  const t = useMachineText()
  const locale = useLocale()
  const findings = useLookStore((store) => store.discovered?.findings)
  if (!findings) return null
  const warnings = findings.filter(({ severity }) => severity === 'warning').length
  return (
    <section aria-label={t.findings} className="flex max-h-[45%] min-h-0 shrink-0 flex-col border-line border-t">
      <p role="status" className="shrink-0 px-4 pt-2.5 pb-1.5 text-ink-2 text-xs">
        {findings.length === 0 ? t.noFindings : t.findingCount(warnings, findings.length - warnings)}
      </p>
      {findings.length > 0 && (
        <ul className="min-h-0 overflow-auto px-2 pb-2">
          {findings.map((finding) => {
            const { code, severity, element, params } = finding
            const { message, suggestion } = describeDiscovery(finding, locale)
            const Glyph = severity === 'warning' ? TriangleAlert : Info
            return (
              <li key={`${elementKey(element)} ${code} ${JSON.stringify(params)}`}>
                <button
                  type="button"
                  className="grid w-full grid-cols-[auto_minmax(0,1fr)] gap-2 rounded-md px-2 py-1 text-left hover:bg-hovered"
                  onClick={() => element.kind !== 'lab' && useViewStore.getState().reveal(element)}
                >
                  <Glyph
                    size={14}
                    className={severity === 'warning' ? 'mt-0.75 text-warn' : 'mt-0.75 text-ink-3'}
                    aria-label={severity === 'warning' ? t.warning : t.info}
                  />
                  <span className="break-words text-xs">
                    {'node' in element && <span className="font-mono text-ink-3">{element.node} </span>}
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
