import { checkLab } from '../../core/check/check'
import type { Diagnostic } from '../../core/check/diagnostic'
import { type ElementRef, elementKey } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import { Comparison } from '../../core/plan/comparison'
import { openDrift } from '../../core/plan/drift'
import { Mirror } from '../../core/plan/mirror'
import type { Drift, Plan, StepAction } from '../../core/plan/plan'
import { planUnstarted } from '../../core/plan/plan-lab'
import { equalData } from '../../core/state/equal'
import type { MachineState } from '../../core/state/state'
import { groupByElement } from './byElement'
import { none, type Sync, useDerived } from './derivedStore'
import { useLabStore } from './labStore'
import { useMachineStore } from './machineStore'
import { useViewStore } from './viewStore'

/**
 * Keeps `useDerived` up to date. What drifted is news and is told with the change itself; what follows for the plan takes longer in a big
 * lab, and may come when the page has shown that.
 */

/** Above so many milliseconds for all of it, a computation waits until the page has shown the change itself. */
const CHEAP = 3
/**
 * It then rests so many times as long as it took. While the machine keeps changing, each costs whoever moves about in a big lab two or
 * three frames; who draws waits for what it says.
 */
const REST = { machine: 24, drawing: 8 }
/** A little more than a frame. */
const SHOWN = 20

interface Inputs {
  lab: Lab
  applied: Lab | null
  state: MachineState | null
  veiled: boolean
}

/** Milliseconds that the last computation took, and when it ended. */
let cost = 0
let ended = Number.NEGATIVE_INFINITY
/** The computation that is to come: when, by `performance.now`; 0 where nothing could make it come sooner. */
let due = Number.POSITIVE_INFINITY
let timer: ReturnType<typeof setTimeout> | undefined
let last: Inputs | null = null

/** The kernel as the newest state has it, and what was held against it since it was last read anew. */
let mirror: Mirror | null = null
let comparisons: { lab: Lab; comparison: Comparison }[] = []
/** Applied and drawn are the same lab most of the time, but came separately: then one comparison with the kernel does for both. */
let twins: { lab: Lab; applied: Lab } | null = null

function inputs(): Inputs {
  const { lab, applied } = useLabStore.getState()
  return { lab, applied, state: useMachineStore.getState().state, veiled: isVeiled() }
}

/** While nothing is drawn that was not applied, an exercise may hide what the kernel has instead; on this computer itself there is none that does. */
function isVeiled(): boolean {
  const { lab, applied, machine } = useLabStore.getState()
  return useViewStore.getState().veiled && machine.kind !== 'host' && applied !== null && isDrawn(applied, lab)
}

/** Brings the mirror to the newest state. Where only values changed, what was held against it is kept, and corrected. */
function follow(state: MachineState | null): void {
  if (state && mirror?.observed === state) return
  const changed = state ? mirror?.follow(state) : undefined
  if (changed) {
    comparisons = comparisons.filter(({ comparison }) => comparison.reread(changed))
    return
  }
  comparisons = []
  if (!state) mirror = null
  else mirror ??= new Mirror(state)
}

/** A lab held against the kernel; null while no machine runs. */
function compare(lab: Lab): Comparison | null {
  if (!mirror) return null
  const known = comparisons.find((one) => sameDrawing(one.lab, lab))
  if (known) return known.comparison
  const comparison = new Comparison(lab, mirror)
  const { lab: drawn, applied } = useLabStore.getState()
  const wanted = comparisons.filter((one) => sameDrawing(one.lab, drawn) || one.lab === applied)
  comparisons = [...wanted, { lab, comparison }]
  return comparison
}

function driftOfNow({ lab, applied, veiled }: Inputs): readonly Drift[] {
  if (!applied || veiled) return none.drift
  const drawn = isDrawn(applied, lab)
  const ofApplied = compare(drawn ? lab : applied)?.drift ?? none.drift
  if (drawn || ofApplied.length === 0) return ofApplied
  return openDrift(ofApplied, compare(lab)?.drift ?? none.drift)
}

function showDrift(drift: readonly Drift[]): void {
  const before = useDerived.getState()
  if (equalData(before.drift, drift)) return
  const isNews = drift.length > 0 && countErrors(before.diagnostics) === 0
  useDerived.setState({
    drift,
    driftBy: groupByElement(drift, (one) => [one.element], before.driftBy),
    ...(isNews ? { sync: { state: 'drifted', drift } } : {}),
  })
}

/** The machine has changed: what is known of it is corrected at once where that is cheap, all else follows. */
function onState(): void {
  const now = inputs()
  const wasHeld = comparisons.length > 0
  follow(now.state)
  const isHeld = wasHeld && comparisons.length > 0
  const sameLabs = last !== null && last.applied === now.applied && sameDrawing(last.lab, now.lab)
  if (isHeld && sameLabs && useLabStore.getState().status === 'ready') showDrift(driftOfNow(now))
  schedule(REST.machine)
}

/** `wasShown`: the page has had time to show the change itself. `spent`: milliseconds that went into this computation before. */
function compute(wasShown = false, spent = 0): void {
  if (useLabStore.getState().status !== 'ready') {
    due = Number.POSITIVE_INFINITY
    last = null
    follow(null)
    useDerived.setState(none)
    return
  }
  const now = inputs()
  if (isDone(now)) {
    due = Number.POSITIVE_INFINITY
    return
  }
  const began = performance.now() - spent
  const sameLab = last !== null && sameDrawing(last.lab, now.lab)
  follow(now.state)
  const drift = driftOfNow(now)
  if (!wasShown && sameLab && cost > CHEAP && !equalData(useDerived.getState().drift, drift)) {
    showDrift(drift)
    due = 0
    setTimeout(compute, SHOWN, true, performance.now() - began)
    return
  }
  finish(now, sameLab, drift)
  last = now
  due = Number.POSITIVE_INFINITY
  ended = performance.now()
  cost = ended - began
}

function finish({ lab, veiled }: Inputs, sameLab: boolean, drift: readonly Drift[]): void {
  const before = useDerived.getState()
  const diagnostics = sameLab ? before.diagnostics : checkLab(lab)
  const diagnosticsBy = sameLab ? before.diagnosticsBy : groupByElement(diagnostics, (one) => [one.element], before.diagnosticsBy)
  const errors = countErrors(diagnostics)
  // A lab with errors has no plan: it would say what Apply would not do.
  const plan = errors > 0 ? null : (compare(lab)?.plan() ?? planUnstarted(lab))
  const steps = veiled ? [] : (plan?.steps ?? [])
  const marks = strongest(
    steps.flatMap(({ action, elements: [first] }) => (first ? [{ action: marked(lab, action, first), element: first }] : [])),
  )
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
    drift: equalData(before.drift, drift) ? before.drift : drift,
    driftBy: groupByElement(drift, (one) => [one.element], before.driftBy),
    sync: veiled ? { state: 'veiled' } : syncOf(errors, plan, drift),
  })
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

function syncOf(errors: number, plan: Plan | null, drift: readonly Drift[]): Sync {
  if (errors > 0) return { state: 'errors', count: errors }
  if (drift.length > 0) return { state: 'drifted', drift }
  if (plan && plan.conflicts.length > 0) return { state: 'conflicts', count: plan.conflicts.length }
  if (plan && plan.steps.length > 0) {
    return { state: 'changes', count: plan.steps.length }
  }
  return useMachineStore.getState().state ? { state: 'in-sync' } : { state: 'empty' }
}

/** What a step does to the element that is marked for it: where something of a node is deleted that is still drawn, the node is changed. */
function marked(lab: Lab, action: StepAction, element: ElementRef): StepAction {
  return action === 'delete' && element.kind === 'node' && lab.nodes[element.node] ? 'change' : action
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

/** `rest`: see `REST`. */
function schedule(rest: number): void {
  if (isCurrent()) return
  const now = performance.now()
  const at = cost <= CHEAP ? 0 : Math.max(now + SHOWN, ended + cost * rest)
  if (at >= due) return
  clearTimeout(timer)
  due = at
  if (at === 0) queueMicrotask(() => compute())
  else timer = setTimeout(compute, at - now)
}

function isCurrent(): boolean {
  return useLabStore.getState().status === 'ready' ? isDone(inputs()) : last === null
}

function isDone({ lab, applied, state, veiled }: Inputs): boolean {
  return last !== null && sameDrawing(last.lab, lab) && last.applied === applied && last.state === state && last.veiled === veiled
}

useLabStore.subscribe(() => schedule(REST.drawing))
useMachineStore.subscribe((now, then) => {
  if (now.state !== then.state) onState()
})

useViewStore.subscribe((now, then) => {
  if (now.veiled !== then.veiled) schedule(REST.drawing)
})
