import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const showScript: Action = {
  id: 'show-script',
  group: 'panels',
  label: (t) => t.shell.actions.showScript,
  shortcuts: ['3'],
  run: () => useViewStore.getState().toggleDrawer('script'),
}
