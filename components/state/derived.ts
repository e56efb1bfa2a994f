import type { Diagnostic } from '../../core/check/diagnostic'
import type { Drift, Plan, StepAction } from '../../core/plan/plan'
import { type Derived, type Sync, useDerived } from './derivedStore'
import './deriving'

const nothing: readonly never[] = []

/** All findings about the lab, errors first as the checks order them. */
export function useDiagnostics(): readonly Diagnostic[] {
  return useDerived((derived) => derived.diagnostics)
}

/** The findings about one element (by `elementKey`); re-renders only when they changed. */
export function useDiagnosticsOf(key: string): readonly Diagnostic[] {
  return useDerived((derived) => derived.diagnosticsBy.get(key) ?? nothing)
}

/** What Apply would do; null while the lab has errors or is loading. */
export function usePlan(): Plan | null {
  return useDerived((derived) => derived.plan)
}

/** What the plan does to one element. */
export function usePlanMark(key: string): StepAction | undefined {
  return useDerived((derived) => derived.marks.get(key)?.[0])
}

/** All differences between what was applied and the kernel. */
export function useDrift(): readonly Drift[] {
  return useDerived((derived) => derived.drift)
}

/** The drift of one element. */
export function useDriftOf(key: string): readonly Drift[] {
  return useDerived((derived) => derived.driftBy.get(key) ?? nothing)
}

/** How lab and machine stand to each other. */
export function useSync(): Sync {
  return useDerived((derived) => derived.sync)
}

/** Calls `listener` when anything derived has changed. Returns how to stop. */
export function whenDerived(listener: () => void): () => void {
  return useDerived.subscribe(listener)
}

/** The same for code outside of components, such as actions. */
export function currentDerived(): Pick<Derived, 'diagnostics' | 'plan' | 'drift' | 'sync'> {
  return useDerived.getState()
}
