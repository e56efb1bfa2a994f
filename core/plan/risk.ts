import { HOST } from '../lab/ids'
import type { Op } from './ops'

/**
 * Whether steps may cut off who asked for them, by taking the computer's own way to the outside through something else: an interface that
 * becomes a port or ceases to be one, or another default route. Errs to the careful side, for who asks may sit anywhere.
 */
export function mayCutOff(ops: readonly Op[]): boolean {
  return ops.some((op) => {
    if (op.op === 'nic-attach' || op.op === 'nic-detach') return true
    return (op.op === 'route-add' || op.op === 'route-delete') && op.netns === HOST && op.to === 'default'
  })
}
