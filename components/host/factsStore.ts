import { create } from 'zustand'
import type { HostFacts } from '../../core/preflight/facts'
import type { WireError } from '../../core/protocol/socket'
import { request } from '../state/socket'

interface FactsStore {
  /** As read last; null before that, and where they could not be read. */
  facts: HostFacts | null
  /** Why they could not be read. */
  error: WireError | null
  /** Reads them anew: nobody tells when a setting of the computer changes. */
  refresh(lab: string): Promise<void>
}

/** What this computer is like, beyond what its agent watches. */
export const useFactsStore = create<FactsStore>()((set) => ({
  facts: null,
  error: null,
  refresh: async (lab) => {
    const ack = await request('machine:facts', { lab })
    set(ack.ok ? { facts: ack.value, error: null } : { facts: null, error: ack.error })
  },
}))
