import * as z from 'zod'
import type { Diagnostic } from '../check/diagnostic'
import type { Discovery } from '../discover/discovery'
import { commandSchema } from '../edit/change'
import { LIMITS } from '../lab/limits'
import type { Lab } from '../lab/schema'
import type { HostFacts } from '../preflight/facts'
import type { MachineState, StateChange, Traffic } from '../state/state'
import type { MachineProblem } from '../text/machines'
import type { ApplyProgress, ApplyResult, ConfirmOutcome, PingEvent, Settled, TcpResult, Waiting } from './agent'
import type { ToldRuns } from './applied-runs'
import { CONSOLE_SCROLLBACK, type Console, colsSchema, consoleIdSchema, MAX_CONSOLE_INPUT, rowsSchema } from './console'
import type { LabVersion, OutsideChange } from './history'
import type { Left } from './left'

/**
 * The events between a browser and the web process (socket.io, websocket only, path `/socket`). Every client event has an
 * acknowledgement with a typed result; one without is refused. Requests are validated by these schemas on the server.
 */

/** socket.io's maxHttpBufferSize: a lab has at most 1 MB. */
export const MAX_EVENT_BYTES = 2_000_000

/** Levels of one request: a lab's, and the few that a command puts around a piece of it. */
export const MAX_EVENT_DEPTH = LIMITS.depth + 8

const labName = z.string().max(40)
/** -0 is a whole number that is not below 0, and equals 0 in some comparisons only. */
const revision = z
  .int()
  .min(0)
  .refine((number) => !Object.is(number, -0))
const probeId = z.string().max(40)
/** The client's own name for one view of a console. */
const attachmentId = z.string().min(1).max(40)
const typed = z.custom<Uint8Array>(
  (data) => data instanceof Uint8Array && data.length > 0 && data.length <= MAX_CONSOLE_INPUT,
  'bytes, and not too many',
)

/** Where a lab runs: in a sandbox of its own, or on this computer itself. */
export const machineKindSchema = z.enum(['sandbox', 'host'])

/** Where a lab comes from: the example, and an id of this copy of it, since a lab of the same name may follow. */
export const originSchema = z.object({ example: labName, copy: z.string().max(60) })

/** Client events: request schemas by event name. */
export const clientEvents = {
  /** The gallery: the labs in the store and the examples. */
  'lab:list': z.strictObject({}),
  /** A new lab: empty, a copy of an example, a copy of a lab, or from YAML. The name is made unique when it is taken. */
  'lab:create': z.strictObject({
    name: labName.optional(),
    from: z
      .discriminatedUnion('source', [
        z.strictObject({ source: z.literal('example'), example: labName }),
        z.strictObject({ source: z.literal('lab'), lab: labName }),
        z.strictObject({ source: z.literal('yaml'), text: z.string().max(1_000_000) }),
      ])
      .optional(),
  }),
  'lab:delete': z.strictObject({ lab: labName }),
  /** Joins the lab's room; `lab:changed`, `machine`, `state`, `traffic`, `apply` events follow. */
  'lab:open': z.strictObject({ lab: labName }),
  'lab:close': z.strictObject({ lab: labName }),
  /** One command on the revision that it was made on. `edit` is the client's own id, so that a resend after a lost reply is not applied twice. */
  'lab:edit': z.strictObject({ lab: labName, revision, edit: z.string().min(1).max(40), command: commandSchema }),
  /** Every version that is kept, newest first. */
  'lab:history': z.strictObject({ lab: labName }),
  /** One of them, whole. */
  'lab:version': z.strictObject({ lab: labName, version: revision }),
  /** Who applied what of it, when, on which machine; with `of`, one of these runs, with its commands. */
  'lab:log': z.strictObject({
    lab: labName,
    of: z.strictObject({ machine: machineKindSchema, at: z.string().max(40) }).optional(),
  }),
  /** The answer to a file that was changed outside, where that waits for one: whose side counts where both changed something. */
  'lab:settle': z.strictObject({ lab: labName, take: z.enum(['mine', 'theirs']) }),
  /** Applies the lab at exactly this revision, if a fresh plan still has this id. Starts the sandbox when there is none. */
  'machine:apply': z.strictObject({ lab: labName, revision, planId: z.string().max(100) }),
  'machine:destroy': z.strictObject({ lab: labName }),
  /** Has a lab run on the other machine from now on. Refused while it is applied on the one where it is. */
  'machine:choose': z.strictObject({ lab: labName, machine: machineKindSchema }),
  /** What this computer is like, for a lab that is on it: `core/preflight` judges whether something is in the way. */
  'machine:facts': z.strictObject({ lab: labName }),
  /** Keeps what waits to be confirmed on this computer, or puts it back at once. */
  'machine:confirm': z.strictObject({ lab: labName, keep: z.boolean() }),
  /** Starts a ping; `probe` events follow under the client's own probe id. */
  'probe:ping': z.strictObject({
    lab: labName,
    probe: probeId,
    node: z.string().max(64),
    target: z.string().min(1).max(130),
    count: z.int().min(1).max(1000),
  }),
  'probe:tcp': z.strictObject({
    lab: labName,
    probe: probeId,
    node: z.string().max(64),
    target: z.string().min(1).max(130),
    port: z.int().min(1).max(65535),
  }),
  'probe:cancel': z.strictObject({ lab: labName, probe: probeId }),
  /** Ends this browser's session: all its pages are let go, and only a new link lets it in again. */
  'session:end': z.strictObject({}),
  /** What is on this computer, or with `lab` in that lab's sandbox: a single look, which changes nothing. */
  'machine:discover': z.strictObject({ lab: labName.optional() }),
  /** The example that a lab was made from, whole: what its guide starts from and ends with. */
  'guide:example': z.strictObject({ lab: labName }),
  /** Causes one of the faults of the lab's guide in the kernel of its sandbox, behind the lab's back. Never on `host`. */
  'guide:break': z.strictObject({ lab: labName, fault: z.string().max(40) }),
  /** Starts the TCP server of the lab's guide in its sandbox; it ends with the machine, or when nobody has the lab open. */
  'guide:serve': z.strictObject({ lab: labName }),
  /** Starts a shell in a node; it is listed in `consoles` from then on, in every browser. */
  'console:open': z.strictObject({ lab: labName, node: z.string().max(64), cols: colsSchema, rows: rowsSchema }),
  /** Follows a console: `console:output` events, the scrollback first, under the client's own attachment id. */
  'console:attach': z.strictObject({ lab: labName, console: consoleIdSchema, attachment: attachmentId }),
  'console:detach': z.strictObject({ lab: labName, attachment: attachmentId }),
  /** Bytes of output that the page has dealt with; without these the server stops sending. */
  'console:ack': z.strictObject({ lab: labName, attachment: attachmentId, bytes: z.int().min(1).max(CONSOLE_SCROLLBACK) }),
  'console:input': z.strictObject({ lab: labName, console: consoleIdSchema, data: typed }),
  'console:resize': z.strictObject({ lab: labName, console: consoleIdSchema, cols: colsSchema, rows: rowsSchema }),
  /** Hangs up and takes it off the list. */
  'console:close': z.strictObject({ lab: labName, console: consoleIdSchema }),
} as const

export type ClientEvents = typeof clientEvents
export type ClientEventName = keyof ClientEvents
export type ClientRequest<E extends ClientEventName> = z.infer<ClientEvents[E]>

/** Why the server said no. `text` is the system's or the kernel's own words where there are any. */
export interface WireError {
  code:
    | 'malformed'
    | 'too-fast'
    | 'too-large'
    | 'unknown-event'
    | 'no-such-lab'
    | 'stale'
    | 'conflict'
    | 'invalid'
    | 'not-running'
    | 'busy'
    /** The lab is applied where it is, and has to be destroyed there before it changes machine. */
    | 'applied-here'
    /** What is asked for is done in sandboxes only. */
    | 'sandbox-only'
    | 'machine-unavailable'
    | 'store-failed'
    | 'session-ended'
    /** This machine gives no consoles: the host itself, or a sandbox that cannot keep the computer's files closed. */
    | 'not-allowed'
    | 'limit'
    | 'unknown-node'
    | 'unknown-console'
    | 'failed'
  text?: string
  diagnostics?: Diagnostic[]
  /** With `machine-unavailable`: what `describeMachineProblem` says in the reader's language, and what to do about it. */
  problem?: MachineProblem
}

export type Ack<T> = { ok: true; value: T } | { ok: false; error: WireError }

export interface LabSummary {
  name: string
  description?: string
  nodes: number
  links: number
  /** Milliseconds since the epoch; absent for an example. */
  changed?: number
  /** A small copy for the picture on the card. */
  preview: Lab
  machine: MachineStatus
}

/** Of a lab's machine. `stopped` = none runs. */
export interface MachineStatus {
  kind: MachineKind
  /** This computer itself runs always: there, `running` says that its agent is connected. */
  status: 'stopped' | 'starting' | 'running' | 'stopping' | 'lost'
  /** Why it could not start, in the system's words. */
  error?: string
  /** The same for the reader's language, where it is a problem that we know. */
  problem?: MachineProblem
  /** Host only: an apply, of this lab or another, that is put back unless it is kept within so many seconds from now. */
  waiting?: Waiting
  /** Host only: what became of the last apply of this lab that had to be confirmed, or that was cut off. */
  settled?: Settled
}

export type MachineKind = z.infer<typeof machineKindSchema>

export interface OpenedLab {
  lab: Lab
  revision: number
  machine: MachineStatus
  /** When running. */
  state?: MachineState
  /** What was last applied to the machine, for drift. */
  applied?: Lab
  /** An apply that is under way. */
  applying?: ApplyProgress
  /** For a lab that was made from an example with a guide. */
  origin?: z.infer<typeof originSchema>
  consoles: Console[]
  /** Why no lab can run on this computer itself; absent where it can. */
  hostProblem?: MachineProblem
  /** The file was changed outside, and that waits for an answer. */
  outside?: OutsideChange
}

/** Results of client events by name. */
export interface ClientResults {
  'lab:list': { labs: LabSummary[]; examples: LabSummary[] }
  'lab:create': { name: string }
  'lab:delete': Record<string, never>
  'lab:open': OpenedLab
  'lab:close': Record<string, never>
  /** The revision that the command made. */
  'lab:edit': { revision: number }
  /** `whole` while no version had to be let go. */
  'lab:history': { versions: LabVersion[]; whole: boolean }
  'lab:version': { document: Lab }
  /** `closed`: the lab is on this computer, whose log cannot be had here. `you`: how this session's own runs are signed. */
  'lab:log': ToldRuns & { closed: boolean; you: string }
  'lab:settle': Record<string, never>
  'machine:apply': ApplyResult
  'session:end': Record<string, never>
  'machine:discover': Discovery
  'machine:destroy': { removed: number; left: Left[] }
  'machine:choose': Record<string, never>
  'machine:facts': HostFacts
  'machine:confirm': { outcome: ConfirmOutcome }
  'probe:ping': Record<string, never>
  'probe:tcp': TcpResult
  'probe:cancel': Record<string, never>
  'guide:example': { example: Lab }
  'guide:break': Record<string, never>
  'guide:serve': Record<string, never>
  'console:open': { console: string }
  'console:attach': Record<string, never>
  'console:detach': Record<string, never>
  'console:ack': Record<string, never>
  'console:input': Record<string, never>
  'console:resize': Record<string, never>
  'console:close': Record<string, never>
}

/** Server events. Each belongs to one lab that the client has open. */
export interface ServerEvents {
  /** A command was accepted; `edit` is its sender's id, so that the sender knows it as its own. */
  'lab:changed': (event: { lab: string; revision: number; edit: string; command: z.infer<typeof commandSchema> }) => void
  /** The document was replaced (changed outside, restored): take it whole. */
  'lab:replaced': (event: { lab: string; revision: number; document: Lab }) => void
  /** The file was changed outside: what became of that. Without `outside`, nothing waits for an answer any more. */
  'lab:outside': (event: { lab: string; outside?: OutsideChange }) => void
  'lab:deleted': (event: { lab: string }) => void
  machine: (event: { lab: string; machine: MachineStatus }) => void
  /** Whole state: at start, after a gap, or instead of a backlog. */
  'state:snapshot': (event: { lab: string; state: MachineState; applied?: Lab }) => void
  'state:change': (event: { lab: string; change: StateChange }) => void
  traffic: (event: { lab: string; traffic: Traffic }) => void
  'apply:progress': (event: { lab: string; progress: ApplyProgress }) => void
  'apply:result': (event: { lab: string; result: ApplyResult }) => void
  /** The machine's consoles, whenever they change; `running` is false when they went with their machine. */
  consoles: (event: { lab: string; running: boolean; consoles: Console[] }) => void
  /** With `reset`, what was shown before no longer counts. */
  'console:output': (event: { lab: string; attachment: string; data: Uint8Array; reset: boolean }) => void
  probe: (event: { lab: string; probe: string; event: PingEvent | { kind: 'done' } | { kind: 'failed'; text: string } }) => void
}

/** Rate limits per connection: events in a burst, and refilled per second. */
export const RATE = { burst: 200, perSecond: 60 } as const
/** The same for what typing and reading in a console sends. */
export const CONSOLE_RATE = { burst: 400, perSecond: 200 } as const
export const CONSOLE_TRAFFIC: ReadonlySet<string> = new Set<ClientEventName>(['console:input', 'console:ack', 'console:resize'])
