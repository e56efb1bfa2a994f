import type { ElementRef } from '../lab/element'
import type { Fault, Probe } from './guide'

/** Faults that more than one guide has. */

/** A router that no longer passes on what is not for itself. */
export function forwardingOff(id: string, router: ElementRef & { kind: 'node' }, proof: Probe): Fault {
  return {
    id,
    culprits: [router],
    cause: { kind: 'kernel', ops: [{ op: 'forwarding', netns: router.node, on: false }] },
    proof,
  }
}

/** A namespace that has lost its default route. */
export function defaultGone(id: string, node: ElementRef & { kind: 'node' }, via: string, proof: Probe): Fault {
  return {
    id,
    culprits: [node],
    cause: { kind: 'kernel', ops: [{ op: 'route-delete', netns: node.node, family: 4, to: 'default', via }] },
    proof,
  }
}

/** A router whose rules are gone. */
export function rulesGone(id: string, router: ElementRef & { kind: 'node' }, lab: string, proof: Probe): Fault {
  return {
    id,
    culprits: [{ kind: 'nat', node: router.node, index: 0 }, router],
    cause: { kind: 'kernel', ops: [{ op: 'rules-delete', netns: router.node, lab }] },
    proof,
  }
}
