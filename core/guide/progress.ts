import { type CheckResult, notYet } from './check'
import type { Guide, GuideStep, GuideView } from './guide'

/** How far a learner is: kept by the page, not by the lab. */
export interface Progress {
  /** Steps that were seen done: what was shown stays shown. */
  done: readonly string[]
  /** What was chosen, by question. */
  answers: Readonly<Record<string, number>>
}

export const NO_PROGRESS: Progress = { done: [], answers: {} }

/** How a step stands now. A question waits for its choice before it looks at the kernel. */
export function resultOf(step: GuideStep, view: GuideView, progress: Progress): CheckResult {
  if (progress.done.includes(step.id)) return { done: true }
  if (step.answer !== undefined && progress.answers[step.id] === undefined) return notYet('not-chosen')
  return step.check(view)
}

/** The step that is next: the first that is not done. Undefined at the end. */
export function currentStep(guide: Guide, progress: Progress): GuideStep | undefined {
  return guide.steps.find(({ id }) => !progress.done.includes(id))
}

/**
 * Takes over what can be seen done now. Steps are done in their order: a check further down may hold long before the learner
 * comes to it, and would then show a conclusion without its question.
 */
export function advance(guide: Guide, view: GuideView, progress: Progress): Progress {
  let now = progress
  for (let step = currentStep(guide, now); step && resultOf(step, view, now).done; step = currentStep(guide, now)) {
    now = { ...now, done: [...now.done, step.id] }
  }
  return now
}
