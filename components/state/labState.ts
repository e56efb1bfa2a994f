import type { Diagnostic } from '../../core/check/diagnostic'
import type { Command } from '../../core/edit/change'
import { HOST } from '../../core/lab/ids'
import type { Lab } from '../../core/lab/schema'
import type { ApplyProgress, ApplyResult } from '../../core/protocol/agent'
import type { Ack, ClientResults, MachineKind, MachineStatus, OpenedLab, WireError } from '../../core/protocol/socket'
import type { MachineProblem } from '../../core/text/machines'
import type { Edit } from './editQueue'

/** `preview`: a lab that is only looked at, of no server; nothing of it can be changed. */
export type LabStatus = 'idle' | 'loading' | 'ready' | 'preview' | 'missing' | 'deleted' | 'failed'

/** One step back or forward: the command that was made, to be inverted. */
export interface HistoryEntry {
  edit: string
  command: Command
}

/** A command that was not taken, by this page's own check or by the server. `id` grows, so that the same refusal twice is seen twice. */
export interface Refusal {
  id: number
  command: Command
  /** `conflict`: the lab has moved on underneath the command. `invalid`: the result would not be a lab. Else the server's reason. */
  problem: WireError['code']
  /** It was to take an edit back, or to make it again. */
  step?: Edit['step']
  /** The system's own words, where it was the server that refused. */
  text?: string
  /** What is wrong, in a form that `describeDiagnostic` speaks, where it is something about the lab. */
  diagnostics: readonly Diagnostic[]
}

/** The open lab as the page has it, and what can be done with it. */
export interface LabStore {
  /** The open lab's name, from the address bar. */
  name: string | null
  status: LabStatus
  /** Why it could not be opened. */
  error: WireError | null
  /** As shown: what the server confirmed, with this browser's unsent edits on top. An empty lab until `status` is `ready`. */
  lab: Lab
  /** The revision that the server confirmed last. */
  revision: number
  /** Edits that the server has not confirmed. */
  unsaved: number
  machine: MachineStatus
  /** When what waits to be kept on this computer is put back, on the clock of `performance.now`; null while nothing waits. */
  keepUntil: number | null
  /** Why no lab can run on this computer itself; null where it can. */
  hostProblem: MachineProblem | null
  /** What was last applied to the machine; drift is measured against it. */
  applied: Lab | null
  /** An apply that is under way, here or in another browser. */
  applying: ApplyProgress | null
  lastResult: ApplyResult | null
  /** Why the last apply never reached the machine (it could not be started, nobody answered). */
  applyError: WireError | null
  /** Why the lab did not go over to another machine. */
  chooseError: WireError | null
  /** The example that the lab was made from, if that has a guide. */
  origin: NonNullable<OpenedLab['origin']> | null
  /** This user's own commands, newest last. */
  undoable: readonly HistoryEntry[]
  redoable: readonly HistoryEntry[]
  refusal: Refusal | null

  openLab(name: string): void
  closeLab(): void
  /** Shows a lab that is in no store, to be looked at; `closeLab` ends it. */
  preview(lab: Lab): void
  /**
   * Shows the command at once and sends it. False when the lab as shown does not take it, and then `refusal` has this command and says why; also
   * where there is nothing to change.
   */
  dispatch(command: Command): boolean
  /** Takes this user's last command back, as a new command. False when there is none, or when it no longer applies. */
  undo(): boolean
  redo(): boolean
  /** Applies the lab as shown, once all edits are confirmed, if a fresh plan still has this id. */
  apply(planId: string): Promise<Ack<ApplyResult>>
  destroy(): Promise<Ack<ClientResults['machine:destroy']>>
  /** Has the lab run on the other machine from now on. */
  chooseMachine(kind: MachineKind): Promise<Ack<ClientResults['machine:choose']>>
  /** Keeps what waits to be confirmed, or puts it back. */
  confirm(keep: boolean): Promise<Ack<ClientResults['machine:confirm']>>
  /** Closes what the last apply had to say; that, and each of the others, stays until it is closed itself. */
  forgetResult(): void
  /** Closes why the lab did not go over to another machine. */
  forgetChoice(): void
  /** Closes what the last refused edit had to say. */
  forgetRefusal(): void
}

const STOPPED: MachineStatus = { kind: 'sandbox', status: 'stopped' }

/** What is shown before there is one. */
export const noLab = (name: string): Lab => ({ netloom: 1, name, nodes: { [HOST]: { kind: 'host' } }, links: {} })
/** A store without an open lab. */
export const closed = (name: string | null) => ({
  name,
  error: null,
  lab: noLab(name ?? ''),
  revision: 0,
  unsaved: 0,
  machine: STOPPED,
  keepUntil: null,
  hostProblem: null,
  applied: null,
  applying: null,
  lastResult: null,
  applyError: null,
  chooseError: null,
  origin: null,
  undoable: [],
  redoable: [],
  refusal: null,
})

/** What waits is told by the seconds that are left, which count from now. */
export function machineNow(machine: MachineStatus): Pick<LabStore, 'machine' | 'keepUntil'> {
  return { machine, keepUntil: machine.waiting ? performance.now() + machine.waiting.seconds * 1000 : null }
}
