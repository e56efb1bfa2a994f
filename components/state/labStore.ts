import { create } from 'zustand'
import type { Diagnostic } from '../../core/check/diagnostic'
import type { Command } from '../../core/edit/change'
import { changeLab, invertCommand } from '../../core/edit/change-lab'
import { HOST } from '../../core/lab/ids'
import type { Lab } from '../../core/lab/schema'
import type { ApplyProgress, ApplyResult } from '../../core/protocol/agent'
import type { Ack, ClientResults, MachineKind, MachineStatus, OpenedLab, WireError } from '../../core/protocol/socket'
import type { MachineProblem } from '../../core/text/machines'
import { useConsoleStore } from './consoleStore'
import { addPending, confirmEdit, dropPending, type Edit, type EditQueue, hasGap, queueFrom } from './editQueue'
import { clearEvents, recordEvent } from './eventStore'
import { knownForms } from './forms'
import { useMachineStore } from './machineStore'
import { useOutsideStore } from './outsideStore'
import { isOpen, OFFLINE, onServer, request, whenOpen } from './socket'

/** `preview`: a lab that is only looked at, of no server; nothing of it can be changed. */
export type LabStatus = 'idle' | 'loading' | 'ready' | 'preview' | 'missing' | 'deleted' | 'failed'

/** One step back or forward: the command that was made, to be inverted. */
interface HistoryEntry {
  edit: string
  command: Command
}

/** A command that was not taken, by this page's own check or by the server. `id` grows, so that the same refusal twice is seen twice. */
export interface Refusal {
  id: number
  command: Command
  /** `conflict`: the lab has moved on underneath the command. `invalid`: the result would not be a lab. Else the server's reason. */
  problem: WireError['code']
  /** What is wrong, in a form that `describeDiagnostic` speaks, where the server said so. */
  diagnostics: readonly Diagnostic[]
}

interface LabStore {
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
  /** Shows the command at once and sends it. False when the lab as shown does not take it; then `refusal` says why. */
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
  /** Closes what the last apply, or the last refused edit, had to say. */
  forgetResult(): void
}

const STOPPED: MachineStatus = { kind: 'sandbox', status: 'stopped' }
const HISTORY = 500
/** Without counters for so long, nothing flows (they come twice a second while something does). */
const STILL_AFTER = 1500

const noLab = (name: string): Lab => ({ netloom: 1, name, nodes: { [HOST]: { kind: 'host' } }, links: {} })
const closed = (name: string | null) => ({
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
function machineNow(machine: MachineStatus): Pick<LabStore, 'machine' | 'keepUntil'> {
  return { machine, keepUntil: machine.waiting ? performance.now() + machine.waiting.seconds * 1000 : null }
}

let queue: EditQueue = queueFrom(noLab(''), 0)
let sending = false
let leave: (() => void)[] = []
let refusals = 0
let ids = 0
const session = Math.random().toString(36).slice(2, 10)

/** The open lab: one document, edited at once here and confirmed by the server. */
export const useLabStore = create<LabStore>()((set, get) => {
  const show = () => set({ lab: queue.visible, revision: queue.revision, unsaved: queue.pending.length })

  const refuse = (command: Command, { code, diagnostics = [] }: Pick<WireError, 'code' | 'diagnostics'>) => {
    recordEvent({ kind: 'refused', label: command.label })
    set({ refusal: { id: ++refusals, command, problem: code, diagnostics } })
  }

  /** Opens, or opens again after the connection was lost or an edit was missed. Pending edits stay and are sent again. */
  const load = async (name: string) => {
    const ack = await request('lab:open', { lab: name })
    if (get().name !== name) return
    if (!ack.ok) {
      // Nobody answered: the next connection loads again.
      if (ack.error.text === OFFLINE) return
      set({ status: ack.error.code === 'no-such-lab' ? 'missing' : 'failed', error: ack.error })
      return
    }
    const { lab, revision, machine, state, applied, applying, origin, consoles, hostProblem, outside } = ack.value
    queue = queueFrom(lab, revision, queue.pending)
    useMachineStore.getState().setState(state ?? null)
    set({ status: 'ready', error: null, ...machineNow(machine), hostProblem: hostProblem ?? null })
    set({ applied: applied ?? null, applying: applying ?? null, origin: origin ?? null })
    useOutsideStore.getState().take(outside)
    useConsoleStore.getState().opened(name, consoles, machine.status !== 'stopped')
    show()
    void send()
  }

  /** Sends the pending edits one after the other, so that they arrive in the order made. */
  const send = async () => {
    if (sending || get().status !== 'ready') return
    sending = true
    try {
      for (let first = queue.pending[0]; first && isOpen(); first = queue.pending[0]) {
        const { name } = get()
        if (!name) return
        const ack = await request('lab:edit', { lab: name, revision: queue.revision, ...first })
        if (get().name !== name) return
        if (ack.ok) {
          queue = confirmEdit(queue, ack.value.revision, first)
          // The reply repeats an edit that the reconnect has already brought.
          queue = dropPending(queue, first.edit)
        } else if (ack.error.text === OFFLINE) {
          // Nobody answered: the same edit goes out again, here or after the reconnect; the server knows it by its id.
          continue
        } else {
          queue = dropPending(queue, first.edit)
          const without = (entries: readonly HistoryEntry[]) => entries.filter((entry) => entry.edit !== first.edit)
          set({ undoable: without(get().undoable), redoable: without(get().redoable) })
          refuse(first.command, ack.error)
        }
        show()
        if (hasGap(queue)) void load(name)
      }
    } finally {
      sending = false
      settle()
    }
  }

  const make = (command: Command): Edit | null => {
    if (get().status !== 'ready') return null
    const applied = changeLab(queue.visible, command, knownForms())
    if (!applied.ok) {
      refuse(command, { code: applied.problem })
      return null
    }
    const edit = { edit: `${session}-${++ids}`, command }
    queue = addPending(queue, edit, applied.lab)
    show()
    void send()
    return edit
  }

  const listen = (name: string): (() => void)[] => {
    const mine = <T extends { lab: string }>(handle: (event: T) => void) => {
      return (event: T) => {
        if (event.lab === name) handle(event)
      }
    }
    let stillTimer: ReturnType<typeof setTimeout> | undefined
    return [
      whenOpen(() => void load(name)),
      onServer(
        'lab:changed',
        mine(({ revision, edit, command }) => {
          recordEvent({ kind: 'edit', mine: edit.startsWith(`${session}-`), label: command.label, revision })
          queue = confirmEdit(queue, revision, { edit, command })
          show()
          if (hasGap(queue)) void load(name)
          settle()
        }),
      ),
      onServer(
        'lab:replaced',
        mine(({ revision, document }) => {
          queue = queueFrom(document, revision, queue.pending)
          show()
        }),
      ),
      onServer(
        'lab:outside',
        mine(({ outside }) => useOutsideStore.getState().take(outside)),
      ),
      onServer(
        'lab:deleted',
        mine(() => set({ status: 'deleted' })),
      ),
      onServer(
        'machine',
        mine(({ machine }) => {
          const before = get().machine
          if (machine.status !== before.status || machine.kind !== before.kind) recordEvent({ kind: 'machine', machine })
          set(machineNow(machine))
          if (machine.status === 'stopped' || machine.status === 'lost') {
            useMachineStore.getState().setState(null)
            set({ applied: null, applying: null })
          }
        }),
      ),
      onServer(
        'state:snapshot',
        mine(({ state, applied }) => {
          useMachineStore.getState().setState(state)
          set({ applied: applied ?? null })
        }),
      ),
      onServer(
        'state:change',
        mine(({ change }) => {
          const before = useMachineStore.getState().state
          if (!useMachineStore.getState().change(change)) void load(name)
          else if (before) recordEvent({ kind: 'state', before, change })
        }),
      ),
      onServer(
        'traffic',
        mine(({ traffic }) => {
          clearTimeout(stillTimer)
          useMachineStore.getState().traffic(traffic)
          stillTimer = setTimeout(() => useMachineStore.getState().still(), STILL_AFTER)
        }),
      ),
      onServer(
        'consoles',
        mine(({ consoles, running }) => useConsoleStore.getState().take(consoles, running)),
      ),
      onServer(
        'apply:progress',
        mine(({ progress }) => set({ applying: progress })),
      ),
      onServer(
        'apply:result',
        mine(({ result }) => {
          recordEvent({ kind: 'apply', result })
          set({ applying: null, lastResult: result })
        }),
      ),
      () => clearTimeout(stillTimer),
    ]
  }

  return {
    ...closed(null),
    status: 'idle',

    openLab: (name) => {
      get().closeLab()
      set({ ...closed(name), status: 'loading' })
      leave = listen(name)
    },
    closeLab: () => {
      const { name } = get()
      for (const stop of leave) stop()
      leave = []
      queue = queueFrom(noLab(''), 0)
      clearEvents()
      useMachineStore.getState().setState(null)
      useConsoleStore.getState().closed()
      useOutsideStore.getState().dismiss()
      if (name && isOpen()) void request('lab:close', { lab: name })
      set({ ...closed(null), status: 'idle' })
    },

    preview: (lab) => {
      if (get().status !== 'preview') get().closeLab()
      set({ ...closed(null), lab, status: 'preview' })
    },

    dispatch: (command) => {
      const edit = make(command)
      if (edit) set({ undoable: [...get().undoable.slice(1 - HISTORY), edit], redoable: [] })
      return edit !== null
    },
    undo: () => {
      const last = get().undoable.at(-1)
      if (!last) return false
      const edit = make(invertCommand(last.command))
      set({ undoable: get().undoable.slice(0, -1) })
      if (edit) set({ redoable: [...get().redoable, edit] })
      return edit !== null
    },
    redo: () => {
      const last = get().redoable.at(-1)
      if (!last) return false
      const edit = make(invertCommand(last.command))
      set({ redoable: get().redoable.slice(0, -1) })
      if (edit) set({ undoable: [...get().undoable, edit] })
      return edit !== null
    },

    apply: async (planId) => {
      const { name } = get()
      await saved()
      set({ lastResult: null, applyError: null })
      const ack = await request('machine:apply', { lab: name ?? '', revision: get().revision, planId })
      // Another browser gets the result as an event; this one must not miss it when the event came first.
      if (get().name === name) set({ applying: null, ...(ack.ok ? { lastResult: ack.value } : { applyError: ack.error }) })
      return ack
    },
    destroy: () => request('machine:destroy', { lab: get().name ?? '' }),
    chooseMachine: (machine) => request('machine:choose', { lab: get().name ?? '', machine }),
    confirm: (keep) => request('machine:confirm', { lab: get().name ?? '', keep }),
    forgetResult: () => set({ lastResult: null, applyError: null, chooseError: null, refusal: null }),
  }
})

let waiting: (() => void)[] = []

function settle(): void {
  if (queue.pending.length > 0) return
  const settled = waiting
  waiting = []
  for (const done of settled) done()
}

/** Resolves once the server has confirmed (or refused) every edit made so far. */
function saved(): Promise<void> {
  return queue.pending.length === 0 ? Promise.resolve() : new Promise((done) => waiting.push(done))
}

/** The lab as shown. */
export function useLab(): Lab {
  return useLabStore((store) => store.lab)
}
