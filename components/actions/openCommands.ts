import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const openCommands: Action = {
  id: 'commands',
  group: 'help',
  label: (t) => t.shell.actions.openCommands,
  shortcuts: ['mod+k'],
  inFields: true,
  hidden: true,
  enabled: () => true,
  run: () => {
    const { overlay, setOverlay } = useViewStore.getState()
    setOverlay(overlay === 'commands' ? null : 'commands')
  },
}
