import { netnsOf } from '../lab/view'
import { filtersInForce, rulesInForce } from '../reach/rules'
import { type Trace, tracePath } from '../reach/trace'
import type { MachineState } from '../state/state'
import type { GuideView, Probe } from './guide'

/** How a real ping or connection ended: `refused` is an answer too, from a machine on which nobody listens. */
export type ProbeOutcome = 'answered' | 'refused' | 'silent'

/** A ping or a connection check that was really made, with the kernel as it was when it ended. */
export interface ProbeResult extends Probe {
  outcome: ProbeOutcome
  state: MachineState
}

/** Whether a result is of this question. */
export function isOf(result: ProbeResult, probe: Probe): boolean {
  return result.from === probe.from && result.to === probe.to && result.port === probe.port
}

/** The way that a probe's packets take by the kernel's own tables, which says why there is no answer, but never that there is one. */
export function traceProbe(probe: Probe, lab: GuideView['lab'], state: MachineState): Trace {
  const transport = probe.port === undefined ? undefined : { protocol: 'tcp' as const, port: probe.port }
  return tracePath(state, { from: netnsOf(lab, probe.from), to: probe.to, transport }, rulesInForce(state), filtersInForce(state))
}
