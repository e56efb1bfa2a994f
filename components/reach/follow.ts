import type { ElementRef } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import { netnsOf } from '../../core/lab/view'
import { drawTrace } from '../../core/reach/elements'
import { filtersInForce, rulesInForce } from '../../core/reach/rules'
import { type Trace, tracePath } from '../../core/reach/trace'
import type { MachineState } from '../../core/state/state'
import { useLabStore } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import { type PingRun, type ProbeRun, useProbeStore } from '../state/probeStore'
import { outcomeOf } from './outcome'

/** A packet's way by the kernel's own tables, and the elements that it passes. */
export interface Followed {
  trace: Trace
  request: readonly ElementRef[]
  reply: readonly ElementRef[]
}

/** Follows the packets of a run: `address` is what its target was resolved to. */
export function followRun(run: ProbeRun, address: string, lab: Lab, applied: Lab, state: MachineState): Followed {
  const transport = run.kind === 'tcp' ? { protocol: 'tcp' as const, port: run.port } : undefined
  const trace = tracePath(
    state,
    { from: netnsOf(applied, run.node), to: address, transport },
    rulesInForce(state),
    filtersInForce(state),
  )
  return { trace, ...drawTrace(trace, lab, state) }
}

/** The path that the canvas draws for a run, or null while its target is not resolved. */
function pathOf(run: PingRun) {
  const { lab, applied } = useLabStore.getState()
  const { state } = useMachineStore.getState()
  const outcome = outcomeOf(run)
  if (!state || !applied || !outcome.address) return null
  const { trace, request, reply } = followRun(run, outcome.address, lab, applied, state)
  const last = outcome.samples.length
  return {
    run: run.id,
    request,
    reply,
    arrives: !trace.stop || trace.stop.direction === 'reply',
    pulse: Math.max(1, last),
    answered: last > 0 ? outcome.samples[last - 1] !== null : run.status === 'running' ? null : false,
  }
}

/** Lights the newest ping's way up when something new is known of it. */
function follow(runs: readonly ProbeRun[], before: readonly ProbeRun[]): void {
  const newest = runs.findLast((run) => run.kind === 'ping')
  if (newest?.kind !== 'ping' || newest.events.length === 0) return
  const known = before.find((run) => run.id === newest.id)
  if (known?.kind === 'ping' && known.events === newest.events && known.status === newest.status) return
  const path = pathOf(newest)
  if (path) useProbeStore.getState().setPath(path)
}

// This module comes with the drawer, which may be opened by the ping itself.
follow(useProbeStore.getState().runs, [])
useProbeStore.subscribe(({ runs }, before) => {
  if (runs !== before.runs) follow(runs, before.runs)
})
