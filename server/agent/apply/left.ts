import { occupantsOf } from '../kernel/occupants'
import type { Change } from './keeper'

/** What a removal could not end, and why. */
export interface Left {
  what: string
  why: string
}

/** The namespaces that a change took the names of and that processes keep. Their links were deleted before. */
export function leftOf({ ops, before }: Change): Left[] {
  const names = ops.flatMap((op) => (op.op === 'netns-delete' ? [op.netns] : []))
  const inodes = new Map(names.map((name) => [before.namespaces[name]?.inode ?? 0, name]))
  return [...occupantsOf(new Set(inodes.keys()))].map(([inode, occupants]) => ({
    what: inodes.get(inode) ?? '',
    why: `still in use by ${occupants.map(({ pid, program }) => `PID ${pid} (${program})`).join(', ')}`,
  }))
}
