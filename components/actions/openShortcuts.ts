import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const openShortcuts: Action = {
  id: 'shortcuts',
  group: 'help',
  label: (t) => t.shell.actions.openShortcuts,
  shortcuts: ['?'],
  enabled: () => true,
  run: () => useViewStore.getState().setOverlay('shortcuts'),
}
