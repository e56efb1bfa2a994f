import { create } from 'zustand'
import type { AppliedRun } from '../../core/protocol/applied-runs'
import type { WireError } from '../../core/protocol/socket'
import { request } from '../state/socket'

interface LogStore {
  /** The lab that the rest is about. */
  lab: string | null
  runs: readonly AppliedRun[] | null
  more: boolean
  closed: boolean
  /** How this browser's own runs are signed. */
  you: string
  error: WireError | null
  /** Runs with their commands, by `runKey`; null for one that the log does not have any more. */
  whole: ReadonlyMap<string, AppliedRun | null>
  refresh(lab: string): Promise<void>
  /** Fetches the commands of a run that has ended, if they are not here; of one that has not, what is known of it now. */
  fetch(lab: string, run: AppliedRun): Promise<void>
}

const KEPT = 20
const nothing = { runs: null, more: false, closed: false, you: '', error: null, whole: new Map<string, AppliedRun | null>() }

/** What tells a run from the others. */
export function runKey({ machine, at }: Pick<AppliedRun, 'machine' | 'at'>): string {
  return `${machine} ${at}`
}

/** The log of the open lab, as far as it was looked at. */
export const useLogStore = create<LogStore>()((set, get) => ({
  lab: null,
  ...nothing,
  refresh: async (lab) => {
    if (get().lab !== lab) set({ ...nothing, lab })
    const ack = await request('lab:log', { lab })
    if (get().lab !== lab) return
    set(ack.ok ? { ...ack.value, error: null } : { error: ack.error })
  },
  fetch: async (lab, run) => {
    const key = runKey(run)
    const known = get().whole.get(key)
    if (known && known.outcome === run.outcome) return
    const ack = await request('lab:log', { lab, of: { machine: run.machine, at: run.at } })
    if (get().lab !== lab) return
    if (!ack.ok) return set({ error: ack.error })
    set({ whole: new Map([...[...get().whole].slice(-KEPT), [key, ack.value.runs[0] ?? null]]) })
  },
}))
