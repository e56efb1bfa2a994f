import type { Diagnostic } from '../check/diagnostic'
import type { ElementRef } from '../lab/element'
import type { ReasonCode } from '../text/reasons.en'
import type { Op } from './ops'

export type StepAction = 'create' | 'change' | 'delete'

/** Why a step is there; the words come from `core/text`. */
export interface Reason {
  code: ReasonCode
  params: Record<string, string | number>
}

/** One change of the kernel, in the order in which it will be made. */
export interface Step {
  op: Op
  action: StepAction
  /** What lights up on the canvas; the first is the one that the step is about. */
  elements: ElementRef[]
  reason: Reason
}

/**
 * The steps that turn a machine's state into a lab. `id` is a hash of the lab's name and the steps, the same wherever it is computed, so
 * that the agent can tell whether what the user saw is what it would do now.
 */
export interface Plan {
  id: string
  lab: string
  steps: Step[]
  /** Clashes with what is not ours; while there is one, the plan is not applied. */
  conflicts: Diagnostic[]
}

/** One difference between what was last applied and what the kernel holds now. */
export interface Drift {
  element: ElementRef
  /** What differs. */
  field:
    | 'missing'
    | 'extra'
    | 'up'
    | 'mac'
    | 'mtu'
    | 'name'
    | 'master'
    | 'address'
    | 'route'
    | 'neighbour'
    | 'forwarding'
    | 'nat'
    | 'filter'
    | 'stp'
    | 'netns'
    | 'service'
  /** As drawn, in the words of `ip` (`up`, `10.0.0.1/24`); absent when it should not be there. */
  wanted?: string
  /** As found; absent when it is gone. */
  found?: string
}
