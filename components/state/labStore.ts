import { create } from 'zustand'
import type { Command } from '../../core/edit/change'
import { changeLab, invertCommand } from '../../core/edit/change-lab'
import type { Lab } from '../../core/lab/schema'
import type { WireError } from '../../core/protocol/socket'
import { useConsoleStore } from './consoleStore'
import {
  addPending,
  confirmEdit,
  dropPending,
  type Edit,
  type EditQueue,
  hasGap,
  isConsequence,
  queueFrom,
  refusePending,
} from './editQueue'
import { clearEvents, recordEvent } from './eventStore'
import { knownForms } from './forms'
import { closed, type HistoryEntry, type LabStore, machineNow, noLab } from './labState'
import { useMachineStore } from './machineStore'
import { sendLater, takeBack } from './outbox'
import { useOutsideStore } from './outsideStore'
import { isOpen, OFFLINE, onServer, request, whenOpen } from './socket'

const HISTORY = 500
/** Without counters for so long, nothing flows (they come twice a second while something does). */
const STILL_AFTER = 1500

let queue: EditQueue = queueFrom(noLab(''), 0)
/** Counts the labs as they are opened. The answer to an edit of the one before must not hold up those of the next. */
let opening = 0
/** The opening whose edits are being sent. */
let sending = 0
let leave: (() => void)[] = []
let refusals = 0
let ids = 0
const session = Math.random().toString(36).slice(2, 10)

/** The open lab: one document, edited at once here and confirmed by the server. */
export const useLabStore = create<LabStore>()((set, get) => {
  const show = () => set({ lab: queue.visible, revision: queue.revision, unsaved: queue.pending.length })

  const refuse = (edit: Omit<Edit, 'edit'>, { code, text, diagnostics = [] }: Omit<WireError, 'problem'>) => {
    const { command, step } = edit
    recordEvent({ kind: 'refused', label: command.label })
    set({ refusal: { id: ++refusals, command, problem: code, diagnostics, ...(step && { step }), ...(text && { text }) } })
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
    const mine = opening
    if (sending === mine || get().status !== 'ready') return
    sending = mine
    try {
      for (let first = queue.pending[0]; first && isOpen(); first = queue.pending[0]) {
        const { name } = get()
        if (!name) return
        const { edit, command } = first
        const ack = await request('lab:edit', { lab: name, revision: queue.revision, edit, command })
        if (opening !== mine) return
        if (ack.ok) {
          queue = confirmEdit(queue, ack.value.revision, first)
          // The reply repeats an edit that the reconnect has already brought.
          queue = dropPending(queue, edit)
        } else if (ack.error.text === OFFLINE) {
          // Nobody answered: the same edit goes out again, here or after the reconnect; the server knows it by its id.
          continue
        } else {
          queue = refusePending(queue, edit)
          const without = (entries: readonly HistoryEntry[]) => entries.filter((entry) => entry.edit !== edit)
          set({ undoable: without(get().undoable), redoable: without(get().redoable) })
          if (isConsequence(first, ack.error)) recordEvent({ kind: 'refused', label: command.label })
          else refuse(first, ack.error)
        }
        show()
        if (hasGap(queue)) void load(name)
      }
    } finally {
      if (opening === mine) {
        sending = 0
        settle()
      }
    }
  }

  const make = (command: Command, step?: Edit['step']): Edit | null => {
    // A command without changes is no edit: there would be nothing to undo, and the server takes none.
    if (get().status !== 'ready' || command.changes.length === 0) return null
    const applied = changeLab(queue.visible, command, knownForms())
    if (!applied.ok) {
      refuse({ command, step }, { code: applied.problem, diagnostics: applied.diagnostics })
      return null
    }
    const edit = { edit: `${session}-${++ids}`, command, ...(step && { step }) }
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
      const { edits, refused } = takeBack(name)
      queue = queueFrom(noLab(''), 0, edits)
      set({ ...closed(name), unsaved: edits.length, status: 'loading' })
      if (refused) refuse(refused.edit, refused.error)
      leave = listen(name)
    },
    closeLab: () => {
      const { name, status } = get()
      for (const stop of leave) stop()
      leave = []
      const { pending } = queue
      queue = queueFrom(noLab(''), 0)
      opening++
      settle(false)
      clearEvents()
      useMachineStore.getState().setState(null)
      useConsoleStore.getState().closed()
      useOutsideStore.getState().dismiss()
      if (name && pending.length > 0 && (status === 'ready' || status === 'loading')) sendLater(name, pending)
      else if (name && isOpen()) void request('lab:close', { lab: name })
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
      const edit = make(invertCommand(last.command), 'undo')
      set({ undoable: get().undoable.slice(0, -1) })
      if (edit) set({ redoable: [...get().redoable, edit] })
      return edit !== null
    },
    redo: () => {
      const last = get().redoable.at(-1)
      if (!last) return false
      const edit = make(invertCommand(last.command), 'redo')
      set({ redoable: get().redoable.slice(0, -1) })
      if (edit) set({ undoable: [...get().undoable, edit] })
      return edit !== null
    },

    apply: async (planId) => {
      const { name } = get()
      // The lab was left while it waited, and the plan with it.
      if (!(await saved())) return { ok: false, error: { code: 'stale' } }
      set({ lastResult: null, applyError: null })
      const ack = await request('machine:apply', { lab: name ?? '', revision: get().revision, planId })
      // Another browser gets the result as an event; this one must not miss it when the event came first.
      if (get().name === name) set({ applying: null, ...(ack.ok ? { lastResult: ack.value } : { applyError: ack.error }) })
      return ack
    },
    destroy: () => request('machine:destroy', { lab: get().name ?? '' }),
    chooseMachine: (machine) => request('machine:choose', { lab: get().name ?? '', machine }),
    confirm: (keep) => request('machine:confirm', { lab: get().name ?? '', keep }),
    forgetResult: () => set({ lastResult: null, applyError: null }),
    forgetChoice: () => set({ chooseError: null }),
    forgetRefusal: () => set({ refusal: null }),
  }
})

let waiting: ((saved: boolean) => void)[] = []

function settle(saved = true): void {
  if (queue.pending.length > 0) return
  const settled = waiting
  waiting = []
  for (const done of settled) done(saved)
}

/** True once the server has confirmed (or refused) every edit made so far; false when the lab is left before. */
function saved(): Promise<boolean> {
  return queue.pending.length === 0 ? Promise.resolve(true) : new Promise((done) => waiting.push(done))
}

/** The lab as shown. */
export function useLab(): Lab {
  return useLabStore((store) => store.lab)
}
