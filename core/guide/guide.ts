import type { Refused } from '../edit/build'
import type { Command } from '../edit/change'
import type { ElementRef } from '../lab/element'
import type { Lab } from '../lab/schema'
import type { Op } from '../plan/ops'
import type { Step as PlanStep } from '../plan/plan'
import type { MachineState } from '../state/state'
import type { Locale } from '../text/locale'
import type { CheckResult } from './check'
import type { ProbeResult } from './probe'

/**
 * A guide: what a lab shows, step by step. It holds no words (core/text/guides) and no commands (they are read off the plan, see
 * `commandsOfSteps`); what it holds is what to do, what to look at, and how to tell from the kernel that it is so.
 */

/** An edit by one of the builders of core/edit: one undo step. */
export type EditOf = (lab: Lab) => Command | Refused

/** A question to the kernel: ICMP echo, or with a port one TCP connection. */
export interface Probe {
  from: string
  /** An address without prefix length. */
  to: string
  port?: number
}

/** What a step's one click does. A learner may do the same by hand: checks never ask who did it. */
export type StepAction =
  /** Draws, then applies. */
  | { kind: 'edit'; edit: EditOf }
  | { kind: 'apply' }
  | { kind: 'probe'; probe: Probe }
  /** Starts the guide's server. */
  | { kind: 'serve'; server: Server }

/** A TCP server that the guide runs in a node while its page is open. */
export interface Server {
  node: string
  /** Of the node, to try it by. */
  address: string
  port: number
}

export interface GuideStep {
  /** Also the key of its words. */
  id: string
  /** What lights up on the canvas while the step is pointed at. */
  elements: readonly ElementRef[]
  /** Absent where there is only something to look at. */
  action?: StepAction
  /** For a question: which of its choices is right, from 0. It is asked before the kernel is. */
  answer?: number
  /** Whether the kernel is what the step makes of it; of a question it is asked once a choice is made. */
  check: (view: GuideView) => CheckResult
}

/** A fault to find and to mend. */
export interface Fault {
  id: string
  /** What is at fault: pointing at any of these is finding it. */
  culprits: readonly ElementRef[]
  cause: FaultCause
  /** Answered before, not answered while the fault is there, answered again once it is mended. */
  proof: Probe
}

export type FaultCause =
  /** Behind the lab's back, in the kernel alone. */
  | { kind: 'kernel'; ops: readonly Op[] }
  /** Drawn and applied: the drawing says it, for those who can read it. */
  | { kind: 'drawn'; edit: EditOf }

export interface Guide {
  /** The example's name. */
  lab: string
  /** Where it needs this computer itself: what it is about is in no sandbox. Its faults are drawn ones, so that they touch nothing but the lab. */
  machine?: 'host'
  /** What makes the example's complete lab the one that the guide starts from. Empty: it starts from the complete one. */
  start: readonly EditOf[]
  steps: readonly GuideStep[]
  faults: readonly Fault[]
  /** What has to run for the faults' proofs. */
  server?: Server
  text: Record<Locale, GuideText>
}

/** What a check may look at. */
export interface GuideView {
  lab: Lab
  /** Null while no machine runs. */
  state: MachineState | null
  /** What Apply would do. */
  pending: readonly PlanStep[]
  /** Oldest first; each with the kernel as it was when it ended. */
  probes: readonly ProbeResult[]
}

/** Words; `code` between backquotes is set as code, an empty line parts paragraphs. */
export interface StepText {
  title: string
  text: string
  /** What to choose from, for a question. */
  choices?: readonly string[]
  /** Said once the step is done: what was to be seen, and why. */
  after?: string
}

export interface FaultText {
  /** What the learner notices; it does not name the cause. */
  symptom: string
  /** From a nudge to nearly the answer. */
  hints: readonly [string, string, string]
  /** Said once it is mended: what it was. */
  after: string
}

export interface GuideText {
  intro: string
  steps: Record<string, StepText>
  faults: Record<string, FaultText>
}

/** What a translation of a guide's words must be: the same steps and faults, the same choices asked for and said. */
export type GuideTextLike<T extends GuideText> = {
  intro: string
  steps: { [S in keyof T['steps']]: { [K in keyof T['steps'][S]]: K extends 'choices' ? readonly string[] : string } }
  faults: { [F in keyof T['faults']]: FaultText }
}
