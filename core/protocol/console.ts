import * as z from 'zod'

/**
 * Consoles: shells on pseudo-terminals that an agent keeps in its machine's namespaces, whoever looks at them. What both sockets
 * (`agent.ts`, `socket.ts`) say about them.
 */

/** Consoles that may run on one machine at once. */
export const MAX_CONSOLES = 16
/** Bytes of one input message; a longer paste is several. */
export const MAX_CONSOLE_INPUT = 32 * 1024
/** Bytes of output that are kept for those who attach later. */
export const CONSOLE_SCROLLBACK = 256 * 1024
/** Bytes that may be under way to one reader and not acknowledged yet. */
export const CONSOLE_WINDOW = 128 * 1024
/** A reader acknowledges at least this often, in bytes: well within the window, so that a quick reader never waits. */
export const CONSOLE_ACK = 32 * 1024

export const consoleIdSchema = z.string().min(1).max(80)
export const colsSchema = z.int().min(2).max(500)
export const rowsSchema = z.int().min(1).max(300)

/** How a console ended: its shell did, or its namespace was deleted, which ended the shell. */
const consoleEndSchema = z.object({
  why: z.enum(['exit', 'namespace-gone']),
  exitCode: z.int().nullable(),
  signal: z.string().optional(),
})

/** One console. It stays listed after its end, with its last words, until someone closes it. */
export const consoleSchema = z.object({
  id: consoleIdSchema,
  /** The lab that its node is in, on a computer that has several. */
  lab: z.string().optional(),
  node: z.string(),
  cols: colsSchema,
  rows: rowsSchema,
  end: consoleEndSchema.optional(),
})

/** The agent's requests about consoles. */
export const consoleRequests = [
  /**
   * A shell in a node's namespace; `console` is the reply. In a sandbox in any node; on this computer itself only in the containers of an applied
   * `lab`, by their engine, with what the container may do.
   */
  z.object({
    type: z.literal('console-open'),
    lab: z.string().max(64).optional(),
    node: z.string().max(64),
    cols: colsSchema,
    rows: rowsSchema,
  }),
  /** Replies with `consoles` now and whenever they change; a second one on a connection replaces the first. */
  z.object({ type: z.literal('console-watch') }),
  /**
   * Follows a console's output: `console-output` events, the kept scrollback first, until `done` or a `cancel`. At most `CONSOLE_WINDOW` bytes are
   * sent ahead of `console-ack`; a reader that lost too much meanwhile gets a `reset` and the scrollback instead.
   */
  z.object({ type: z.literal('console-attach'), console: consoleIdSchema }),
  /** The reader of attach request `of` has dealt with this many bytes more. */
  z.object({ type: z.literal('console-ack'), of: z.int(), bytes: z.int().min(1).max(CONSOLE_SCROLLBACK) }),
  /** Bytes as typed, base64. */
  z.object({ type: z.literal('console-input'), console: consoleIdSchema, data: z.base64().max(MAX_CONSOLE_INPUT * 2) }),
  z.object({ type: z.literal('console-resize'), console: consoleIdSchema, cols: colsSchema, rows: rowsSchema }),
  /** Hangs up, as closing a terminal window does, and takes it off the list. */
  z.object({ type: z.literal('console-close'), console: consoleIdSchema }),
] as const

/** What the agent answers to them. */
export const consoleFrames = [
  z.object({ id: z.int(), type: z.literal('console'), console: consoleSchema }),
  z.object({ id: z.int(), type: z.literal('consoles'), consoles: z.array(consoleSchema) }),
  /** With `reset`, what was shown before no longer counts. */
  z.object({ id: z.int(), type: z.literal('console-output'), data: z.string(), reset: z.boolean() }),
  /** Input, resize or close was carried out. */
  z.object({ id: z.int(), type: z.literal('console-done') }),
] as const

export type Console = z.infer<typeof consoleSchema>
export type ConsoleEnd = z.infer<typeof consoleEndSchema>
