import { useLabStore } from '../state/labStore'
import type { Action } from './action'

export const undo: Action = {
  id: 'undo',
  group: 'edit',
  label: (t) => t.shell.actions.undo,
  shortcuts: ['mod+z'],
  enabled: ({ editing }) => editing && useLabStore.getState().undoable.length > 0,
  run: () => void useLabStore.getState().undo(),
}
