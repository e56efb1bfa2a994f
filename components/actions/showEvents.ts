import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const showEvents: Action = {
  id: 'show-events',
  group: 'panels',
  label: (t) => t.shell.actions.showEvents,
  shortcuts: ['4'],
  run: () => useViewStore.getState().toggleDrawer('events'),
}
