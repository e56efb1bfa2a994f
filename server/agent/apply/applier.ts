import { checkLab } from '../../../core/check/check'
import type { Lab } from '../../../core/lab/schema'
import { type Orphans, orphansOf } from '../../../core/plan/orphans'
import type { Plan } from '../../../core/plan/plan'
import { planLab, planRemoval } from '../../../core/plan/plan-lab'
import { mayCutOff } from '../../../core/plan/risk'
import type { ApplyFailure, ApplyResult, ConfirmOutcome, Settled } from '../../../core/protocol/agent'
import type { AgentRequest } from '../../../core/protocol/agent-requests'
import type { Left } from '../../../core/protocol/left'
import { isOnRecord } from '../../../core/state/host-record'
import type { MachineState } from '../../../core/state/state'
import { log } from '../log'
import type { Observer } from '../observe/observer'
import { Refusal } from '../probe/resolve'
import { attempt, type Failure, wayBack } from './attempt'
import { Confirmation } from './confirmation'
import { errorWords } from './execute'
import type { Change, Keeper } from './keeper'
import { leftOf } from './left'
import { type OnProgress, throttled } from './progress'
import { runSteps } from './run-steps'

type ApplyRequest = Omit<Extract<AgentRequest, { type: 'apply' }>, 'type'>

/** Who is told how an apply goes. */
export interface ApplyListener {
  /** What is going to be done, before any of it is. */
  plan: (plan: Plan) => void
  progress: OnProgress
}

/** Changes one machine: a lab at a time, wholly or not at all. */
export class Applier {
  private busy = false
  private readonly listeners = new Set<() => void>()

  private own: Readonly<Record<string, Lab>> = {}
  private confirmation: Confirmation | undefined
  private outcomes: readonly Settled[] = []

  /** `keeper`: of a machine that outlives its agent. */
  constructor(
    private readonly observer: Observer,
    private readonly keeper?: Keeper,
    /** Seconds in which what may cut the operator off has to be confirmed. */
    private readonly confirmSeconds = 60,
  ) {}

  /** What is put back unless it is confirmed. */
  get waiting(): { lab: string; seconds: number } | undefined {
    return this.confirmation && { lab: this.confirmation.change.lab, seconds: this.confirmation.seconds }
  }

  /** What became of the last change of each lab that had to be confirmed or was cut off, until its next. */
  get settled(): readonly Settled[] {
    return this.outcomes
  }

  /** The labs that were last applied, by name. */
  get applied(): Readonly<Record<string, Lab>> {
    return this.keeper?.applied ?? this.own
  }

  /** True while the machine is being changed; what is read of it then is on its way to something else. */
  get isBusy(): boolean {
    return this.busy
  }

  /** Calls `listener` after every attempt to change the machine; the function that ends it. */
  onApplied(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Reads all that a plan is made from. */
  read(): Promise<void> {
    return this.observer.inTurn(() => this.observer.readForPlan())
  }

  /** What applying the lab would do now, from a fresh reading or the last one. */
  plan(lab: Lab, fresh = true): Promise<Plan> {
    return this.observer.inTurn(async () => {
      this.want(lab)
      return fresh ? this.freshPlan(lab) : planLab(lab, this.state)
    })
  }

  /** Makes the lab so and reads back that it is; on any failure returns to where it was. `planId` is what the user saw. */
  async apply({ lab, planId, actor, confirmWithin }: ApplyRequest, tell: ApplyListener): Promise<ApplyResult> {
    if (this.busy) return { outcome: 'refused', reason: 'busy' }
    if (this.confirmation) return { outcome: 'refused', reason: 'waiting', lab: this.confirmation.change.lab }
    if (checkLab(lab).some(({ severity }) => severity === 'error')) return { outcome: 'refused', reason: 'invalid' }
    return this.alone(async () => {
      const started = performance.now()
      this.want(lab)
      const plan = await this.freshPlan(lab)
      if (plan.conflicts.length > 0) return { outcome: 'refused', reason: 'conflicts' }
      if (planId !== undefined && planId !== plan.id) return { outcome: 'stale', planId: plan.id }
      tell.plan(plan)
      const change: Change = { lab: lab.name, actor, ops: plan.steps.map(({ op }) => op), before: this.state }
      this.settle(lab.name)
      this.keeper?.begin(change)
      const fail = async (failure: Failure) => {
        tell.progress({ planId: plan.id, total: plan.steps.length, done: failure.step ?? plan.steps.length, phase: 'undoing' })
        return {
          outcome: 'failed' as const,
          planId: plan.id,
          failure: { ...failure, ...(await this.undo(change, failure.error)) },
        }
      }
      const failure = await attempt(this.observer, lab, plan, throttled(tell.progress))
      if (failure) return fail(failure)
      const done = {
        outcome: 'applied',
        planId: plan.id,
        steps: plan.steps.length,
        milliseconds: performance.now() - started,
      } as const
      const seconds = confirmWithin ?? (mayCutOff(change.ops) ? this.confirmSeconds : undefined)
      if (!this.keeper || seconds === undefined || change.ops.length === 0) {
        const unkept = this.tryNote(change, lab)
        return unkept === undefined ? done : fail({ error: unkept })
      }
      this.confirmation = new Confirmation(change, lab, seconds, () => void this.confirm(lab.name, false, 'timeout'))
      return { ...done, confirmWithin: seconds }
    })
  }

  /** Keeps a change that waits to be confirmed, or puts it back. Until then its journal stands, so that a start after a crash puts it back. */
  async confirm(lab: string, keep: boolean, cause: Settled['cause'] = 'asked'): Promise<ConfirmOutcome> {
    const { confirmation } = this
    if (confirmation?.change.lab !== lab) return 'nothing-waits'
    confirmation.end()
    this.confirmation = undefined
    const { change, document } = confirmation
    return this.alone(async () => {
      const unkept = keep ? this.tryNote(change, document) : undefined
      if (keep && unkept === undefined) return this.settle(lab, 'kept', cause)
      log(
        `the change of ${lab} by ${change.actor} was not ${unkept === undefined ? 'confirmed' : `kept: ${unkept}`}; it is put back`,
      )
      return this.settle(lab, (await this.undo(change, unkept)).undone ? 'put-back' : 'failed', cause)
    })
  }

  /** Remembers how a change ended for those who look later; without an outcome, forgets it. */
  private settle<O extends Settled['outcome'] | undefined>(lab: string, outcome?: O, cause: Settled['cause'] = 'asked'): O {
    const others = this.outcomes.filter((one) => one.lab !== lab)
    this.outcomes = outcome === undefined ? others : [...others, { lab, outcome, cause, at: Date.now() }]
    return outcome as O
  }

  /**
   * Removes all that the lab owns; how many things that were, and which namespaces live on without a name because somebody is in them.
   * Throws when something would not go, when it is busy, or while another lab's change waits to be confirmed: only who waits for it may end that.
   */
  async remove(lab: string, actor: string): Promise<{ removed: number; left: Left[] }> {
    if (this.busy) throw new Error('an apply is under way on this machine')
    const waits = this.confirmation?.change.lab
    if (waits !== undefined && waits !== lab) {
      // Its journal is the way back from what may have cut somebody off, and there is one at a time.
      if (!(await this.isGone(lab)))
        throw new Refusal('waiting', `a change of ${waits} waits to be kept or put back first`, waits)
      return { removed: 0, left: [] }
    }
    // What was there before is the first step back from what nobody confirmed.
    if (waits !== undefined) await this.confirm(lab, false)
    return this.alone(async () => {
      await this.observer.readForPlan()
      const plan = planRemoval(lab, this.state)
      const ops = plan.steps.map(({ op }) => op)
      this.settle(lab)
      // Nothing is done to what is not there, so nothing is told of it: asked for again and again, that would fill the log.
      if (ops.length === 0 && !this.knows(lab)) return { removed: 0, left: [] }
      const change: Change = { lab, actor, ops, before: this.state }
      this.keeper?.begin(change)
      try {
        await runSteps(this.observer.machine, lab, ops, () => undefined)
        await this.observer.readForPlan()
        const rest = planRemoval(lab, this.state).steps.length
        if (rest > 0) throw new Error(`${rest} things of ${lab} are still there`)
        this.note(change, undefined)
      } catch (error) {
        // A sandbox ends soon, and what is left of the lab with it; on a computer the lab stays whole.
        if (this.keeper) await this.undo(change, errorWords(error))
        throw error
      }
      return { removed: ops.length, left: leftOf(change) }
    })
  }

  /** What carries our marks and belongs to no lab that is applied, from a fresh reading. */
  orphans(): Promise<Orphans> {
    return this.observer.inTurn(async () => {
      await this.observer.readForPlan()
      return orphansOf(this.state, this.kept)
    })
  }

  /** How many things `remove` would remove; for a machine that is about to end, and all that it holds with it. */
  async countOwned(lab: string): Promise<number> {
    if (this.busy) throw new Error('an apply is under way on this machine')
    return planRemoval(lab, this.state).steps.length
  }

  /** Takes the machine back to before a change that was not finished; for an agent that starts where another one was killed. */
  takeBack(change: Change): Promise<Pick<ApplyFailure, 'undone' | 'undoError'>> {
    return this.alone(async () => {
      const way = await this.undo(change)
      this.settle(change.lab, way.undone ? 'put-back' : 'failed', 'cut-off')
      return way
    })
  }

  /** Whether there is nothing of the lab, by a fresh reading. */
  private isGone(lab: string): Promise<boolean> {
    return this.observer.inTurn(async () => {
      await this.observer.readForPlan()
      return !this.knows(lab) && planRemoval(lab, this.state).steps.length === 0
    })
  }

  /** Whether the lab is noted anywhere, as applied or as having changed what is not its own. */
  private knows(lab: string): boolean {
    const { host } = this.state
    return Object.hasOwn(this.applied, lab) || (host !== undefined && isOnRecord(host, lab))
  }

  /** The labs that have something on the machine: what waits to be confirmed is not applied yet, and no orphan. */
  private get kept(): ReadonlySet<string> {
    const waits = this.confirmation?.change.lab
    return new Set([...Object.keys(this.applied), ...(waits === undefined ? [] : [waits])])
  }

  private note(change: Change, lab: Lab | undefined): void {
    if (this.keeper) {
      this.keeper.done(change, lab)
      return
    }
    const { [change.lab]: _gone, ...others } = this.own
    this.own = lab ? { ...others, [change.lab]: lab } : others
  }

  /** Why a change could not be noted, in words: what is not on the disk would be forgotten by the next start, so it is taken back. */
  private tryNote(change: Change, lab: Lab): string | undefined {
    try {
      this.note(change, lab)
      return undefined
    } catch (error) {
      return errorWords(error)
    }
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

  /** In its turn, so that nobody's plan takes the containers away from a change that is under way. */
  private want(lab: Lab): void {
    this.observer.machine.namespaces.guests?.want(lab, this.kept)
  }

  private async freshPlan(lab: Lab): Promise<Plan> {
    await this.observer.readForPlan()
    return planLab(lab, this.state)
  }

  /** Takes the machine back to a snapshot, by a plan from what it holds now. `why`: what had failed. */
  private async undo(change: Change, why?: string): Promise<Pick<ApplyFailure, 'undone' | 'undoError'>> {
    const undoError = await wayBack(this.observer, change).catch((error: unknown) => {
      log(`the way back to before the apply of ${change.lab} failed: ${errorWords(error)}`)
      return errorWords(error)
    })
    if (undoError !== undefined) {
      this.keeper?.stuck(change, why === undefined ? undoError : `${why}; ${undoError}`)
      return { undone: false, undoError }
    }
    try {
      this.keeper?.undone(change, why)
      return { undone: true }
    } catch (error) {
      return { undone: false, undoError: errorWords(error) }
    }
  }
}
