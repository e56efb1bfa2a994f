import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const showPlan: Action = {
  id: 'show-plan',
  group: 'panels',
  label: (t) => t.shell.actions.showPlan,
  shortcuts: ['1'],
  run: () => useViewStore.getState().toggleDrawer('plan'),
}
