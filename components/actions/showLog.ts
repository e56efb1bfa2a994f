import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const showLog: Action = {
  id: 'show-log',
  group: 'panels',
  label: (t) => t.shell.actions.showLog,
  shortcuts: ['7'],
  run: () => useViewStore.getState().toggleDrawer('log'),
}
