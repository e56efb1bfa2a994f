import { create } from 'zustand'
import type { Console } from '../../core/protocol/console'
import type { WireError } from '../../core/protocol/socket'
import { request } from './socket'
import { useViewStore } from './viewStore'

/** A console as the page shows it. `lost`: its machine has ended, and the console with it. */
export interface ShownConsole extends Console {
  lost?: boolean
}

interface ConsoleStore {
  lab: string | null
  consoles: readonly ShownConsole[]
  /** The one that is shown. */
  active: string | null
  /** Grows with each time that the lab was opened, such as after a lost connection: who follows a console then does so anew. */
  opening: number
  /** The node whose console is being opened. */
  starting: string | null
  /** Why the last one could not be opened. */
  error: { node: string; error: WireError } | null
  /** The size that a console was last shown in; the next one starts with it. */
  size: { cols: number; rows: number }

  /** The lab was opened, with the consoles that its machine has. */
  opened(lab: string, consoles: readonly Console[], running: boolean): void
  closed(): void
  /** Takes the server's list over. */
  take(consoles: readonly Console[], running: boolean): void
  show(id: string): void
  /** Starts a shell in a node and shows it. */
  open(node: string): Promise<void>
  close(id: string): void
  resize(id: string, size: { cols: number; rows: number }): void
  dismissError(): void
}

/** Where this browser tab remembers that it had the consoles open, so that a reload finds them again. */
const REMEMBERED = 'netloom-console'

const CLOSED = { lab: null, consoles: [], active: null, starting: null, error: null }

/** The consoles of the open lab's machine. */
export const useConsoleStore = create<ConsoleStore>()((set, get) => ({
  ...CLOSED,
  opening: 0,
  size: { cols: 80, rows: 24 },

  opened: (lab, consoles, running) => {
    set({ lab, opening: get().opening + 1 })
    get().take(consoles, running)
    const before = recall()
    if (before?.lab !== lab || useViewStore.getState().drawer) return
    if (get().consoles.some(({ id }) => id === before.active)) set({ active: before.active })
    useViewStore.getState().openDrawer('console')
  },
  closed: () => set(CLOSED),
  take: (list, running) => {
    const left = get().consoles.filter((console) => !list.some(({ id }) => id === console.id))
    // What went with its machine stays to be read; what somebody has closed does not.
    const kept = left.filter((console) => console.lost || !running).map((console) => ({ ...console, lost: true }))
    const consoles = [...kept, ...list]
    const { active } = get()
    set({ consoles, active: consoles.some(({ id }) => id === active) ? active : (consoles.at(-1)?.id ?? null) })
  },
  show: (active) => set({ active }),

  open: async (node) => {
    const { lab, size, starting } = get()
    if (!lab || starting !== null) return
    useViewStore.getState().openDrawer('console')
    set({ starting: node, error: null })
    const ack = await request('console:open', { lab, node, ...size })
    if (get().lab !== lab) return
    set({ starting: null })
    if (!ack.ok) {
      set({ error: { node, error: ack.error } })
      return
    }
    const { console: id } = ack.value
    // The list that has it comes as an event of its own.
    if (!get().consoles.some((console) => console.id === id)) set({ consoles: [...get().consoles, { id, node, ...size }] })
    set({ active: id })
  },
  close: (id) => {
    const { lab, consoles } = get()
    const known = consoles.find((console) => console.id === id)
    const rest = consoles.filter((console) => console.id !== id)
    set({ consoles: rest, active: get().active === id ? (rest.at(-1)?.id ?? null) : get().active })
    // One that is gone already cannot be closed; it is off the list either way.
    if (lab && known && !known.lost) void request('console:close', { lab, console: id })
  },
  resize: (id, size) => {
    const { lab } = get()
    set({ size })
    if (lab) void request('console:resize', { lab, console: id, ...size })
  },
  dismissError: () => set({ error: null }),
}))

/** Remembers for a reload which console was looked at; null when none is any more. */
export function remember(shown: { lab: string; active: string | null } | null): void {
  if (shown) sessionStorage.setItem(REMEMBERED, JSON.stringify(shown))
  else sessionStorage.removeItem(REMEMBERED)
}

function recall(): { lab: string; active: string | null } | null {
  const text = sessionStorage.getItem(REMEMBERED)
  return text === null ? null : (JSON.parse(text) as { lab: string; active: string | null })
}
