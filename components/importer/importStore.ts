import { create } from 'zustand'
import type { Severity } from '../../core/check/diagnostic'
import type { Lab, Position } from '../../core/lab/schema'
import { isLabName } from '../../core/net/names'
import type { ImportFinding } from '../../core/script/import/finding'

interface ImportStore {
  text: string
  /** The lab's name as typed; a bad one is not taken over. */
  name: string
  /** What the newest text that was read made. Null before the first. */
  lab: Lab | null
  findings: readonly ImportFinding[]
  /** A text is being read. */
  busy: boolean
  /** The reader itself broke. */
  failed: boolean
  /** Where its nodes stand; a lab from commands has no positions of its own. */
  positions: Readonly<Record<string, Position>>

  setText(text: string): void
  setName(name: string): void
  place(positions: Readonly<Record<string, Position>>): void
  /** Forgets the text and ends the reader. */
  reset(): void
}

/** A pause in typing after which the text is read. */
const PAUSE = 150

let worker: Worker | null = null
let newest = 0
let timer: ReturnType<typeof setTimeout> | undefined

const blank = { text: '', name: 'imported', lab: null, findings: [], busy: false, failed: false, positions: {} } as const

/** The import page: a text, and what it makes. */
export const useImportStore = create<ImportStore>()((set, get) => {
  const reader = (): Worker => {
    if (worker) return worker
    const made = new Worker(new URL('./importWorker.ts', import.meta.url))
    made.onmessage = ({ data }: MessageEvent<{ id: number; lab: Lab; findings: ImportFinding[] }>) => {
      // An answer to an older text; the one to the newest is on its way.
      if (data.id !== newest) return
      set({ lab: data.lab, findings: data.findings, busy: false, failed: false })
    }
    made.onerror = () => {
      made.terminate()
      worker = null
      set({ busy: false, failed: true })
    }
    worker = made
    return made
  }
  const read = () => {
    const { text, name } = get()
    newest += 1
    clearTimeout(timer)
    if (text.trim() === '') {
      set({ lab: null, findings: [], busy: false, failed: false })
      return
    }
    set({ busy: true })
    const id = newest
    timer = setTimeout(() => reader().postMessage({ id, text, name: isLabName(name) ? name : blank.name }), PAUSE)
  }
  return {
    ...blank,
    setText: (text) => {
      set({ text })
      read()
    },
    setName: (name) => {
      set({ name })
      read()
    },
    place: (positions) => set({ positions }),
    reset: () => {
      clearTimeout(timer)
      worker?.terminate()
      worker = null
      newest += 1
      set(blank)
    },
  }
})

/** How many findings there are of each severity. */
export function countFindings(findings: readonly ImportFinding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const { severity } of findings) counts[severity] += 1
  return counts
}
