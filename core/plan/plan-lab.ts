import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import type { MachineState } from '../state/state'
import { findConflicts } from './conflicts'
import { type Desired, desiredOfLab } from './desired'
import { desiredOfSnapshot } from './desired-snapshot'
import { ownsHost, PlanDraft } from './draft'
import { type Kernel, kernelOf } from './kernel'
import { planMoves } from './moves'
import type { Plan, Step } from './plan'
import { planRemovals } from './removals'
import { planSettings } from './settings'

/** Names a plan by what it does, so that two who computed it apart can tell whether they mean the same. */
function planId(lab: string, steps: readonly Step[]): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([lab, steps.map((step) => step.op)]))).subarray(0, 16))
}

function planTowards(desired: Desired, kernel: Kernel): Plan {
  const draft = new PlanDraft(desired, kernel)
  const conflicts = findConflicts(draft)
  planRemovals(draft)
  planMoves(draft)
  planSettings(draft)
  return { id: planId(desired.lab, draft.steps), lab: desired.lab, steps: draft.steps, conflicts }
}

/**
 * The steps that turn the machine into the lab, in the order in which they will be made. None when it is so already: the
 * plan that follows one apply is empty. Total: a lab with errors gets a plan of what can be made sense of.
 */
export function planLab(lab: Lab, state: MachineState): Plan {
  return planTowards(desiredOfLab(lab), kernelOf(state))
}

/** The steps that remove all that the lab owns. On a machine shared with others, `host` keeps its forwarding and its `lo`. */
export function planRemoval(labName: string, state: MachineState): Plan {
  const kernel = kernelOf(state)
  const alone = ownsHost(kernel, labName)
  const host = { name: HOST, links: [], routes: [], nat: [], natElements: [], element: { kind: 'node' as const, node: HOST } }
  const desired: Desired = {
    lab: labName,
    namespaces: new Map([[HOST, { ...host, ...(alone && { forwarding: false }) }]]),
    veths: [],
    bridges: [],
  }
  return planTowards(desired, kernel)
}

/**
 * The steps that take a machine back to what it was in `snapshot`, as far as it is the lab's; for an apply that failed half way.
 * Links that were deleted meanwhile are made anew with the same MAC; what is foreign is left as it is.
 */
export function planRestore(labName: string, snapshot: MachineState, state: MachineState): Plan {
  return planTowards(desiredOfSnapshot(labName, snapshot), kernelOf(state))
}
