import '../reach/follow'
import { becomeForm, startForm } from '../../core/guide/form'
import type { EditOf, Fault, GuideStep, Probe } from '../../core/guide/guide'
import { NO_PROGRESS } from '../../core/guide/progress'
import { planLab } from '../../core/plan/plan-lab'
import { blankMachine } from '../../core/state/blank'
import { mayApply } from '../state/askStore'
import { useLabStore } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import { useProbeStore } from '../state/probeStore'
import { request } from '../state/socket'
import { useViewStore } from '../state/viewStore'
import { endExercise, unveil, useGuideStore } from './guideStore'
import { type Secret, veil } from './veil'

/** Enough to see that it is no accident, and quick to end where nothing answers. */
const PINGS = 2
/** A plan may be out of date by the time it arrives, when the kernel is still settling. */
const TRIES = 3

/** Applies what is drawn. Where that fails, the plan's panel says why. */
async function applyDrawn(): Promise<boolean> {
  for (let tried = 0; tried < TRIES; tried++) {
    const plan = planLab(useLabStore.getState().lab, useMachineStore.getState().state ?? blankMachine)
    if (plan.conflicts.length > 0) break
    if (plan.steps.length === 0) return true
    if (!(await mayApply(plan))) return false
    const ack = await useLabStore.getState().apply(plan.id)
    if (ack.ok && ack.value.outcome === 'applied') return true
    if (!ack.ok || ack.value.outcome !== 'stale') break
  }
  useViewStore.getState().openDrawer('plan')
  return false
}

async function draw(edit: EditOf): Promise<boolean> {
  const command = edit(useLabStore.getState().lab)
  if ('refused' in command) return false
  if (command.changes.length > 0 && !useLabStore.getState().dispatch(command)) return false
  return applyDrawn()
}

/** Asks the kernel. The way lights up on the canvas; the ping panel has the whole of the answer. */
export function ask({ from, to, port }: Probe): void {
  const { startPing, startTcp, setDraft } = useProbeStore.getState()
  setDraft({ node: from, target: to, ...(port === undefined ? {} : { port }) })
  if (port === undefined) startPing(from, to, PINGS)
  else startTcp(from, to, port)
}

async function serve(): Promise<boolean> {
  const ack = await request('guide:serve', { lab: useLabStore.getState().name ?? '' })
  if (!ack.ok) useGuideStore.setState({ problem: ack.error })
  return ack.ok
}

/** One thing at a time; what is being done is shown where it was asked for. */
async function busy(what: string, work: () => Promise<unknown>): Promise<void> {
  if (useGuideStore.getState().busy !== null) return
  useGuideStore.setState({ busy: what, problem: null })
  // Where an earlier ping ended says nothing about what is made now.
  useProbeStore.getState().setPath(null)
  try {
    await work()
  } finally {
    useGuideStore.setState({ busy: null })
  }
}

/** Does a step for the learner. */
export function doStep({ id, action }: GuideStep): void {
  if (action?.kind === 'probe') ask(action.probe)
  else if (action?.kind === 'edit') void busy(id, () => draw(action.edit))
  else if (action?.kind === 'apply') void busy(id, applyDrawn)
  else if (action?.kind === 'serve')
    void busy(id, async () => {
      if (await serve()) ask({ from: action.server.node, to: action.server.address, port: action.server.port })
    })
}

/** Draws the lab that the guide starts from, for Apply to make, and forgets how far the learner was. */
export function startOver(): void {
  const { guide, example } = useGuideStore.getState()
  if (!guide || !example) return
  const command = becomeForm(useLabStore.getState().lab, startForm(guide, example))
  if (command && !useLabStore.getState().dispatch(command)) return
  endExercise()
  useGuideStore.setState({ progress: NO_PROGRESS, standing: { passed: {} }, probes: [] })
}

/** Makes the lab complete, in drawing and kernel. */
export function showEnd(): Promise<void> {
  return busy('form', complete)
}

async function complete(): Promise<boolean> {
  const { example } = useGuideStore.getState()
  if (!example) return false
  const command = becomeForm(useLabStore.getState().lab, example)
  if (command && !useLabStore.getState().dispatch(command)) return false
  return applyDrawn()
}

/** Causes a fault in the complete lab. `fair`: what differs from the drawing is not marked until the learner asks for it. */
export function breakIt(fault: Fault, fair: boolean): Promise<void> {
  return busy('exercise', async () => {
    const { guide } = useGuideStore.getState()
    if (!guide || !(await complete())) return
    if (guide.server && !(await serve())) return
    const secret: Secret | null = fair ? (fault.cause.kind === 'kernel' ? 'kernel' : 'traces') : null
    useViewStore.setState({ veiled: secret === 'kernel', secret: secret && 'causing', selection: [] })
    if (!(await cause(fault))) {
      unveil()
      return
    }
    veil(secret)
    useGuideStore.setState({ exercise: { fault: fault.id, since: Date.now(), hints: 0, found: false, mended: false, secret } })
  })
}

async function cause(fault: Fault): Promise<boolean> {
  if (fault.cause.kind === 'drawn') return draw(fault.cause.edit)
  const ack = await request('guide:break', { lab: useLabStore.getState().name ?? '', fault: fault.id })
  if (!ack.ok) useGuideStore.setState({ problem: ack.error })
  return ack.ok
}

/** Ends the exercise; the lab is complete again afterwards, in drawing and kernel, whoever mended it and how. */
export function putBack(): Promise<void> {
  return busy('exercise', async () => {
    endExercise()
    await complete()
  })
}
