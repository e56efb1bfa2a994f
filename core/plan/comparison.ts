import type { Lab } from '../lab/schema'
import type { Desired, DesiredNetns } from './desired'
import { PlanDraft } from './draft'
import { readMissing, readNetnsDrift, readSurplus } from './drift'
import { type KernelNetns, kernelOf } from './kernel'
import type { Mirror } from './mirror'
import type { Drift, Plan } from './plan'
import { writePlan } from './plan-lab'
import { desiredOn } from './shared-host'

/**
 * A lab held against a machine, for who asks with every change of the machine how it drifted and what to do about it. Most of the work is to
 * find out what is what: it is done once, and when only values have changed since, only the namespaces that have them are read again.
 */
export class Comparison {
  private readonly wanted: Desired
  private readonly draft: PlanDraft
  private readonly missing: readonly Drift[]
  private readonly surplus: readonly Drift[]
  /** In the lab's order. */
  private readonly byNetns = new Map<DesiredNetns, readonly Drift[]>()
  /** The desired namespaces of which a kernel's namespace holds something. */
  private readonly inside = new Map<KernelNetns, Set<DesiredNetns>>()
  private all: readonly Drift[] | undefined
  private written: Plan | undefined

  constructor(
    lab: Lab,
    private readonly mirror: Mirror,
  ) {
    const { kernel } = mirror
    this.wanted = desiredOn(lab, kernel)
    this.draft = new PlanDraft(this.wanted, kernel)
    this.missing = readMissing(this.draft)
    this.surplus = readSurplus(this.draft)
    for (const netns of this.wanted.namespaces.values()) {
      this.byNetns.set(netns, readNetnsDrift(this.draft, netns))
      const found = this.draft.netnsOf(netns)
      if (found) this.note(found, netns)
      for (const link of netns.links) {
        const there = this.draft.linkOf(link)?.netns
        if (there && there !== found) this.note(there, netns)
      }
    }
  }

  private note(found: KernelNetns, netns: DesiredNetns): void {
    const known = this.inside.get(found)
    if (known) known.add(netns)
    else this.inside.set(found, new Set([netns]))
  }

  /** Reads the namespaces again in which the mirror says that values have changed. False when the mirror was read anew: then this is void. */
  reread(changed: ReadonlySet<KernelNetns>): boolean {
    if (this.draft.kernel !== this.mirror.kernel) return false
    if (changed.size === 0) return true
    for (const found of changed) {
      for (const netns of this.inside.get(found) ?? []) this.byNetns.set(netns, readNetnsDrift(this.draft, netns))
    }
    this.all = undefined
    this.written = undefined
    return true
  }

  /** The same as `driftOf`. */
  get drift(): readonly Drift[] {
    this.all ??= [...this.missing, ...[...this.byNetns.values()].flat(), ...this.surplus]
    return this.all
  }

  /** The same as `planLab`. */
  plan(): Plan {
    this.written ??= this.write()
    return this.written
  }

  private write(): Plan {
    const { matching } = this.draft
    // Things made or removed make the kernel another one: such a plan is written against one of its own.
    const remakes = Object.values(matching).some((some) => Array.isArray(some) && some.length > 0)
    if (remakes) return writePlan(new PlanDraft(this.wanted, kernelOf(this.mirror.observed)))
    const { kernel } = this.mirror
    const plan = writePlan(new PlanDraft(this.wanted, kernel, this.draft.kernel === kernel ? matching : undefined))
    this.mirror.restore(plan.steps.map(({ op }) => op))
    return plan
  }
}
