import { drawsNothing } from '../lab/empty'
import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { blankMachine } from '../state/blank'
import type { MachineState } from '../state/state'
import { findConflicts } from './conflicts'
import type { Desired, DesiredLink } from './desired'
import { desiredOfSnapshot } from './desired-snapshot'
import { ownsHost, PlanDraft } from './draft'
import { giveBackRoutes, withGuestForwarding } from './guests'
import { type Kernel, kernelOf } from './kernel'
import { planMoves } from './moves'
import type { Plan } from './plan'
import { planId } from './plan-id'
import { planRemovals } from './removals'
import { planServices } from './services'
import { planSettings } from './settings'
import { desiredOn, releasedForwarding } from './shared-host'

function planTowards(desired: Desired, kernel: Kernel): Plan {
  return writePlan(new PlanDraft(desired, kernel))
}

/** Writes all steps into a draft that has none yet. */
export function writePlan(draft: PlanDraft): Plan {
  const { desired } = draft
  const conflicts = findConflicts(draft)
  planRemovals(draft)
  planMoves(draft)
  planSettings(draft)
  planServices(draft)
  giveBackRoutes(draft)
  const ops = draft.steps.map(({ op }) => op)
  return { id: planId(desired.lab, ops), lab: desired.lab, steps: draft.steps, conflicts }
}

/**
 * The steps that turn the machine into the lab, in the order in which they will be made. None when it is so already: the
 * plan that follows one apply is empty. Total: a lab with errors gets a plan of what can be made sense of.
 */
export function planLab(lab: Lab, state: MachineState): Plan {
  const kernel = kernelOf(state)
  return planTowards(desiredOn(lab, kernel), kernel)
}

/** The steps for a lab whose machine does not run yet. Where nothing is drawn, none is needed, and there is nothing to do. */
export function planUnstarted(lab: Lab): Plan {
  return drawsNothing(lab) ? { id: planId(lab.name, []), lab: lab.name, steps: [], conflicts: [] } : planLab(lab, blankMachine)
}

/** The steps that remove all that the lab owns. On a machine shared with others, `host` keeps its forwarding and its `lo`. */
export function planRemoval(labName: string, state: MachineState): Plan {
  const kernel = kernelOf(state)
  const alone = ownsHost(kernel, labName)
  const back = alone ? { ipv4: false, ipv6: false } : kernel.record && releasedForwarding(kernel.record, labName)
  const host = {
    name: HOST,
    links: loopbackOf(kernel),
    routes: [],
    nat: [],
    filter: [],
    neighbours: [],
    services: [],
    natElements: [],
    element: { kind: 'node' as const, node: HOST },
  }
  const desired: Desired = {
    lab: labName,
    namespaces: new Map([[HOST, { ...host, ...(back && { forwarding: back }) }]]),
    veths: [],
    bridges: [],
    nics: [],
  }
  return planTowards(withGuestForwarding(desired, kernel), kernel)
}

/** A shared `lo` as it is: named, so that the addresses that the lab gave it go. */
function loopbackOf(kernel: Kernel): DesiredLink[] {
  const lo = kernel.record && kernel.namespaces.get(HOST)?.links.get('lo')
  if (!lo) return []
  const element = { kind: 'interface' as const, node: HOST, name: lo.name }
  return [{ netns: HOST, name: lo.name, kind: 'loopback', up: lo.up, addresses: [], element }]
}

/**
 * The steps that take a machine back to what it was in `snapshot`, as far as it is the lab's; for an apply that failed half way.
 * Links that were deleted meanwhile are made anew with the same MAC; what is foreign is left as it is.
 */
export function planRestore(labName: string, snapshot: MachineState, state: MachineState): Plan {
  const kernel = kernelOf(state)
  const desired = desiredOfSnapshot(labName, snapshot)
  // What the apply changed in a container is on record by now; what it was just before is in the snapshot.
  for (const { lab, netns, forwarding } of kernel.record?.guests ?? []) {
    const before = lab === labName && forwarding ? snapshot.namespaces[netns]?.forwarding : undefined
    const wanted = before && desired.namespaces.get(netns)
    if (wanted) wanted.forwarding = before
  }
  return planTowards(desired, kernel)
}
