import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const showPing: Action = {
  id: 'show-ping',
  group: 'panels',
  label: (t) => t.shell.actions.showPing,
  shortcuts: ['2'],
  run: () => useViewStore.getState().toggleDrawer('ping'),
}
