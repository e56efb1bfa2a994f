'use client'

import { useState } from 'react'
import { lossesOf } from '../../core/plan/losses'
import type { Plan } from '../../core/plan/plan'
import { describeLosses } from '../../core/text/losses'
import { useText } from '../i18n/text'
import { useDiagnostics, useDrift, usePlan } from '../state/derived'
import { useLab, useLabStore } from '../state/labStore'
import { useLocale } from '../state/viewStore'
import { later } from '../ui/later'
import { ApplyBar, ApplyOutcome } from './ApplyOutcome'
import { Conflicts } from './Conflicts'
import { DialectSwitch } from './DialectSwitch'
import { DriftList } from './DriftList'
import { FindingList } from './FindingList'
import { countActions } from './groups'
import { type PlanProgress, StepList } from './StepList'

// Only a lab on this computer itself has something in its way there.
const Findings = later(() => import('../host/Findings').then((module) => module.Findings))

/** What Apply would do, what it is doing, and what came of it. */
export function PlanPanel() {
  const t = useText().panels.plan
  const plan = usePlan()
  const drift = useDrift()
  const applying = useLabStore((store) => store.applying)
  const result = useLabStore((store) => store.lastResult)
  const recent = useRecentPlans(plan)
  const onHost = useLabStore((store) => store.machine.kind === 'host')
  const lab = useLab()

  const ofRun = recent.find((one) => one.id === (applying?.planId ?? (result && 'planId' in result ? result.planId : undefined)))
  const settled = plan !== null && plan.steps.length + plan.conflicts.length === 0
  const finished = !applying && result?.outcome === 'applied' && settled
  const shown = (applying || finished ? ofRun : undefined) ?? plan
  const progress: PlanProgress | null = applying
    ? ofRun
      ? { done: applying.done, running: applying.phase === 'running' }
      : null
    : finished && ofRun
      ? { done: ofRun.steps.length, running: false }
      : result?.outcome === 'failed' && result.planId === plan?.id
        ? { done: 0, running: false, failed: result.failure.step }
        : null
  const failedAt =
    result?.outcome === 'failed' && result.failure.step !== undefined ? ofRun?.steps[result.failure.step] : undefined
  const stillTrue = result && (result.outcome !== 'applied' || settled)

  return (
    <div className="flex min-h-full flex-col">
      <div className="sticky top-0 z-10 flex min-h-9 items-center gap-3 border-line border-b bg-surface px-3">
        <Summary plan={finished ? null : shown} />
        <span className="ml-auto">
          <DialectSwitch />
        </span>
      </div>
      {applying && <ApplyBar progress={applying} />}
      {!applying && stillTrue && <ApplyOutcome result={result} elements={failedAt?.elements} />}
      {!plan && <Errors />}
      {plan && plan.conflicts.length > 0 && <Conflicts conflicts={plan.conflicts} />}
      {onHost && <Findings />}
      {!applying && drift.length > 0 && (
        <div className="p-3 pb-1">
          <DriftList drift={drift} />
        </div>
      )}
      {!applying && !finished && shown && <Losses plan={shown} />}
      {shown && shown.steps.length > 0 && <StepList plan={shown} progress={progress} />}
      {shown && shown.steps.length === 0 && !stillTrue && shown.conflicts.length === 0 && (
        <p className="px-3 py-4 text-ink-2">{Object.keys(lab.nodes).length > 1 ? t.nothing : t.nothingDrawn}</p>
      )}
    </div>
  )
}

/** How many steps of each kind, in their colours. */
function Summary({ plan }: { plan: Plan | null }) {
  const t = useText().panels.plan
  if (!plan || plan.steps.length === 0) return <span />
  const counts = countActions(plan.steps)
  return (
    <p className="tnum flex flex-wrap gap-x-3 text-sm">
      <span className="font-medium">{t.steps(plan.steps.length)}</span>
      {counts.create > 0 && <span className="text-create">{t.create(counts.create)}</span>}
      {counts.change > 0 && <span className="text-change">{t.change(counts.change)}</span>}
      {counts.delete > 0 && <span className="text-delete">{t.delete(counts.delete)}</span>}
    </p>
  )
}

/** What would not come back exactly, said before it is gone. */
function Losses({ plan }: { plan: Plan }) {
  const locale = useLocale()
  const words = describeLosses(lossesOf(plan.steps), locale)
  if (!words) return null
  return (
    <div className="border-line border-b px-3 py-1.5 text-ink-2 text-xs">
      <p>{words.title}</p>
      <ul className="list-disc pl-4">
        {words.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  )
}

/** Why there is no plan: the lab's errors. */
function Errors() {
  const t = useText().panels.plan
  const errors = useDiagnostics().filter((one) => one.severity === 'error')
  if (errors.length === 0) return <p className="px-3 py-4 text-ink-2">{t.planning}</p>
  return (
    <div className="px-3 py-3">
      <p className="font-medium text-sm">{t.errors(errors.length)}</p>
      <FindingList findings={errors} />
    </div>
  )
}

const REMEMBERED = 6

/**
 * The last few plans. While one is applied the kernel changes and the plan shrinks under it; the steps with their ticks stay
 * those of the plan that the user pressed Apply on.
 */
function useRecentPlans(plan: Plan | null): readonly Plan[] {
  const [recent, setRecent] = useState<readonly Plan[]>([])
  if (plan && plan.steps.length > 0 && recent[0] !== plan && recent[0]?.id !== plan.id) {
    const next = [plan, ...recent.filter((one) => one.id !== plan.id)].slice(0, REMEMBERED)
    setRecent(next)
    return next
  }
  return recent
}
