import * as z from 'zod'
import { discoverySchema } from '../discover/discovery'
import { labSchema } from '../lab/schema'
import { opSchema } from '../plan/ops'
import { orphansSchema } from '../plan/orphans'
import { hostFactsSchema } from '../preflight/facts'
import { machineStateSchema, stateChangeSchema, trafficSchema } from '../state/state'
import { type ReasonCode, reasonsEn } from '../text/reasons.en'
import { AGENT_PROTOCOL } from './agent-wire'
import { appliedRunSchema } from './applied-runs'
import { consoleFrames } from './console'
import { leftSchema } from './left'

/** What an agent answers, and what it tells by itself. */

const helloSchema = z.object({
  protocol: z.literal(AGENT_PROTOCOL),
  version: z.string(),
  machine: z.enum(['sandbox', 'host']),
  /** The lab that a sandbox is for. */
  lab: z.string().optional(),
  pid: z.int(),
  kernel: z.string(),
  /** Programs that probes, NAT and DHCP need, with where they are or null. */
  tools: z.record(z.string(), z.string().nullable()),
  /** A change that an earlier agent of this computer was killed in, and whether it could be taken back. */
  recovered: z.object({ lab: z.string(), undone: z.boolean(), error: z.string().optional() }).optional(),
})

/** An apply that is put back unless it is confirmed in so many seconds. */
const waitingSchema = z.object({ lab: z.string(), seconds: z.number() })

/** What became of a change that had to be confirmed, or that its agent was killed in. */
const settledSchema = z.object({
  lab: z.string(),
  outcome: z.enum(['kept', 'put-back', 'failed']),
  /** `asked`: somebody decided. `timeout`: nobody did. `cut-off`: the agent ended before. */
  cause: z.enum(['asked', 'timeout', 'cut-off']),
  /** Milliseconds since the epoch. */
  at: z.number(),
})

export const observationSchema = z.object({
  state: machineStateSchema,
  /** The labs that were last applied on this machine, by name; what drift is measured against. */
  applied: z.record(z.string(), labSchema),
  /** Host only. */
  waiting: waitingSchema.optional(),
  /** Host only: of the last change of each lab, until its next. */
  settled: z.array(settledSchema).optional(),
})

export const applyProgressSchema = z.object({
  planId: z.string(),
  total: z.int(),
  /** Steps done so far, in order; those below `done` are finished. */
  done: z.int(),
  phase: z.enum(['running', 'verifying', 'undoing']),
})

/** What a failed apply says: the step, the kernel's words, and how the way back went. */
export const applyFailureSchema = z.object({
  /** Index of the step that failed; absent when the verification failed. */
  step: z.int().optional(),
  op: opSchema.optional(),
  /** The kernel's or the program's own words. */
  error: z.string(),
  /** Ops that a fresh plan still wanted after all steps had run (verification). */
  remaining: z.array(opSchema).optional(),
  /** True when the machine is as it was before; else `undoError` says why not. */
  undone: z.boolean(),
  undoError: z.string().optional(),
})

export const applyResultSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('applied'),
    planId: z.string(),
    steps: z.int(),
    milliseconds: z.number(),
    /** Seconds; it is put back unless it is confirmed by then. */
    confirmWithin: z.int().optional(),
  }),
  z.object({ outcome: z.literal('failed'), planId: z.string(), failure: applyFailureSchema }),
  /** The kernel or the lab moved since the plan was made; look at the new plan first. */
  z.object({ outcome: z.literal('stale'), planId: z.string() }),
  /** Clashes with something foreign, or a lab with errors: see `plan` or `check`. */
  z.discriminatedUnion('reason', [
    z.object({ outcome: z.literal('refused'), reason: z.enum(['conflicts', 'invalid', 'busy']) }),
    /** A change of that lab waits to be confirmed; until it is kept or put back, nothing else is done. */
    z.object({ outcome: z.literal('refused'), reason: z.literal('waiting'), lab: z.string() }),
  ]),
])

export const pingEventSchema = z.discriminatedUnion('kind', [
  /** The command line as run, and the address that the target was resolved to. */
  z.object({ kind: z.literal('start'), command: z.string(), address: z.string() }),
  z.object({ kind: z.literal('reply'), seq: z.int(), from: z.string(), ttl: z.int(), ms: z.number() }),
  z.object({ kind: z.literal('timeout'), seq: z.int() }),
  /** An ICMP error, or ping's own (`Network is unreachable`). */
  z.object({ kind: z.literal('error'), seq: z.int().optional(), from: z.string().optional(), text: z.string() }),
  z.object({
    kind: z.literal('summary'),
    sent: z.int(),
    received: z.int(),
    /** Milliseconds; absent when nothing came back. */
    rtt: z.object({ min: z.number(), avg: z.number(), max: z.number() }).optional(),
  }),
])

export const tcpResultSchema = z.object({
  outcome: z.enum(['connected', 'refused', 'timeout', 'unreachable', 'error']),
  address: z.string(),
  ms: z.number(),
  /** The system's words where there are any. */
  text: z.string().optional(),
})

export const agentErrorSchema = z.object({
  code: z.enum([
    'bad-request',
    'unknown-node',
    'no-target',
    'unknown-console',
    'unavailable',
    'limit',
    'not-allowed',
    'waiting',
    'failed',
  ]),
  message: z.string(),
  /** With `waiting`: whose change waits to be confirmed. */
  lab: z.string().optional(),
})

/** What is told of a step: how it came about is the planner's business. */
const toldStepSchema = z.object({
  op: opSchema,
  action: z.enum(['create', 'change', 'delete']),
  reason: z.object({
    code: z.custom<ReasonCode>((code) => typeof code === 'string' && Object.hasOwn(reasonsEn, code)),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
})

const toldPlanSchema = z.object({
  /** Steps by the name of their operation, in the order in which they first appear. */
  counts: z.array(z.object({ op: z.string(), count: z.int() })),
  steps: z.array(toldStepSchema).optional(),
})

const stepSummarySchema = z.object({ id: z.string(), ops: z.array(opSchema), conflicts: z.int() })

const confirmOutcomeSchema = z.enum(['kept', 'put-back', 'nothing-waits', 'failed'])

/** Everything that an agent sends; `id` is the request that it belongs to. */
export const agentFrameSchema = z.discriminatedUnion('type', [
  z.object({ id: z.int(), type: z.literal('hello'), hello: helloSchema }),
  z.object({ id: z.int(), type: z.literal('observation'), observation: observationSchema }),
  z.object({ id: z.int(), type: z.literal('state'), change: stateChangeSchema }),
  /** The agent lost track (overrun, restart): the whole state again. */
  z.object({ id: z.int(), type: z.literal('snapshot'), observation: observationSchema }),
  z.object({ id: z.int(), type: z.literal('traffic'), traffic: trafficSchema }),
  z.object({ id: z.int(), type: z.literal('read') }),
  z.object({ id: z.int(), type: z.literal('plan'), plan: stepSummarySchema }),
  /** Without a plan: what was applied last is another lab. */
  z.object({ id: z.int(), type: z.literal('plan-applied'), plan: stepSummarySchema.optional() }),
  z.object({ id: z.int(), type: z.literal('steps'), plan: toldPlanSchema }),
  z.object({ id: z.int(), type: z.literal('left') }),
  z.object({ id: z.int(), type: z.literal('progress'), progress: applyProgressSchema }),
  z.object({ id: z.int(), type: z.literal('applied'), result: applyResultSchema }),
  /** After destroy: what was removed and what was left alone, with why. */
  z.object({
    id: z.int(),
    type: z.literal('destroyed'),
    removed: z.int(),
    left: z.array(leftSchema),
  }),
  z.object({ id: z.int(), type: z.literal('discovery'), discovery: discoverySchema }),
  z.object({ id: z.int(), type: z.literal('facts'), facts: hostFactsSchema }),
  z.object({ id: z.int(), type: z.literal('orphans'), orphans: orphansSchema, removed: z.int() }),
  z.object({ id: z.int(), type: z.literal('log'), runs: z.array(appliedRunSchema), more: z.boolean() }),
  /** Whether there was something that waited to be confirmed, and how it went. */
  z.object({ id: z.int(), type: z.literal('confirmed'), outcome: confirmOutcomeSchema }),
  /** Where the door is that `admit` opened. */
  z.object({ id: z.int(), type: z.literal('admitted'), socket: z.string() }),
  z.object({ id: z.int(), type: z.literal('ping'), event: pingEventSchema }),
  z.object({ id: z.int(), type: z.literal('tcp'), result: tcpResultSchema }),
  z.object({ id: z.int(), type: z.literal('output'), stream: z.enum(['stdout', 'stderr']), data: z.string() }),
  /** The program has read this `input`, or reads no more. */
  z.object({ id: z.int(), type: z.literal('input-done') }),
  /** The end of a stream of events; for `run` and `ping`, how the program ended. */
  z.object({ id: z.int(), type: z.literal('done'), exitCode: z.int().nullable(), signal: z.string().optional() }),
  z.object({ id: z.int(), type: z.literal('error'), error: agentErrorSchema }),
  ...consoleFrames,
])

export type AgentFrame = z.infer<typeof agentFrameSchema>
export type AgentHello = z.infer<typeof helloSchema>
export type Recovery = NonNullable<AgentHello['recovered']>
export type Waiting = z.infer<typeof waitingSchema>
export type Settled = z.infer<typeof settledSchema>
export type ConfirmOutcome = z.infer<typeof confirmOutcomeSchema>
export type Observation = z.infer<typeof observationSchema>
export type ToldStep = z.infer<typeof toldStepSchema>
export type ToldPlan = z.infer<typeof toldPlanSchema>
export type ApplyProgress = z.infer<typeof applyProgressSchema>
export type ApplyFailure = z.infer<typeof applyFailureSchema>
export type ApplyResult = z.infer<typeof applyResultSchema>
export type PingEvent = z.infer<typeof pingEventSchema>
export type TcpResult = z.infer<typeof tcpResultSchema>
export type AgentError = z.infer<typeof agentErrorSchema>
