import type { OpName } from '../../core/plan/ops'
import type { Step, StepAction } from '../../core/plan/plan'

/** A step with its place in the plan, counted from 0. */
export interface PlacedStep {
  index: number
  step: Step
}

/** Neighbouring steps of one kind, shown under one heading with one bar. */
export interface StepGroup {
  op: OpName
  action: StepAction
  steps: PlacedStep[]
}

/** From how many steps on a plan is shown by kind; below, every step has its line. */
export const GROUPED_FROM = 80

/** The steps in groups of neighbours with the same op and action, in the plan's order. */
export function groupSteps(steps: readonly Step[]): StepGroup[] {
  const groups: StepGroup[] = []
  for (const [index, step] of steps.entries()) {
    const last = groups[groups.length - 1]
    if (last && last.op === step.op.op && last.action === step.action) last.steps.push({ index, step })
    else groups.push({ op: step.op.op, action: step.action, steps: [{ index, step }] })
  }
  return groups
}

/** How many steps of a group are finished when the plan's first `done` steps are. */
export function groupDone(group: StepGroup, done: number): number {
  const first = group.steps[0]?.index ?? 0
  return Math.max(0, Math.min(group.steps.length, done - first))
}

/** How many steps create, change and delete. */
export function countActions(steps: readonly Step[]): Record<StepAction, number> {
  const counts = { create: 0, change: 0, delete: 0 }
  for (const step of steps) counts[step.action] += 1
  return counts
}
