import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const inspectLab: Action = {
  id: 'inspect-lab',
  group: 'labs',
  label: (t) => t.shell.actions.inspectLab,
  shortcuts: ['i'],
  run: () => useViewStore.getState().select([{ kind: 'lab' }]),
}
