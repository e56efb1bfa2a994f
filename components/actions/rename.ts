import { HOST } from '../../core/lab/ids'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const rename: Action = {
  id: 'rename',
  group: 'edit',
  label: (t) => t.canvas.actions.rename,
  shortcuts: ['f2'],
  enabled: ({ editing, selection: [first], selection }) =>
    editing && selection.length === 1 && ((first?.kind === 'node' && first.node !== HOST) || first?.kind === 'interface'),
  run: ({ selection: [first] }) => {
    if (first) useViewStore.getState().editField(first, 'name')
  },
}
