import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

/** Asks first: `DestroyDialog` does it. */
export const destroy: Action = {
  id: 'destroy',
  group: 'machine',
  label: (t) => t.shell.actions.destroy,
  enabled: ({ editing }) => editing && useLabStore.getState().machine.status === 'running',
  run: () => useViewStore.getState().setOverlay('destroy'),
}
