'use client'

import { useEffect, useId, useRef, useState } from 'react'
import type { Fault, Guide } from '../../core/guide/guide'
import { elementKey, elementNode } from '../../core/lab/element'
import { useText } from '../i18n/text'
import { elementName } from '../inspector/elementName'
import { useLab, useLabStore } from '../state/labStore'
import { useProbeStore } from '../state/probeStore'
import { useLocale, useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { Switch } from '../ui/Switch'
import { Tooltip } from '../ui/Tooltip'
import { ask, breakIt, putBack } from './act'
import { changeExercise, unveil, useGuideStore } from './guideStore'
import { Prose } from './Prose'
import type { Exercise } from './progressStore'
import { useGuideWords } from './words'

/** Faults to find and to mend. */
export function BreakIt({ guide }: { guide: Guide }) {
  const t = useGuideWords().breakIt
  const elsewhere = useText().host.sandboxOnly.breakIt
  // A guide about this computer has faults of its own, which are drawn and touch nothing but the lab.
  const onHost = useLabStore((store) => store.machine.kind === 'host') && guide.machine !== 'host'
  const exercise = useGuideStore((store) => store.exercise)
  const fault = guide.faults.find(({ id }) => id === exercise?.fault)
  return (
    <section aria-label={t.title} className="border-line border-t bg-sunken/50 px-4 pt-3 pb-4">
      <h3 className="font-semibold text-sm">{t.title}</h3>
      {exercise && fault && !onHost && <Search guide={guide} fault={fault} exercise={exercise} />}
      {!(exercise && fault) && !onHost && <Choose guide={guide} />}
      {onHost && <p className="mt-1 text-ink-2">{elsewhere}</p>}
    </section>
  )
}

function Choose({ guide }: { guide: Guide }) {
  const t = useGuideWords().breakIt
  const working = useGuideWords().working
  const ids = useId()
  const busy = useGuideStore((store) => store.busy)
  const ready = useGuideStore((store) => store.example !== null)
  const [fair, setFair] = useState(true)
  const start = (fault: Fault | undefined) => fault && void breakIt(fault, fair)
  return (
    <div className="mt-1 space-y-2.5 text-ink-2">
      <p>
        {t.text} {t.completes}
      </p>
      <div className="flex flex-wrap gap-2">
        {guide.faults.map((fault, index) => (
          <Button key={fault.id} disabled={busy !== null || !ready} onClick={() => start(fault)}>
            {t.fault(index + 1)}
          </Button>
        ))}
        <Button
          disabled={busy !== null || !ready}
          onClick={() => start(guide.faults[Math.floor(Math.random() * guide.faults.length)])}
        >
          {t.surprise}
        </Button>
      </div>
      {busy === 'exercise' && <p className="text-xs">{working}</p>}
      <div className="flex items-start gap-2">
        <span className="pt-0.5">
          <Switch id={`${ids}-fair`} checked={fair} onChange={setFair} aria-describedby={`${ids}-hint`} />
        </span>
        <div>
          <label htmlFor={`${ids}-fair`} className="text-ink">
            {t.fair}
          </label>
          <p id={`${ids}-hint`} className="text-xs">
            {t.fairHint}
          </p>
        </div>
      </div>
    </div>
  )
}

interface SearchProps {
  guide: Guide
  fault: Fault
  exercise: Exercise
}

function Search({ guide, fault, exercise }: SearchProps) {
  const words = useGuideWords()
  const t = words.breakIt
  const locale = useLocale()
  const busy = useGuideStore((store) => store.busy)
  const veiled = useViewStore((view) => view.veiled)
  const asking = useProbeStore((store) => store.runs.find((run) => run.status === 'running'))
  const text = guide.text[locale].faults[fault.id]
  const top = useRef<HTMLDivElement>(null)
  // What has just changed may lie below the edge.
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  if (!text) return null
  const hints = text.hints.slice(0, exercise.hints)
  const left = text.hints.length - hints.length
  if (exercise.mended)
    return (
      <div className="mt-1 space-y-2 text-ink-2" role="status">
        <p className="font-medium text-ok">{t.mended}</p>
        <div className="space-y-2 border-ok border-l-2 pl-2.5 text-ink">
          <Prose text={text.after} />
        </div>
        <p className="text-xs">{t.another}</p>
        <Button disabled={busy !== null} onClick={() => void putBack()}>
          {busy === 'exercise' ? words.working : t.finish}
        </Button>
      </div>
    )
  return (
    <div ref={top} className="mt-1 space-y-2.5 text-ink-2">
      <p className="font-medium text-ink">{t.running(guide.faults.indexOf(fault) + 1)}</p>
      <Prose text={text.symptom} />
      <Button disabled={asking !== undefined || busy !== null} onClick={() => ask(fault.proof)}>
        {t.try}
      </Button>
      {asking && <p className="text-xs">{words.asking(asking.node, asking.target)}</p>}
      <Suspect fault={fault} found={exercise.found} onFound={() => changeExercise({ found: true })} />
      {hints.length > 0 && (
        <ol className="list-decimal space-y-1 pl-4" aria-live="polite">
          {hints.map((hint) => (
            <li key={hint}>
              <Prose text={hint} />
            </li>
          ))}
        </ol>
      )}
      <div className="flex flex-wrap gap-2 border-line border-t pt-2.5">
        {left > 0 && <Button onClick={() => changeExercise({ hints: exercise.hints + 1 })}>{t.hint(left)}</Button>}
        {veiled && <Button onClick={unveil}>{t.reveal}</Button>}
        <Button disabled={busy !== null} onClick={() => void putBack()}>
          {busy === 'exercise' ? words.working : t.putBack}
        </Button>
      </div>
    </div>
  )
}

/** Pointing at the fault: whoever names it need not know yet how to mend it. */
function Suspect({ fault, found, onFound }: { fault: Fault; found: boolean; onFound: () => void }) {
  const t = useGuideWords().breakIt
  const anywhere = useText().canvas.anywhere
  const lab = useLab()
  const [element, ...others] = useViewStore((view) => view.selection)
  const [tried, setTried] = useState<string | null>(null)
  if (found) return <p className="text-ink">{t.found}</p>
  const suspect = element && element.kind !== 'lab' && others.length === 0 ? element : undefined
  const key = suspect && elementKey(suspect)
  const point = () => {
    const right = fault.culprits.some(
      (culprit) => elementKey(culprit) === key || (suspect?.kind === 'node' && elementNode(culprit) === suspect.node),
    )
    setTried(key ?? null)
    if (!right) return
    unveil()
    onFound()
  }
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Tooltip content={t.hereHint}>
        <Button onClick={point} disabled={!suspect}>
          {t.here}
        </Button>
      </Tooltip>
      <span className="min-w-0 truncate text-xs">
        {suspect ? t.suspect(elementName(lab, suspect, anywhere)) : t.nothingSelected}
      </span>
      <span role="status" className="basis-full text-bad text-xs empty:hidden">
        {tried !== null && tried === key ? t.notHere : ''}
      </span>
    </div>
  )
}
