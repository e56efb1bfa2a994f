import type { Lab } from '../lab/schema'
import type { MachineState } from '../state/state'
import { type Desired, desiredOfLab } from './desired'
import { PlanDraft } from './draft'
import { readDrift } from './drift'
import { kernelOf } from './kernel'
import type { Drift, Plan } from './plan'
import { writePlan } from './plan-lab'
import { onSharedHost } from './shared-host'

/** What a lab wants does not change with the machine, and labs are never changed in place. */
const desired = new WeakMap<Lab, Desired>()

/**
 * A lab held against a machine, for who asks both how it drifted and what to do about it, with every change of the machine: most of
 * the work is to find out what is what, and that is done once.
 */
export class Comparison {
  readonly drift: readonly Drift[]
  private readonly draft: PlanDraft
  private written: Plan | undefined

  constructor(lab: Lab, state: MachineState) {
    let wanted = desired.get(lab)
    if (!wanted) {
      wanted = desiredOfLab(lab)
      desired.set(lab, wanted)
    }
    const kernel = kernelOf(state)
    this.draft = new PlanDraft(kernel.record ? onSharedHost(wanted, kernel, kernel.record) : wanted, kernel)
    // Before the plan, which imagines the machine changed.
    this.drift = readDrift(this.draft)
  }

  /** The same as `planLab`. */
  plan(): Plan {
    this.written ??= writePlan(this.draft)
    return this.written
  }
}
