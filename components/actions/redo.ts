import { useLabStore } from '../state/labStore'
import type { Action } from './action'

export const redo: Action = {
  id: 'redo',
  group: 'edit',
  label: (t) => t.shell.actions.redo,
  shortcuts: ['mod+shift+z', 'mod+y'],
  enabled: ({ editing }) => editing && useLabStore.getState().redoable.length > 0,
  run: () => void useLabStore.getState().redo(),
}
