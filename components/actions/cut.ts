import { removeElements } from '../../core/edit/remove'
import { commit } from '../canvas/commit'
import type { Action } from './action'
import { keepSelected } from './clipboard'
import { leaveDeleted } from './deleteSelected'
import { copyable } from './selectedNodes'

export const cut: Action = {
  id: 'cut',
  group: 'edit',
  label: (t) => t.canvas.actions.cut,
  shortcuts: ['mod+x'],
  enabled: (context) => context.editing && copyable(context).length > 0,
  run: (context) => {
    keepSelected(context)
    const refs = copyable(context).map((node) => ({ kind: 'node', node }) as const)
    if (commit(removeElements(context.lab, refs))) leaveDeleted(context.t, refs.length)
  },
}
