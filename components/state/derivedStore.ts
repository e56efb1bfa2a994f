import { create } from 'zustand'
import type { Diagnostic } from '../../core/check/diagnostic'
import type { Drift, Plan, StepAction } from '../../core/plan/plan'
import type { ByElement } from './byElement'

/**
 * The sync state in one value.
 * `errors`: the lab cannot be applied. `empty`: nothing is drawn and nothing runs. `drifted` wins over `changes`, since it is news.
 */
export type Sync =
  | { state: 'loading' }
  | { state: 'empty' }
  | { state: 'errors'; count: number }
  | { state: 'conflicts'; count: number }
  | { state: 'changes'; count: number }
  | { state: 'drifted'; drift: readonly Drift[] }
  | { state: 'in-sync' }
  /** An exercise hides how the kernel differs. */
  | { state: 'veiled' }

export interface Derived {
  diagnostics: readonly Diagnostic[]
  diagnosticsBy: ByElement<Diagnostic>
  plan: Plan | null
  /** What the plan does to an element: its strongest action. */
  marks: ByElement<StepAction>
  drift: readonly Drift[]
  driftBy: ByElement<Drift>
  sync: Sync
}

export const none: Derived = {
  diagnostics: [],
  diagnosticsBy: new Map(),
  plan: null,
  marks: new Map(),
  drift: [],
  driftBy: new Map(),
  sync: { state: 'loading' },
}

/** Everything that follows from the lab and the machine: computed once for all readers, per change of either. */
export const useDerived = create<Derived>()(() => none)
