'use client'

import { ChevronRight } from 'lucide-react'
import { useId } from 'react'
import type { GuideStep, StepText } from '../../core/guide/guide'
import { resultOf } from '../../core/guide/progress'
import { describeWhy } from '../../core/text/guide'
import { useText } from '../i18n/text'
import { DialectSwitch } from '../plan/DialectSwitch'
import { usePlan } from '../state/derived'
import { useLab, useLabStore } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import { useProbeStore } from '../state/probeStore'
import { useLocale, useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { classes } from '../ui/classes'
import { doStep } from './act'
import { useGuideStore } from './guideStore'
import { Inline, Prose } from './Prose'
import type { Stage } from './Steps'
import { useGuideWords } from './words'

interface StepBodyProps {
  step: GuideStep
  text: StepText
  stage: Stage
  commands: readonly string[]
  hasDialects: boolean
}

/** What a step says, asks, does and stands for, and how it stands. */
export function StepBody({ step, text, stage, commands, hasDialects }: StepBodyProps) {
  const t = useGuideWords()
  const held = useGuideStore((store) => store.progress.held.includes(step.id))
  return (
    <div className="space-y-2 text-ink-2">
      <Prose text={text.text} />
      {text.choices && <Question step={step} choices={text.choices} done={stage === 'done'} />}
      {stage === 'current' && <Act step={step} />}
      {stage === 'passed' && <p className="text-xs">{t.passedHint}</p>}
      {stage === 'done' && held && <p className="text-xs">{t.held}</p>}
      {stage === 'done' && text.after && (
        <div className="space-y-2 border-ok border-l-2 pl-2.5 text-ink">
          <Prose text={text.after} />
        </div>
      )}
      {commands.length > 0 && <Commands commands={commands} hasDialects={hasDialects} />}
    </div>
  )
}

/** The prediction. What was chosen can be changed until the kernel has spoken. */
function Question({ step, choices, done }: { step: GuideStep; choices: readonly string[]; done: boolean }) {
  const t = useGuideWords()
  const name = useId()
  const chosen = useGuideStore((store) => store.progress.answers[step.id])
  const choose = (index: number) =>
    useGuideStore.setState(({ progress }) => ({
      progress: { ...progress, answers: { ...progress.answers, [step.id]: index } },
    }))
  return (
    <fieldset>
      <legend className="mb-1 text-ink text-xs">{t.predict}</legend>
      {choices.map((choice, index) => (
        <label
          key={choice}
          className={classes(
            '-mx-1.5 flex items-start gap-2 rounded-md px-1.5 py-1',
            done && index === step.answer && 'bg-ok-wash text-ink',
            done && index === chosen && index !== step.answer && 'bg-bad-wash text-ink',
            !done && 'hover:bg-hovered',
          )}
        >
          <input
            type="radio"
            name={name}
            checked={chosen === index}
            disabled={done}
            onChange={() => choose(index)}
            className="mt-1 shrink-0 accent-accent"
          />
          <span>
            <Inline text={choice} />
          </span>
        </label>
      ))}
      {done && chosen !== undefined && (
        <p className="mt-1 text-ink">
          {chosen === step.answer ? t.right : <Inline text={t.wrong(choices[step.answer ?? 0] ?? '')} />}
        </p>
      )}
    </fieldset>
  )
}

/** The one click, and what is still missing. */
function Act({ step }: { step: GuideStep }) {
  const t = useGuideWords()
  const locale = useLocale()
  const lab = useLab()
  const state = useMachineStore((machine) => machine.state)
  const plan = usePlan()
  const probes = useGuideStore((store) => store.probes)
  const progress = useGuideStore((store) => store.progress)
  const busy = useGuideStore((store) => store.busy)
  const applying = useLabStore((store) => store.applying !== null)
  const asking = useProbeStore((store) => store.runs.find((run) => run.status === 'running'))
  const onHost = useLabStore((store) => store.machine.kind === 'host')
  const sandboxOnly = useText().host.sandboxOnly.serve
  const { action } = step
  const result = resultOf(step, { lab, state, pending: plan?.steps ?? [], probes }, progress)
  if (result.done) return null
  const { message, cause } = describeWhy(result.why, locale)
  const unchosen = result.why.code === 'not-chosen'
  if (action?.kind === 'serve' && onHost) return <p className="text-xs">{sandboxOnly}</p>
  const needsMachine = action?.kind === 'probe' || action?.kind === 'serve'
  const verb = action && (action.kind === 'probe' && action.probe.port !== undefined ? t.do.connect : t.do[action.kind])
  return (
    <>
      {action && (
        <div className="flex flex-wrap items-center gap-2">
          {action.kind === 'edit' && <span className="text-xs">{t.byHand}</span>}
          <Button
            onClick={() => doStep(step)}
            disabled={busy !== null || applying || unchosen || (needsMachine && (!state || asking !== undefined))}
          >
            {busy === step.id ? t.working : verb}
          </Button>
        </div>
      )}
      <div className="text-xs">
        {asking ? (
          <p>{t.asking(asking.node, asking.target)}</p>
        ) : (
          <p>
            <span className="font-medium text-ink">{t.notYet}</span> {message}
          </p>
        )}
        {cause && !asking && (
          <p className="mt-0.5">
            {t.because} {cause}{' '}
            <button
              type="button"
              className="text-accent hover:underline"
              onClick={() => useViewStore.getState().openDrawer('ping')}
            >
              {t.details}
            </button>
          </p>
        )}
      </div>
    </>
  )
}

/** The commands, folded: who clicks sees what was done, who types has them to type. */
function Commands({ commands, hasDialects }: { commands: readonly string[]; hasDialects: boolean }) {
  const t = useGuideWords()
  return (
    <details className="group">
      <summary className="flex cursor-pointer list-none items-center gap-1 text-xs hover:text-ink">
        <ChevronRight size={12} aria-hidden className="transition-transform duration-100 group-open:rotate-90" />
        {t.commands(commands.length)}
      </summary>
      {hasDialects && (
        <div className="mt-1.5">
          <DialectSwitch />
        </div>
      )}
      <div className="mt-1.5 space-y-0.5 rounded-md bg-sunken px-2.5 py-2">
        {commands.map((command) => (
          <code key={command} className="block whitespace-pre-wrap break-words pl-3 -indent-3 font-mono text-2xs text-ink">
            {command}
          </code>
        ))}
      </div>
    </details>
  )
}
