import { create } from 'zustand'
import { checkLab } from '../../core/check/check'
import type { Diagnostic } from '../../core/check/diagnostic'
import { type ElementRef, elementKey } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import { Comparison } from '../../core/plan/comparison'
import { openDrift } from '../../core/plan/drift'
import type { Drift, Plan, StepAction } from '../../core/plan/plan'
import { planLab } from '../../core/plan/plan-lab'
import { blankMachine } from '../../core/state/blank'
import { equalData } from '../../core/state/equal'
import type { MachineState } from '../../core/state/state'
import { type ByElement, groupByElement } from './byElement'
import { useLabStore } from './labStore'
import { useMachineStore } from './machineStore'
import { useViewStore } from './viewStore'

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

/**
 * Above so many milliseconds for all of it, a computation waits until the page has shown the change itself, and while changes keep
 * coming it takes at most a ninth of the time, so that moving about in a big lab stays smooth.
 */
const CHEAP = 12
const SHARE = 8
/** A little more than a frame. */
const SHOWN = 20

/** Milliseconds that the last computation took, and when it ended. */
let cost = 0
let ended = Number.NEGATIVE_INFINITY
let scheduled = false
let last: Inputs | null = null

interface Inputs {
  lab: Lab
  applied: Lab | null
  state: MachineState | null
  veiled: boolean
}

/** Applied and drawn are the same lab most of the time, but came separately: then one comparison with the kernel does for both. */
let twins: { lab: Lab; applied: Lab } | null = null

function compute(): void {
  const { lab, status, applied } = useLabStore.getState()
  const { state } = useMachineStore.getState()
  if (status !== 'ready') {
    scheduled = false
    last = null
    useDerived.setState(none)
    return
  }
  const began = performance.now()
  const inputs = { lab, applied, state, veiled: isVeiled() }
  const sameLab = last !== null && sameDrawing(last.lab, lab)
  const same = sameLab && last?.state === state && last.applied === applied && last.veiled === inputs.veiled
  last = inputs
  if (same) {
    scheduled = false
    return
  }
  const before = useDerived.getState()
  const comparison = applied && state && isDrawn(applied, lab) ? new Comparison(lab, state) : undefined
  const found = comparison?.drift ?? (applied && state ? openDrift(applied, lab, state) : none.drift)
  const drift = inputs.veiled ? none.drift : found
  const driftBy = groupByElement(drift, (one) => [one.element], before.driftBy)
  if (!sameLab || cost <= CHEAP) {
    finish({ ...inputs, sameLab, comparison, drift, driftBy }, began)
    return
  }
  // What drifted is news and goes first; what to do about it may come when the page has shown that.
  const isNews = drift.length > 0 && countErrors(before.diagnostics) === 0
  useDerived.setState({ drift, driftBy, ...(isNews ? { sync: { state: 'drifted', drift } } : {}) })
  const spent = performance.now() - began
  setTimeout(() => finish({ ...inputs, sameLab, comparison, drift, driftBy }, performance.now() - spent), SHOWN)
}

interface Begun extends Inputs {
  sameLab: boolean
  comparison: Comparison | undefined
  drift: readonly Drift[]
  driftBy: ByElement<Drift>
}

function finish({ lab, state, veiled, sameLab, comparison, drift, driftBy }: Begun, began: number): void {
  scheduled = false
  // The page was left, or the lab closed, meanwhile.
  if (useLabStore.getState().status !== 'ready') {
    schedule()
    return
  }
  const before = useDerived.getState()
  const diagnostics = sameLab ? before.diagnostics : checkLab(lab)
  const diagnosticsBy = sameLab ? before.diagnosticsBy : groupByElement(diagnostics, (one) => [one.element], before.diagnosticsBy)
  const errors = countErrors(diagnostics)
  // A lab with errors has no plan: it would say what Apply would not do.
  const plan = errors > 0 ? null : (comparison?.plan() ?? planLab(lab, state ?? blankMachine))
  const steps = veiled ? [] : (plan?.steps ?? [])
  const marks = strongest(steps.flatMap(({ action, elements: [first] }) => (first ? [{ action, element: first }] : [])))
  useDerived.setState({
    diagnostics,
    diagnosticsBy,
    plan: plan && veiled ? { ...plan, steps: [] } : plan,
    marks: groupByElement(
      marks,
      (one) => [one.element],
      before.marks,
      (one) => one.action,
    ),
    drift,
    driftBy,
    sync: veiled ? { state: 'veiled' } : syncOf(lab, errors, plan, drift),
  })
  ended = performance.now()
  cost = ended - began
  // Something may have changed since.
  schedule()
}

/** While nothing is drawn that was not applied, an exercise may hide what the kernel has instead. */
function isVeiled(): boolean {
  const { lab, applied } = useLabStore.getState()
  return useViewStore.getState().veiled && applied !== null && isDrawn(applied, lab)
}

function countErrors(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter((one) => one.severity === 'error').length
}

/** Moving cards about changes the layout only, which no check and no plan reads. */
function sameDrawing(a: Lab, b: Lab): boolean {
  return a.nodes === b.nodes && a.links === b.links && a.name === b.name
}

/** Whether the applied lab says what the drawn one says. */
function isDrawn(applied: Lab, lab: Lab): boolean {
  if (twins?.applied === applied && sameDrawing(twins.lab, lab)) return true
  if (applied.name !== lab.name || !equalData(applied.nodes, lab.nodes) || !equalData(applied.links, lab.links)) return false
  twins = { lab, applied }
  return true
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
  if (scheduled || isCurrent()) return
  scheduled = true
  if (cost <= CHEAP) queueMicrotask(compute)
  else setTimeout(compute, Math.max(SHOWN, ended + cost * SHARE - performance.now()))
}

function isCurrent(): boolean {
  const { lab, status, applied } = useLabStore.getState()
  if (status !== 'ready') return last === null
  return (
    last?.lab === lab && last.applied === applied && last.state === useMachineStore.getState().state && last.veiled === isVeiled()
  )
}

useLabStore.subscribe(schedule)
useMachineStore.subscribe((now, then) => {
  if (now.state !== then.state) schedule()
})

useViewStore.subscribe((now, then) => {
  if (now.veiled !== then.veiled) schedule()
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
