import * as z from 'zod'
import { labSchema } from '../lab/schema'
import { AGENT_PROTOCOL } from './agent-wire'
import { consoleRequests } from './console'

/** What an agent can be asked. Apart from what it answers, so that neither side has to make the schemas of what it sends. */

const node = z.string().max(64)
/** What execve(2) can pass on. */
const argument = z
  .string()
  .max(10_000)
  .refine((text) => !text.includes('\0'))
/** Seconds in which an apply has to be confirmed. On the host, what may cut the operator off has to be in any case. */
const confirmWithin = z.int().min(1).max(3600).optional()
/** Whose node is meant, where one agent serves several labs (the host's). A sandbox has one lab and needs no name. */
const lab = z.string().max(40).optional()
/** An address, or a node, or `node:interface`; the agent resolves the last two in the lab that was last applied. */
const target = z.string().min(1).max(130)

export const agentRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), protocol: z.literal(AGENT_PROTOCOL) }),
  /** Replies with `observation`, then `state` events; with `traffic`, counters twice a second too. A second one replaces the first. */
  z.object({ type: z.literal('observe'), traffic: z.boolean() }),
  /** Reads all that a plan is made from; replies with `read` once that is done. */
  z.object({ type: z.literal('read') }),
  /** What apply would do, from a fresh full read; with `fresh: false`, from what was read last, and what events have told since. */
  z.object({ type: z.literal('plan'), lab: labSchema, fresh: z.boolean().default(true) }),
  /** The same of the lab that was applied last, where it is the one with this digest (SHA-256): to send, read and check a large one takes longer than its plan. */
  z.object({
    type: z.literal('plan-applied'),
    lab: z.string().max(40),
    digest: z.string().length(64),
    fresh: z.boolean().default(true),
  }),
  /**
   * Makes it so. `planId` binds it to what the user saw: if a fresh plan has another id, the reply is `stale` and nothing
   * changed. Absent: whatever the fresh plan is (command line).
   */
  z.object({
    type: z.literal('apply'),
    lab: labSchema,
    planId: z.string().optional(),
    actor: z.string().max(80),
    /** With a number, a `steps` frame tells the plan before it runs: step by step where there are at most so many, else by count. */
    list: z.int().min(0).optional(),
    confirmWithin,
  }),
  /** Host only: keeps what waits for it, or puts it back at once. */
  z.object({ type: z.literal('confirm'), lab: z.string().max(40), keep: z.boolean() }),
  /** Removes all that the lab owns; a sandbox's agent then ends, and the kernel removes the rest. */
  z.object({ type: z.literal('destroy'), lab: z.string().max(40), actor: z.string().max(80) }),
  /** Replies with `left` and closes; the agent then ends if it holds nothing and nobody else is connected. */
  z.object({ type: z.literal('leave') }),
  /** ICMP echo by the machine's own ping, in the node's namespace; `ping` events follow until `done`. */
  z.object({
    type: z.literal('ping'),
    lab,
    node,
    target,
    count: z.int().min(1).max(1000),
    /** Milliseconds between requests. */
    interval: z.int().min(200).max(10_000).default(1000),
  }),
  /** Connects once to `target` port `port` and closes. */
  z.object({
    type: z.literal('tcp'),
    lab,
    node,
    target,
    port: z.int().min(1).max(65535),
    timeout: z.int().min(100).max(30_000).default(3000),
  }),
  /**
   * A program in a node's namespace, without a shell. `output` events, then `done`. In a sandbox, or for who came through root's own
   * door: the host's agent refuses it to the web process.
   */
  z.object({
    type: z.literal('run'),
    lab,
    node,
    argv: z.array(argument).min(1).max(200),
    /** Milliseconds; 0 for none. */
    timeout: z.int().min(0).max(3_600_000).default(0),
  }),
  /** Host only: what carries our marks and belongs to no lab that is applied. With `remove`, it goes. */
  z.object({ type: z.literal('orphans'), remove: z.boolean(), actor: z.string().max(80) }),
  /** Host only, through root's own door: opens a door for this user, who may then ask for all but programs. */
  z.object({ type: z.literal('admit'), uid: z.int().min(0) }),
  /**
   * Bytes for a running program's standard input, base64; null closes it. Replies with `input-done` once the program has read
   * them. Who sends on without waiting, more than 1 MB ahead of the program, has it ended, with `limit`.
   */
  z.object({ type: z.literal('input'), of: z.int(), data: z.string().max(1_000_000).nullable() }),
  /** A look at everything there is, drawn or not, unnamed namespaces and processes included. Changes nothing. */
  z.object({ type: z.literal('discover') }),
  /** What of the machine may be in the way of labs: rules, settings, programs. Changes nothing; judged by `core/preflight`. */
  z.object({ type: z.literal('facts') }),
  /** Host only: the log of who applied what of this lab; with `of`, the run that began then, with its commands. */
  z.object({ type: z.literal('log'), lab: z.string().max(40), of: z.string().max(40).optional() }),
  /** Ends the ping, check or program that request `of` started. */
  z.object({ type: z.literal('cancel'), of: z.int() }),
  ...consoleRequests,
])

/** Every request carries a number, unique on its connection, which its replies and events repeat. */
export const agentRequestFrameSchema = z.object({ id: z.int().min(1), request: agentRequestSchema })

export type AgentRequest = z.infer<typeof agentRequestSchema>
/** A request as its sender writes it: fields with a default may be left out. */
export type AgentRequestInput = z.input<typeof agentRequestSchema>
