import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const showHistory: Action = {
  id: 'show-history',
  group: 'panels',
  label: (t) => t.shell.actions.showHistory,
  shortcuts: ['6'],
  run: () => useViewStore.getState().toggleDrawer('history'),
}
