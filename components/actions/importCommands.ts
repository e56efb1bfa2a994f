import { goTo } from '../state/navigation'
import type { Action } from './action'

/** Opens the page that makes a lab of commands. */
export const importCommands: Action = {
  id: 'import',
  group: 'labs',
  label: (t) => t.shell.actions.importCommands,
  enabled: () => true,
  run: () => goTo('/import'),
}
