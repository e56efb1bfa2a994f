import * as z from 'zod'
import { type LogEntry, logEntrySchema } from './applied-log'

/** One apply or destroy of a lab, put together from what the log says of its beginning and its end. */
export const appliedRunSchema = logEntrySchema.omit({ lab: true, did: true }).extend({
  /** `no-end`: it is under way, waits to be kept, or was cut short. `failed`: not everything could be put back. */
  outcome: z.enum(['applied', 'destroyed', 'put-back', 'failed', 'no-end']),
  /** When it had ended; as `at`, which is when it began. */
  ended: z.string().optional(),
})

export type AppliedRun = z.infer<typeof appliedRunSchema>

/** What is told of a log at once. */
export interface ToldRuns {
  /** The newest first. */
  runs: AppliedRun[]
  /** There are older ones. */
  more: boolean
}

/** Runs that are told at once. */
export const TOLD_RUNS = 200

/** The runs of one lab, from its entries oldest first, in the order in which they began. */
export function runsOf(entries: readonly LogEntry[]): AppliedRun[] {
  const runs: AppliedRun[] = []
  let open: AppliedRun | undefined
  for (const { lab: _lab, did, ...entry } of entries) {
    if (did === 'started') {
      open = { ...entry, outcome: 'no-end' }
      runs.push(open)
    } else if (open && !(did === 'destroyed' && entry.machine === 'sandbox')) {
      Object.assign(open, { outcome: did, ended: entry.at, ...(entry.error !== undefined && { error: entry.error }) })
      open = undefined
    } else {
      // A sandbox is destroyed by ending it, without a plan; an apply that was under way ended with it and has no end of its own.
      runs.push({ ...entry, outcome: did })
      open = undefined
    }
  }
  return runs
}

/** The newest runs without their commands; with `of`, only the one that began then, with them. */
export function toldRuns(entries: readonly LogEntry[], of?: string): ToldRuns {
  const runs = runsOf(entries).reverse()
  if (of !== undefined) return { runs: runs.filter(({ at }) => at === of).slice(0, 1), more: false }
  return { runs: runs.slice(0, TOLD_RUNS).map(({ commands: _commands, ...run }) => run), more: runs.length > TOLD_RUNS }
}
