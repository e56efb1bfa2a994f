'use client'

import { Check, ChevronsRight } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Why } from '../../core/guide/check'
import { commandsOfSteps } from '../../core/guide/commands'
import type { Guide, GuideStep } from '../../core/guide/guide'
import { describeWhy } from '../../core/text/guide'
import { useLocale, useViewStore } from '../state/viewStore'
import { classes } from '../ui/classes'
import { useGuideStore } from './guideStore'
import { StepBody } from './StepBody'
import { useGuideWords } from './words'

/** All steps in a row; the one that is next is open, and any other opens at a click. `waiting`: the guide has not begun. */
export function Steps({ guide, waiting }: { guide: Guide; waiting: boolean }) {
  const t = useGuideWords()
  const dialect = useViewStore((view) => view.dialect)
  const example = useGuideStore((store) => store.example)
  const progress = useGuideStore((store) => store.progress)
  const standing = useGuideStore((store) => store.standing)
  const current = waiting ? undefined : guide.steps.find(({ id }) => id === standing.current)
  const [opened, setOpened] = useState<readonly string[]>([])
  const commands = useMemo(() => (example ? commandsOfSteps(guide, example, dialect) : []), [guide, example, dialect])
  const other = useMemo(
    () => (example ? commandsOfSteps(guide, example, dialect === 'nft' ? 'iptables' : 'nft') : []),
    [guide, example, dialect],
  )
  const toggle = (id: string) => setOpened((ids) => (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]))
  // The step that was just done stays open, with what it showed, until the next one is.
  const before = waiting ? undefined : guide.steps.findLast(({ id }) => progress.done.includes(id))
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-step="${current?.id}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <ol ref={list} aria-label={t.steps}>
      {guide.steps.map((step, index) => {
        const done = progress.done.includes(step.id)
        const passed = standing.passed[step.id]
        const natural = step === current || step === before
        return (
          <Step
            key={step.id}
            guide={guide}
            step={step}
            number={index + 1}
            stage={done ? 'done' : step === current ? 'current' : passed ? 'passed' : 'later'}
            passed={done ? undefined : passed}
            open={natural !== opened.includes(step.id)}
            onToggle={() => toggle(step.id)}
            commands={commands[index] ?? []}
            hasDialects={commands[index]?.join() !== other[index]?.join()}
          />
        )
      })}
    </ol>
  )
}

export type Stage = 'done' | 'current' | 'later' | 'passed'

interface StepProps {
  guide: Guide
  step: GuideStep
  number: number
  stage: Stage
  /** What tells that the lab is past it. */
  passed: Why | undefined
  open: boolean
  onToggle: () => void
  commands: readonly string[]
  hasDialects: boolean
}

function Step({ guide, step, number, stage, passed, open, onToggle, commands, hasDialects }: StepProps) {
  const locale = useLocale()
  const text = guide.text[locale].steps[step.id]
  const t = useGuideWords()
  const { setLit } = useViewStore.getState()
  if (!text) return null
  return (
    <li
      onPointerEnter={() => setLit(step.elements)}
      onPointerLeave={() => setLit([])}
      onFocus={() => setLit(step.elements)}
      onBlur={() => setLit([])}
      aria-current={stage === 'current' ? 'step' : undefined}
      data-step={step.id}
      data-stage={stage}
      className={classes('border-line border-t', stage === 'current' && 'bg-accent-wash/40')}
    >
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex w-full items-start gap-2.5 px-4 py-2 text-left hover:bg-hovered focus-visible:-outline-offset-2"
      >
        <Mark stage={stage} number={number} />
        <span className="min-w-0 grow">
          <span className={stage === 'later' || stage === 'passed' ? 'text-ink-2' : 'font-medium text-ink'}>{text.title}</span>
          {passed && <span className="block text-ink-3 text-xs">{t.isPast(describeWhy(passed, locale).message)}</span>}
        </span>
      </button>
      {open && (
        <div className="pr-4 pb-3 pl-11.5">
          <StepBody step={step} text={text} stage={stage} commands={commands} hasDialects={hasDialects} />
        </div>
      )}
    </li>
  )
}

/** The step's light: told by its shape as well as by its colour. */
function Mark({ stage, number }: { stage: Stage; number: number }) {
  const t = useGuideWords()
  return (
    <span
      role="img"
      aria-label={t[stage]}
      className={classes(
        'tnum flex size-5 shrink-0 items-center justify-center rounded-full text-2xs',
        stage === 'done' && 'bg-ok-wash text-ok',
        stage === 'current' && 'bg-accent font-semibold text-accent-ink',
        (stage === 'later' || stage === 'passed') && 'border border-line-strong text-ink-3',
      )}
    >
      {stage === 'done' && <Check size={13} strokeWidth={2.5} aria-hidden />}
      {stage === 'passed' && <ChevronsRight size={13} aria-hidden />}
      {(stage === 'current' || stage === 'later') && number}
    </span>
  )
}
