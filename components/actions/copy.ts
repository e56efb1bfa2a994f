import { useViewStore } from '../state/viewStore'
import type { Action } from './action'
import { keepSelected } from './clipboard'
import { copyable } from './selectedNodes'

export const copy: Action = {
  id: 'copy',
  group: 'edit',
  label: (t) => t.canvas.actions.copy,
  shortcuts: ['mod+c'],
  // From what is only looked at too: it is pasted into another lab.
  enabled: (context) => context.drawn && copyable(context).length > 0,
  run: (context) => {
    const count = keepSelected(context)
    useViewStore.getState().announce(context.t.canvas.announce.copied(count))
  },
}
