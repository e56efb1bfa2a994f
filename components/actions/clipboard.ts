import type { Clip } from '../../core/edit/copy'
import { copyNodes } from '../../core/edit/copy'
import type { ActionContext } from './action'
import { copyable } from './selectedNodes'

// What was copied, in this page; labs are small, and the system's clipboard would want a permission.
let clip: Clip | null = null

/** Keeps a copy of the selected nodes, with the links among them. How many nodes it has. */
export function keepSelected(context: ActionContext): number {
  const names = copyable(context)
  if (names.length > 0) clip = copyNodes(context.lab, names)
  return names.length
}

/** What was copied last. */
export function kept(): Clip | null {
  return clip
}
