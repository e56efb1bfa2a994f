import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

/** Asks for the name first: `NewLabDialog` makes it. */
export const newLab: Action = {
  id: 'new-lab',
  group: 'labs',
  label: (t) => t.shell.actions.newLab,
  enabled: () => true,
  run: () => useViewStore.getState().setOverlay('new-lab'),
}
