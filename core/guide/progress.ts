import { BEYOND, type CheckResult, notYet, type Why } from './check'
import type { Guide, GuideStep, GuideView } from './guide'

/** How far a learner is: kept by the page, not by the lab. */
export interface Progress {
  /** Steps that were seen done: what was shown stays shown. */
  done: readonly string[]
  /** Those of them that the kernel had done already when the learner came to them. */
  held: readonly string[]
  /** What was chosen, by question. */
  answers: Readonly<Record<string, number>>
}

export const NO_PROGRESS: Progress = { done: [], held: [], answers: {} }

/** Where the learner is now. */
export interface Standing {
  /** The step that is next; absent at the end. */
  current?: string
  /** Steps before it that the lab is past, with what tells so. */
  passed: Readonly<Record<string, Why>>
}

/** How a step stands now. A question waits for its choice before it looks at the kernel. */
export function resultOf(step: GuideStep, view: GuideView, progress: Progress): CheckResult {
  if (progress.done.includes(step.id)) return { done: true }
  if (step.answer !== undefined && progress.answers[step.id] === undefined) return notYet('not-chosen')
  return step.check(view)
}

/**
 * Why a step can no longer be seen: kernel and drawing both have already what it is the time before of. A step that draws is never
 * past: what is too much for it, it takes away.
 */
function overtaken(step: GuideStep, view: GuideView): Why | undefined {
  if (step.action?.kind === 'edit') return undefined
  const result = step.check(view)
  return !result.done && BEYOND.has(result.why.code) ? result.why : undefined
}

/** Where the learner is: at the first step that is neither done nor overtaken by what the lab has become. */
export function standing(guide: Guide, view: GuideView, progress: Progress): Standing {
  const passed: Record<string, Why> = {}
  for (const step of guide.steps) {
    if (progress.done.includes(step.id)) continue
    const why = overtaken(step, view)
    if (!why) return { current: step.id, passed }
    passed[step.id] = why
  }
  return { passed }
}

/**
 * Takes over what can be seen done now. Steps are done in their order: a check further down may hold long before the learner
 * comes to it, and would then show a conclusion without its question.
 *
 * @param met the step that the learner was at when it was last looked; what is done beyond it was so already
 */
export function advance(guide: Guide, view: GuideView, progress: Progress, met: string | undefined): Progress {
  let now = progress
  for (;;) {
    const { current } = standing(guide, view, now)
    const step = guide.steps.find(({ id }) => id === current)
    if (!step || !resultOf(step, view, now).done) return now
    const held = step.id === met ? now.held : [...now.held, step.id]
    now = { ...now, held, done: [...now.done, step.id] }
  }
}
