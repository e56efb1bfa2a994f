import { create } from 'zustand'
import { type Discovered, discoverLab } from '../../core/discover/discover-lab'
import type { Discovery } from '../../core/discover/discovery'
import type { WireError } from '../../core/protocol/socket'
import { OFFLINE, request } from '../state/socket'

/** What this computer is called as a lab. */
export const HERE = 'this-computer'

interface LookStore {
  /** The lab whose sandbox is looked into; null for this computer. */
  where: string | null
  /** Labs whose sandbox runs. */
  sandboxes: readonly string[]
  discovery: Discovery | null
  discovered: Discovered | null
  busy: boolean
  error: WireError | null
  query: string

  look(): Promise<void>
  lookInto(where: string | null): void
  search(query: string): void
  reset(): void
}

const blank = { where: null, sandboxes: [], discovery: null, discovered: null, busy: false, error: null, query: '' } as const

let newest = 0

/** The page's look at a machine: nothing of it is live, and nothing of it is kept. */
export const useLookStore = create<LookStore>()((set, get) => ({
  ...blank,
  look: async () => {
    const { where } = get()
    const id = ++newest
    set({ busy: true })
    const [found, labs] = await Promise.all([
      request('machine:discover', where === null ? {} : { lab: where }),
      request('lab:list', {}),
    ])
    // Somebody asked again, or elsewhere.
    if (id !== newest) return
    if (labs.ok) {
      const running = labs.value.labs.filter(({ machine }) => machine.kind === 'sandbox' && machine.status === 'running')
      set({ sandboxes: running.map(({ name }) => name).sort() })
    }
    if (found.ok) {
      const discovery = found.value
      set({ busy: false, error: null, discovery, discovered: discoverLab(discovery, where ?? HERE) })
      // Without a connection the banner says so, and the next connection looks again.
    } else if (found.error.text === OFFLINE) set({ busy: false })
    else set({ busy: false, error: found.error, discovery: null, discovered: null })
  },
  lookInto: (where) => {
    if (where === get().where) return
    set({ where, discovery: null, discovered: null, error: null, query: '' })
    void get().look()
  },
  search: (query) => set({ query }),
  reset: () => {
    newest += 1
    set(blank)
  },
}))
