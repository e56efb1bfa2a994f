import { goTo } from '../state/navigation'
import type { Action } from './action'

export const showLabs: Action = {
  id: 'labs',
  group: 'labs',
  label: (t) => t.shell.actions.showLabs,
  run: () => goTo('/'),
}
