import { create } from 'zustand'
import type { OutsideChange } from '../../core/protocol/history'

interface OutsideStore {
  /** What became of the lab's file that somebody else changed; null when there is nothing to say, or no more. */
  outside: OutsideChange | null
  take(outside: OutsideChange | undefined): void
  dismiss(): void
}

/** The open lab's file, where it was changed outside. */
export const useOutsideStore = create<OutsideStore>()((set, get) => ({
  outside: null,
  take: (outside) => {
    // That nothing waits any more does not take back the news of what was taken in.
    if (outside || get().outside?.kind !== 'taken') set({ outside: outside ?? null })
  },
  dismiss: () => set({ outside: null }),
}))
