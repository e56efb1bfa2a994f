import { create } from 'zustand'
import type { Lab } from '../../core/lab/schema'
import type { LabVersion } from '../../core/protocol/history'
import type { WireError } from '../../core/protocol/socket'
import { useLabStore } from '../state/labStore'
import { request } from '../state/socket'

interface VersionStore {
  /** The lab that the rest is about. */
  lab: string | null
  versions: readonly LabVersion[] | null
  /** No version had to be let go. */
  whole: boolean
  error: WireError | null
  documents: ReadonlyMap<number, Lab>
  /** Reads the list again; documents of versions never change while the lab is open. */
  refresh(lab: string): Promise<void>
  /** Fetches the contents of a version, if they are not here. */
  fetch(lab: string, version: number): Promise<void>
}

const KEPT = 40
/** Grows with every lab that is opened or closed: what was asked for before is about another lab, also where that has the same name. */
let visit = 0

const nothing = { versions: null, whole: true, error: null, documents: new Map<number, Lab>() }

/** The versions of the open lab, as far as they were looked at. */
export const useVersionStore = create<VersionStore>()((set, get) => ({
  lab: null,
  ...nothing,
  refresh: async (lab) => {
    if (get().lab !== lab) set({ ...nothing, lab })
    const asked = visit
    const ack = await request('lab:history', { lab })
    if (get().lab !== lab || asked !== visit) return
    set(ack.ok ? { ...ack.value, error: null } : { error: ack.error })
  },
  fetch: async (lab, version) => {
    if (get().documents.has(version)) return
    const asked = visit
    const ack = await request('lab:version', { lab, version })
    if (get().lab !== lab || asked !== visit) return
    if (!ack.ok) return set({ error: ack.error })
    set({ documents: new Map([...[...get().documents].slice(-KEPT), [version, ack.value.document]]) })
  },
}))

// A lab that was deleted leaves its name to the next one, whose versions are numbered from the beginning.
useLabStore.subscribe((now, before) => {
  if (now.name === before.name) return
  visit += 1
  useVersionStore.setState({ ...nothing, lab: null })
})
