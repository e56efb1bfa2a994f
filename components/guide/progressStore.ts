import * as z from 'zod'
import { NO_PROGRESS, type Progress } from '../../core/guide/progress'
import { progressKey } from './veil'

const exerciseSchema = z.object({
  fault: z.string(),
  /** Milliseconds since the epoch; a ping from before proves nothing. */
  since: z.number(),
  /** How many hints were asked for. */
  hints: z.number(),
  found: z.boolean(),
  mended: z.boolean(),
  /** What it keeps to itself, until the learner asks for it or finds it. */
  secret: z.enum(['traces', 'kernel']).nullable().default(null),
})

/** A fault that the learner is after. */
export type Exercise = z.infer<typeof exerciseSchema>

const keptSchema = z.object({
  done: z.array(z.string()),
  held: z.array(z.string()).default([]),
  answers: z.record(z.string(), z.number()),
  exercise: exerciseSchema.nullable(),
})

/** How far this reader is with one copy of an example; kept in the browser, since it is about the reader and not about the lab. */
export function loadProgress(copy: string): { progress: Progress; exercise: Exercise | null } {
  const nothing = { progress: NO_PROGRESS, exercise: null }
  const text = localStorage.getItem(progressKey(copy))
  if (text === null) return nothing
  try {
    const { success, data } = keptSchema.safeParse(JSON.parse(text))
    return success ? { progress: { done: data.done, held: data.held, answers: data.answers }, exercise: data.exercise } : nothing
  } catch {
    // Not JSON: somebody else's entry, and a new start does no harm.
    return nothing
  }
}

export function saveProgress(copy: string, { done, held, answers }: Progress, exercise: Exercise | null): void {
  localStorage.setItem(progressKey(copy), JSON.stringify({ done, held, answers, exercise }))
}
