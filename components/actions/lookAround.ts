import { goTo } from '../state/navigation'
import type { Action } from './action'

/** Opens the page that shows what is on this machine. */
export const lookAround: Action = {
  id: 'look-around',
  group: 'labs',
  label: (t) => t.shell.actions.lookAround,
  enabled: () => true,
  run: () => goTo('/machine'),
}
