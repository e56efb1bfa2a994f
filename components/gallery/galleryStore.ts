import { create } from 'zustand'
import type { Ack, ClientRequest, ClientResults, LabSummary, WireError } from '../../core/protocol/socket'
import { goTo } from '../state/navigation'
import { OFFLINE, request } from '../state/socket'

interface GalleryStore {
  /** Null until they have been fetched. */
  labs: readonly LabSummary[] | null
  examples: readonly LabSummary[]
  error: WireError | null
  refresh(): Promise<void>
  /** Makes a lab and opens it; the answer, when it could not be made. One at a time: what is pressed twice is made once. */
  create(request: ClientRequest<'lab:create'>): Promise<WireError | null>
  remove(lab: string): Promise<WireError | null>
}

let making: Promise<WireError | null> | undefined

async function make(wanted: ClientRequest<'lab:create'>): Promise<WireError | null> {
  const ack = await request('lab:create', wanted)
  if (!ack.ok) return ack.error
  goTo(`/lab/${encodeURIComponent(ack.value.name)}`)
  return null
}

/** The start page's lists. */
export const useGalleryStore = create<GalleryStore>()((set, get) => ({
  labs: null,
  examples: [],
  error: null,
  refresh: async () => {
    const ack: Ack<ClientResults['lab:list']> = await request('lab:list', {})
    if (ack.ok) set({ ...ack.value, labs: newestFirst(ack.value.labs), error: null })
    // Without a connection the banner says so, and the next connection fetches again.
    else if (ack.error.text !== OFFLINE) set({ error: ack.error })
  },
  create: (wanted) => {
    making ??= make(wanted).finally(() => {
      making = undefined
    })
    return making
  },
  remove: async (lab) => {
    const ack = await request('lab:delete', { lab })
    await get().refresh()
    return ack.ok ? null : ack.error
  },
}))

function newestFirst(labs: readonly LabSummary[]): LabSummary[] {
  return labs.toSorted((a, b) => (b.changed ?? 0) - (a.changed ?? 0) || a.name.localeCompare(b.name))
}
