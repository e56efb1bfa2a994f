import { checkLab } from '../../../core/check/check'
import type { Lab } from '../../../core/lab/schema'
import type { Plan } from '../../../core/plan/plan'
import { planLab, planRemoval, planRestore } from '../../../core/plan/plan-lab'
import type { ApplyFailure, ApplyProgress, ApplyResult } from '../../../core/protocol/agent'
import type { MachineState } from '../../../core/state/state'
import { log } from '../log'
import type { Observer } from '../observe/observer'
import { errorWords } from './execute'
import { runSteps, StepFailure } from './run-steps'

/** Progress is told at most this often, in milliseconds. */
const PROGRESS_INTERVAL = 50

type OnProgress = (progress: ApplyProgress) => void

/** Changes one machine: a lab at a time, wholly or not at all. */
export class Applier {
  /** The labs that were last applied, by name. */
  applied: Readonly<Record<string, Lab>> = {}
  private busy = false
  private readonly listeners = new Set<() => void>()

  constructor(private readonly observer: Observer) {}

  /** True while the machine is being changed; what is read of it then is on its way to something else. */
  get isBusy(): boolean {
    return this.busy
  }

  /** Calls `listener` after every attempt to change the machine; the function that ends it. */
  onApplied(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** What applying the lab would do now, from a fresh reading. */
  plan(lab: Lab): Promise<Plan> {
    return this.observer.inTurn(() => this.freshPlan(lab))
  }

  /** Makes the lab so and reads back that it is; on any failure returns to where it was. `planId` is what the user saw. */
  async apply(lab: Lab, planId: string | undefined, onProgress: OnProgress): Promise<ApplyResult> {
    if (this.busy) return { outcome: 'refused', reason: 'busy' }
    if (checkLab(lab).some(({ severity }) => severity === 'error')) return { outcome: 'refused', reason: 'invalid' }
    return this.alone(async () => {
      const started = performance.now()
      const plan = await this.freshPlan(lab)
      if (plan.conflicts.length > 0) return { outcome: 'refused', reason: 'conflicts' }
      if (planId !== undefined && planId !== plan.id) return { outcome: 'stale', planId: plan.id }
      const before = this.state
      const failure = await this.attempt(lab, plan, throttled(onProgress))
      if (failure) {
        onProgress({ planId: plan.id, total: plan.steps.length, done: failure.step ?? plan.steps.length, phase: 'undoing' })
        return { outcome: 'failed', planId: plan.id, failure: { ...failure, ...(await this.undo(lab.name, before)) } }
      }
      this.applied = { ...this.applied, [lab.name]: lab }
      return { outcome: 'applied', planId: plan.id, steps: plan.steps.length, milliseconds: performance.now() - started }
    })
  }

  /** Removes all that the lab owns; how many things that were. Throws when something would not go, or when it is busy. */
  async remove(lab: string): Promise<number> {
    if (this.busy) throw new Error('an apply is under way on this machine')
    return this.alone(async () => {
      await this.observer.readForPlan()
      const plan = planRemoval(lab, this.state)
      const ops = plan.steps.map(({ op }) => op)
      await runSteps(this.observer.machine, lab, ops, () => undefined)
      const { [lab]: _gone, ...others } = this.applied
      this.applied = others
      await this.observer.readForPlan()
      const rest = planRemoval(lab, this.state).steps.length
      if (rest > 0) throw new Error(`${rest} things of ${lab} are still there`)
      return ops.length
    })
  }

  /** How many things `remove` would remove; for a machine that is about to end, and all that it holds with it. */
  async countOwned(lab: string): Promise<number> {
    if (this.busy) throw new Error('an apply is under way on this machine')
    return planRemoval(lab, this.state).steps.length
  }

  private get state(): MachineState {
    return this.observer.machine.state
  }

  private async alone<T>(work: () => Promise<T>): Promise<T> {
    this.busy = true
    try {
      return await this.observer.inTurn(work)
    } finally {
      this.busy = false
      for (const listener of this.listeners) listener()
    }
  }

  private async freshPlan(lab: Lab): Promise<Plan> {
    await this.observer.readForPlan()
    return planLab(lab, this.state)
  }

  /** Runs the steps and reads back; what went wrong, if anything did. */
  private async attempt(
    lab: Lab,
    plan: Plan,
    onProgress: OnProgress,
  ): Promise<Omit<ApplyFailure, 'undone' | 'undoError'> | undefined> {
    const total = plan.steps.length
    const tell = (done: number, phase: ApplyProgress['phase']) => onProgress({ planId: plan.id, total, done, phase })
    const ops = plan.steps.map(({ op }) => op)
    try {
      await runSteps(this.observer.machine, lab.name, ops, (done) => tell(done, 'running'))
      if (total > 0) tell(total, 'verifying')
      const after = await this.freshPlan(lab)
      const remaining = after.steps.map(({ op }) => op)
      if (remaining.length === 0) return undefined
      return { error: `${remaining.length} of the changes did not take effect`, remaining }
    } catch (error) {
      if (error instanceof StepFailure) return { step: error.step, op: error.op, error: error.message }
      return { error: errorWords(error) }
    }
  }

  /** Takes the machine back to a snapshot, by a plan from what it holds now. */
  private async undo(lab: string, before: MachineState): Promise<Pick<ApplyFailure, 'undone' | 'undoError'>> {
    try {
      await this.observer.readForPlan()
      const back = planRestore(lab, before, this.state)
      await runSteps(
        this.observer.machine,
        lab,
        back.steps.map(({ op }) => op),
        () => undefined,
      )
      await this.observer.readForPlan()
      const rest = planRestore(lab, before, this.state).steps
      if (rest.length === 0) return { undone: true }
      return { undone: false, undoError: `${rest.length} changes could not be taken back` }
    } catch (error) {
      log(`the way back to before the apply of ${lab} failed: ${errorWords(error)}`)
      return { undone: false, undoError: errorWords(error) }
    }
  }
}

function throttled(onProgress: OnProgress): OnProgress {
  let last = Number.NEGATIVE_INFINITY
  let phase: ApplyProgress['phase'] | undefined
  return (progress) => {
    const now = performance.now()
    if (progress.phase === phase && now - last < PROGRESS_INTERVAL) return
    last = now
    phase = progress.phase
    onProgress(progress)
  }
}
