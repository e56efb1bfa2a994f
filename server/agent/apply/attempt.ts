import type { Lab } from '../../../core/lab/schema'
import { netnsOfOps, stepsBeforeOpening } from '../../../core/plan/opening'
import type { Plan } from '../../../core/plan/plan'
import { planLab, planRestore } from '../../../core/plan/plan-lab'
import type { ApplyFailure, ApplyProgress } from '../../../core/protocol/agent'
import type { Observer } from '../observe/observer'
import { errorWords } from './execute'
import type { Change } from './keeper'
import type { OnProgress } from './progress'
import { runSteps, StepFailure } from './run-steps'

/** What went wrong with an attempt, whatever becomes of it. */
export type Failure = Omit<ApplyFailure, 'undone' | 'undoError'>

/** Runs the steps and reads back; what went wrong, if anything did. */
export async function attempt(observer: Observer, lab: Lab, plan: Plan, onProgress: OnProgress): Promise<Failure | undefined> {
  const total = plan.steps.length
  const tell = (done: number, phase: ApplyProgress['phase']) => onProgress({ planId: plan.id, total, done, phase })
  const ops = plan.steps.map(({ op }) => op)
  // What is made before a new bridge opens is read back while nobody speaks yet, and after it only what the other steps changed.
  const before = stepsBeforeOpening(ops)
  const opening = before < ops.length ? netnsOfOps(ops.slice(before)) : undefined
  try {
    const pause = opening && { before, work: () => observer.readForPlan() }
    await runSteps(observer.machine, lab.name, ops, (done) => tell(done, 'running'), pause)
    if (total > 0) tell(total, 'verifying')
    await observer.readForPlan({ only: opening })
    const after = planLab(lab, observer.machine.state)
    const remaining = after.steps.map(({ op }) => op)
    if (remaining.length === 0) return undefined
    return { error: `${remaining.length} of the changes did not take effect`, remaining }
  } catch (error) {
    if (error instanceof StepFailure) return { step: error.step, op: error.op, error: error.message }
    return { error: errorWords(error) }
  }
}

/** What of the change could not be taken back; undefined when all of it was. */
export async function wayBack(observer: Observer, { lab, before }: Change): Promise<string | undefined> {
  // What can be taken back is, whatever else is hidden just now; that all of it was, is checked below.
  await observer.readForPlan({ makesDo: true })
  const back = planRestore(lab, before, observer.machine.state)
  await runSteps(
    observer.machine,
    lab,
    back.steps.map(({ op }) => op),
    () => undefined,
  )
  await observer.readForPlan()
  const rest = planRestore(lab, before, observer.machine.state).steps.length
  return rest === 0 ? undefined : `${rest} changes could not be taken back`
}
