'use client'

import { FileText } from 'lucide-react'
import { setDescription } from '../../core/edit/set-node'
import { elementKey } from '../../core/lab/element'
import { describeDiagnostic } from '../../core/text/describe-diagnostic'
import { useText } from '../i18n/text'
import { useDiagnostics } from '../state/derived'
import { useLab } from '../state/labStore'
import { useLocale } from '../state/viewStore'
import { ElementButton } from './ElementButton'
import { edit } from './edit'
import { elementName } from './elementName'
import { SeverityMark } from './fields/Problems'
import { TextArea } from './fields/TextArea'
import { Head } from './Head'
import { Section } from './Section'

const LISTED = 100

/** The inspector of the lab itself: its description, its size, and every finding with the way to it. */
export function LabView() {
  const t = useText().panels.inspector
  const lab = useLab()
  const locale = useLocale()
  const problems = useDiagnostics()
  return (
    <>
      <Head
        element={{ kind: 'lab' }}
        glyph={<FileText size={15} />}
        kind={t.kinds.lab}
        title={<p className="truncate font-mono text-base text-ink">{lab.name}</p>}
      />
      <div className="space-y-2 border-line border-t px-4 py-3">
        <TextArea
          label={t.description}
          placeholder={t.descriptionHint}
          value={lab.description ?? ''}
          onCommit={(text) => edit((now) => setDescription(now, text))}
        />
        <p className="text-ink-2 text-xs">{t.counts(Object.keys(lab.nodes).length, Object.keys(lab.links).length)}</p>
      </div>
      {problems.length > 0 && (
        <Section title={t.problems(problems.length)}>
          <ul className="space-y-1">
            {problems.slice(0, LISTED).map((problem) => (
              <li
                key={`${problem.code} ${elementKey(problem.element)} ${problem.path.join('/')}`}
                className="flex items-start gap-1.5"
              >
                <SeverityMark severity={problem.severity} className="mt-2" />
                <ElementButton element={problem.element}>
                  <span className="whitespace-normal text-ink text-xs">
                    <span className="font-mono">{elementName(lab, problem.element, t.anySource)}</span>{' '}
                    {describeDiagnostic(problem, locale).message}
                  </span>
                </ElementButton>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
