import type { Lab } from '../../../core/lab/schema'
import type { Op } from '../../../core/plan/ops'
import type { MachineState } from '../../../core/state/state'

/** A change of the machine that is about to be made. */
export interface Change {
  lab: string
  actor: string
  ops: readonly Op[]
  before: MachineState
}

/**
 * Remembers what a machine that outlives its agent has to be told again: told before a change begins and once it has ended. A sandbox
 * ends with its agent and needs none.
 */
export interface Keeper {
  /** The labs that are applied, by name. */
  readonly applied: Readonly<Record<string, Lab>>
  begin(change: Change): void
  /** All steps were made and read back; `document` is undefined when the lab was removed. */
  done(change: Change, document: Lab | undefined): void
  /** The machine is as it was before the change; `error` says what it was taken back for, where that is known. */
  undone(change: Change, error?: string): void
  /** The change was not finished, and could not be taken back wholly. */
  stuck(change: Change, error: string): void
}
