import type { Left } from '../../../core/protocol/left'
import { describeUse } from '../../../core/text/left'
import { occupantsOf } from '../kernel/occupants'
import type { Change } from './keeper'

/** The namespaces that a change took the names of and that processes keep. Their links were deleted before. */
export function leftOf({ ops, before }: Change): Left[] {
  const names = ops.flatMap((op) => (op.op === 'netns-delete' ? [op.netns] : []))
  const inodes = new Map(names.map((name) => [before.namespaces[name]?.inode ?? 0, name]))
  return [...occupantsOf(new Set(inodes.keys()))].map(([inode, by]) => ({
    what: inodes.get(inode) ?? '',
    why: describeUse(by, 'en'),
    by,
  }))
}
