import { create } from 'zustand'
import type { HostFacts } from '../../core/preflight/facts'
import { request } from '../state/socket'

interface FactsStore {
  /** As read last; null before that, and where they could not be read. */
  facts: HostFacts | null
  /** The system's words where reading them failed. */
  error: string | null
  /** Reads them anew: nobody tells when a setting of the computer changes. */
  refresh(lab: string): Promise<void>
}

/** What this computer is like, beyond what its agent watches. */
export const useFactsStore = create<FactsStore>()((set) => ({
  facts: null,
  error: null,
  refresh: async (lab) => {
    const ack = await request('machine:facts', { lab })
    set(ack.ok ? { facts: ack.value, error: null } : { facts: null, error: ack.error.text ?? ack.error.code })
  },
}))
