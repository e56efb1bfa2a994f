import { duplicateNodes } from '../../core/edit/copy'
import { commit } from '../canvas/commit'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'
import { copyable } from './selectedNodes'

export const duplicate: Action = {
  id: 'duplicate',
  group: 'edit',
  label: (t) => t.canvas.actions.duplicate,
  shortcuts: ['mod+d'],
  enabled: (context) => context.editing && copyable(context).length > 0,
  run: (context) => {
    const made = duplicateNodes(context.lab, copyable(context))
    if (!commit(made) || 'refused' in made) return
    const view = useViewStore.getState()
    view.select(made.nodes.map((node) => ({ kind: 'node', node })))
    view.announce(context.t.canvas.announce.pasted(made.nodes.length))
  },
}
