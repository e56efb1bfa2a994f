import { create } from 'zustand'
import type { ApplyResult } from '../../core/protocol/agent'
import type { MachineStatus } from '../../core/protocol/socket'
import type { MachineState, StateChange } from '../../core/state/state'
import { useViewStore } from './viewStore'

type Happening =
  /** A command that was confirmed; `label` as in the command. */
  | { kind: 'edit'; mine: boolean; label: string; revision: number }
  /** A command of ours that was not taken. */
  | { kind: 'refused'; label: string }
  | { kind: 'apply'; result: ApplyResult }
  | { kind: 'machine'; machine: MachineStatus }
  /** The kernel changed; `before` is the state that the change was made on (shares structure with the current one). */
  | { kind: 'state'; before: MachineState; change: StateChange }

/** One line of the Events panel. `at`: milliseconds since the epoch. `telling`: it gives away what an exercise keeps secret. */
export type LabEvent = Happening & { id: number; at: number; telling: boolean }

const KEPT = 500

interface EventState {
  /** Oldest first, the last 500. */
  events: readonly LabEvent[]
}

/** What happened to the open lab since the page opened it. */
export const useEventStore = create<EventState>()(() => ({ events: [] }))

let nextId = 1

/** Adds a line. */
export function recordEvent(happening: Happening): void {
  const { veiled, secret } = useViewStore.getState()
  const telling = secret === 'causing' || (veiled && happening.kind === 'state')
  const event: LabEvent = { ...happening, id: nextId++, at: Date.now(), telling }
  useEventStore.setState((state) => ({ events: [...state.events.slice(1 - KEPT), event] }))
}

/** Empties the list, when another lab is opened. */
export function clearEvents(): void {
  useEventStore.setState({ events: [] })
}
