import * as z from 'zod'
import type { Op } from '../plan/ops'
import { commandsOf } from '../script/commands'

/**
 * The log of who changed which machine, when, with which commands: a JSON object a line, only ever added to. An apply has two lines, one before
 * its first step and one with how it ended; so one that has no end was cut short.
 */
export const logEntrySchema = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  machine: z.enum(['sandbox', 'host']),
  lab: z.string(),
  /** The user of the command line, or a browser's session. */
  actor: z.string(),
  did: z.enum(['started', 'applied', 'destroyed', 'put-back', 'failed']),
  steps: z.int().optional(),
  /** Of all steps, unless they were very many. */
  commands: z.array(z.string()).optional(),
  /** The kernel's words. */
  error: z.string().optional(),
})

export type LogEntry = z.infer<typeof logEntrySchema>

/** The log's file, in the folder where it is kept. */
export const LOG_FILE = 'applied.jsonl'
/** A log that has grown beyond this many bytes becomes `applied.jsonl.1`, in place of the one before. */
export const LOG_BYTES = 16_000_000
/** Steps whose commands are written out. */
export const LOGGED_STEPS = 5000

/** The commands of a plan's steps as the log has them. */
export function loggedCommands(lab: string, ops: readonly Op[]): Pick<LogEntry, 'steps' | 'commands'> {
  if (ops.length > LOGGED_STEPS) return { steps: ops.length }
  return { steps: ops.length, commands: ops.flatMap((op) => commandsOf(op, { dialect: 'nft', marks: true, lab })) }
}

/** The entries of a log, of one lab or of all; a line that a crash cut short is left out. */
export function readLog(text: string, lab?: string): LogEntry[] {
  // Most lines of a big log are others', and need not be understood.
  const mark = lab === undefined ? '' : `"lab":${JSON.stringify(lab)}`
  return text.split('\n').flatMap((line) => {
    if (!line.includes(mark)) return []
    try {
      const entry = logEntrySchema.safeParse(JSON.parse(line)).data
      return entry && (lab === undefined || entry.lab === lab) ? entry : []
    } catch (error) {
      if (error instanceof SyntaxError) return []
      throw error
    }
  })
}
