import type { Diagnostic } from '../../core/check/diagnostic'
import type { Drift, Plan, StepAction } from '../../core/plan/plan'
import { type Derived, type Sync, useDerived } from './derivedStore'
import { differingKeys, Followers, useKeyed } from './followers'
import './deriving'

const nothing: readonly never[] = []

/** Those who show what the plan does to one element, and what of it drifted. */
const marks = new Followers()
const drifts = new Followers()

useDerived.subscribe((now, then) => {
  marks.tell(differingKeys(then.marks, now.marks))
  drifts.tell(differingKeys(then.driftBy, now.driftBy))
})

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
  return useKeyed(marks, [key], () => useDerived.getState().marks.get(key)?.[0])
}

/** All differences between what was applied and the kernel. */
export function useDrift(): readonly Drift[] {
  return useDerived((derived) => derived.drift)
}

/** The drift of one element. */
export function useDriftOf(key: string): readonly Drift[] {
  return useKeyed(drifts, [key], () => useDerived.getState().driftBy.get(key) ?? nothing)
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
