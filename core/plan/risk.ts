import { HOST } from '../lab/ids'
import type { Op } from './ops'

/**
 * Whether steps may cut off who asked for them, by taking the computer's own way to the outside through something else: an interface that
 * becomes a port or ceases to be one, another default route, or a filter on what the computer itself sends and takes. Errs to the careful side, for who asks may sit anywhere.
 */
export function mayCutOff(ops: readonly Op[]): boolean {
  return ops.some((op) => {
    if (op.op === 'nic-attach' || op.op === 'nic-detach') return true
    // Taking a filter away only ever lets more through.
    if (op.op === 'rules-set') return op.netns === HOST && (op.filter?.length ?? 0) > 0
    return (op.op === 'route-add' || op.op === 'route-delete') && op.netns === HOST && op.to === 'default'
  })
}
