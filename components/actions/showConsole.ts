import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const showConsole: Action = {
  id: 'show-console',
  group: 'panels',
  label: (t) => t.console.actions.show,
  shortcuts: ['5'],
  run: () => useViewStore.getState().toggleDrawer('console'),
}
