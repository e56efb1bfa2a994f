import { create } from 'zustand'
import type { Guide, GuideView, Probe } from '../../core/guide/guide'
import { loadGuide } from '../../core/guide/guides'
import { isOf, type ProbeOutcome, type ProbeResult } from '../../core/guide/probe'
import { advance, NO_PROGRESS, type Progress, type Standing, standing } from '../../core/guide/progress'
import type { Lab } from '../../core/lab/schema'
import type { WireError } from '../../core/protocol/socket'
import { currentDerived, whenDerived } from '../state/derived'
import { useLabStore } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import { type ProbeRun, useProbeStore } from '../state/probeStore'
import { request, whenOpen } from '../state/socket'
import { type Exercise, loadProgress, saveProgress } from './progressStore'
import { veil } from './veil'

interface GuideStore {
  guide: Guide | null
  /** The complete lab, as it ships, under this lab's name. */
  example: Lab | null
  progress: Progress
  /** What the kernel and the drawing make of it. */
  standing: Standing
  exercise: Exercise | null
  /** Real pings and connections, each with the kernel of its moment. */
  probes: readonly ProbeResult[]
  /** What is being done at one click: a step's id, or `form` or `exercise`. */
  busy: string | null
  /** What went wrong with it, or why the guide is not here. */
  problem: WireError | 'not-fetched' | null
}

const closed = {
  guide: null,
  example: null,
  progress: NO_PROGRESS,
  standing: { passed: {} },
  exercise: null,
  probes: [],
  busy: null,
  problem: null,
}

/** The guide beside the open lab. */
export const useGuideStore = create<GuideStore>()(() => closed)

/** Opens the guide of the lab that is open; returns how to let go of it. */
export function openGuide({ example, copy }: { example: string; copy: string }): () => void {
  let left = false
  const stops: (() => void)[] = []
  useGuideStore.setState({ ...closed, ...loadProgress(copy) })
  const lab = useLabStore.getState().name ?? ''
  const fetch = async () => {
    if (useGuideStore.getState().example) return
    try {
      const [guide, ack] = await Promise.all([loadGuide(example), request('guide:example', { lab })])
      if (left || !guide) return
      // Begun when the guide had another fault: there would be no way to end it.
      const { exercise } = useGuideStore.getState()
      if (exercise && !guide.faults.some(({ id }) => id === exercise.fault)) endExercise()
      useGuideStore.setState(ack.ok ? { guide, example: ack.value.example, problem: null } : { guide, problem: ack.error })
      look()
    } catch {
      // The guide's own code did not come. The panel says so, and the next connection tries again.
      if (!left) useGuideStore.setState({ problem: 'not-fetched' })
    }
  }
  stops.push(
    whenOpen(() => void fetch()),
    useProbeStore.subscribe(({ runs }, before) => {
      if (runs !== before.runs) record(runs, before.runs)
    }),
    whenDerived(look),
    useMachineStore.subscribe(look),
    useGuideStore.subscribe((now, then) => {
      if (now.progress !== then.progress || now.exercise !== then.exercise) saveProgress(copy, now.progress, now.exercise)
      if (now.progress !== then.progress || now.probes !== then.probes) look()
    }),
  )
  return () => {
    left = true
    for (const stop of stops) stop()
  }
}

/** What a check may look at, now. */
export function currentView(probes: readonly ProbeResult[]): GuideView {
  const { lab } = useLabStore.getState()
  return { lab, state: useMachineStore.getState().state, pending: currentDerived().plan?.steps ?? [], probes }
}

/** Takes over what can be seen done now. */
function look(): void {
  const { guide, progress, standing: before, probes } = useGuideStore.getState()
  if (!guide) return
  const view = currentView(probes)
  const next = advance(guide, view, progress, before.current)
  const now = standing(guide, view, next)
  // Looked at whenever anything changes; what reads this is drawn anew only when it says something else.
  const stands = JSON.stringify(now) === JSON.stringify(before) ? before : now
  if (next !== progress || stands !== before) useGuideStore.setState({ progress: next, standing: stands })
}

/** Keeps the outcome of each run that has just ended, with the kernel as it is now. */
function record(runs: readonly ProbeRun[], before: readonly ProbeRun[]): void {
  const { state } = useMachineStore.getState()
  if (!state) return
  for (const run of runs) {
    if (run.status !== 'done' || before.find(({ id }) => id === run.id)?.status !== 'running') continue
    const outcome = outcomeOf(run)
    const probe = probeOf(run)
    const { probes, exercise, guide } = useGuideStore.getState()
    const proof = guide?.faults.find(({ id }) => id === exercise?.fault)?.proof
    const isMended =
      exercise && proof && outcome === 'answered' && run.startedAt >= exercise.since && isOf({ ...probe, outcome, state }, proof)
    useGuideStore.setState({ probes: [...probes, { ...probe, outcome, state }] })
    if (!isMended) continue
    changeExercise({ mended: true })
    unveil()
  }
}

/** Says how far the learner is with the exercise, if there is one. */
export function changeExercise(patch: Partial<Exercise>): void {
  const { exercise } = useGuideStore.getState()
  if (exercise) useGuideStore.setState({ exercise: { ...exercise, ...patch } })
}

/** Shows what the exercise hid. */
export function unveil(): void {
  veil(null)
  changeExercise({ secret: null })
}

/** Forgets the exercise, and shows what it hid. */
export function endExercise(): void {
  veil(null)
  useGuideStore.setState({ exercise: null })
}

function probeOf(run: ProbeRun): Probe {
  if (run.kind === 'tcp') return { from: run.node, to: run.result?.address ?? run.target, port: run.port }
  const start = run.events.find((event) => event.kind === 'start')
  return { from: run.node, to: start?.address ?? run.target }
}

function outcomeOf(run: ProbeRun): ProbeOutcome {
  if (run.kind === 'ping') return run.events.some((event) => event.kind === 'reply') ? 'answered' : 'silent'
  if (run.result?.outcome === 'connected') return 'answered'
  return run.result?.outcome === 'refused' ? 'refused' : 'silent'
}
