import type { Diagnostic } from '../check/diagnostic'
import type { Difference } from '../history/difference'
import type { Clash, Side } from '../history/merge'

/** At most so many versions of a lab are kept, and so many bytes of them; past either, the oldest quarter goes. */
export const HISTORY_VERSIONS = 2000
export const HISTORY_BYTES = 8_000_000

/** One version of a lab, without its contents. */
export interface LabVersion {
  /** The revision that it was; grows with every edit. */
  version: number
  /** Milliseconds since the epoch. */
  at: number
  /** The edit that made it: a label of the undo menu. */
  label?: string
  /** How it came to be that no edit made. */
  why?: 'start' | 'outside'
}

/** What became of a lab file that somebody else changed while the lab was open. */
export type OutsideChange =
  /** It is in the lab now, beside what was edited here. `before` is the version to go back to. */
  | { kind: 'taken'; before: number; differences: Difference[]; more: number }
  /** It is not a lab, so nothing of it was taken, and it is not written over until somebody says so. */
  | { kind: 'broken'; diagnostics: Diagnostic[] }
  /** It and edits here changed the same elements: somebody has to choose, and it is not written over until then. */
  | {
      kind: 'clash'
      clashes: Clash[]
      more: number
      /** The answers with which nothing of the other side stays: the two do not go together at all. */
      whole: Side[]
    }
