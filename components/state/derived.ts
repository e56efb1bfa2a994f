import { create } from 'zustand'
import { checkLab } from '../../core/check/check'
import type { Diagnostic } from '../../core/check/diagnostic'
import { type ElementRef, elementKey } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import { openDrift } from '../../core/plan/drift'
import type { Drift, Plan, StepAction } from '../../core/plan/plan'
import { planLab } from '../../core/plan/plan-lab'
import { blankMachine } from '../../core/state/blank'
import type { MachineState } from '../../core/state/state'
import { type ByElement, groupByElement } from './byElement'
import { useLabStore } from './labStore'
import { useMachineStore } from './machineStore'

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

interface Derived {
  diagnostics: readonly Diagnostic[]
  diagnosticsBy: ByElement<Diagnostic>
  plan: Plan | null
  /** What the plan does to an element: its strongest action. */
  marks: ByElement<StepAction>
  drift: readonly Drift[]
  driftBy: ByElement<Drift>
  sync: Sync
}

const none: Derived = {
  diagnostics: [],
  diagnosticsBy: new Map(),
  plan: null,
  marks: new Map(),
  drift: [],
  driftBy: new Map(),
  sync: { state: 'loading' },
}

/** Everything that follows from the lab and the machine: computed once for all readers, per change of either. */
const useDerived = create<Derived>()(() => none)

/** Above so many milliseconds a computation waits, and takes at most a fifth of the time, so that dragging in a big lab stays smooth. */
const CHEAP = 12
const SHARE = 4
const LEAST_PAUSE = 120

let cost = 0
let scheduled = false
let last: { lab?: Lab; layoutless?: LabParts; applied?: Lab | null; state?: MachineState | null } = {}

type LabParts = Pick<Lab, 'nodes' | 'links' | 'name'>

function compute(): void {
  scheduled = false
  const { lab, status, applied } = useLabStore.getState()
  const { state } = useMachineStore.getState()
  if (status !== 'ready') {
    last = {}
    useDerived.setState(none)
    return
  }
  const began = performance.now()
  const before = useDerived.getState()
  // Moving cards about changes the layout only, which no check and no plan reads.
  const sameLab = last.layoutless?.nodes === lab.nodes && last.layoutless.links === lab.links && last.layoutless.name === lab.name
  const sameMachine = last.state === state && last.applied === applied
  last = { lab, layoutless: lab, applied, state }
  if (sameLab && sameMachine) return

  const diagnostics = sameLab ? before.diagnostics : checkLab(lab)
  const diagnosticsBy = sameLab ? before.diagnosticsBy : groupByElement(diagnostics, (one) => [one.element], before.diagnosticsBy)
  const errors = diagnostics.filter((one) => one.severity === 'error').length
  const drift = applied && state ? openDrift(applied, lab, state) : none.drift
  // A lab with errors has no plan: it would say what Apply would not do.
  const plan = errors > 0 ? null : planLab(lab, state ?? blankMachine)
  const steps = plan?.steps ?? []
  const marks = strongest(steps.flatMap(({ action, elements: [first] }) => (first ? [{ action, element: first }] : [])))
  useDerived.setState({
    diagnostics,
    diagnosticsBy,
    plan,
    marks: groupByElement(
      marks,
      (one) => [one.element],
      before.marks,
      (one) => one.action,
    ),
    drift,
    driftBy: groupByElement(drift, (one) => [one.element], before.driftBy),
    sync: syncOf(lab, errors, plan, drift),
  })
  cost = performance.now() - began
}

function syncOf(lab: Lab, errors: number, plan: Plan | null, drift: readonly Drift[]): Sync {
  if (errors > 0) return { state: 'errors', count: errors }
  if (drift.length > 0) return { state: 'drifted', drift }
  if (plan && plan.conflicts.length > 0) return { state: 'conflicts', count: plan.conflicts.length }
  if (plan && plan.steps.length > 0) {
    const drawn = Object.keys(lab.nodes).length > 1 || Object.keys(lab.links).length > 0
    if (!drawn && !useMachineStore.getState().state) return { state: 'empty' }
    return { state: 'changes', count: plan.steps.length }
  }
  return useMachineStore.getState().state ? { state: 'in-sync' } : { state: 'empty' }
}

/** One mark an element: making it, or taking it away, says more than changing it. */
function strongest(marks: { action: StepAction; element: ElementRef }[]): { action: StepAction; element: ElementRef }[] {
  const by = new Map<string, { action: StepAction; element: ElementRef }>()
  for (const mark of marks) {
    const key = elementKey(mark.element)
    const known = by.get(key)
    if (!known || known.action === 'change') by.set(key, mark)
  }
  return [...by.values()]
}

function schedule(): void {
  if (scheduled) return
  scheduled = true
  if (cost <= CHEAP) queueMicrotask(compute)
  else setTimeout(compute, Math.max(LEAST_PAUSE, cost * SHARE))
}

useLabStore.subscribe(schedule)
useMachineStore.subscribe((now, then) => {
  if (now.state !== then.state) schedule()
})

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
