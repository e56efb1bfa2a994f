import { create } from 'zustand'

interface MissingStore {
  /** Something that the reader asked for could not be fetched from the server, and nobody has said so yet. */
  missing: boolean
  report(): void
  dismiss(): void
}

/** Parts of the page (their code, a language) that did not come. What was open stays as it is; this is what is said about it. */
export const useMissingStore = create<MissingStore>()((set) => ({
  missing: false,
  report: () => set({ missing: true }),
  dismiss: () => set({ missing: false }),
}))
