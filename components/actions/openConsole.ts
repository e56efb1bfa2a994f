import { useConsoleStore } from '../state/consoleStore'
import { useLabStore } from '../state/labStore'
import type { Action } from './action'
import { onlyNode } from './selectedNodes'

/** A shell in the selected node. */
export const openConsole: Action = {
  id: 'open-console',
  group: 'machine',
  label: (t) => t.console.actions.open,
  shortcuts: ['t'],
  enabled: (context) => context.editing && onlyNode(context) !== undefined && useLabStore.getState().machine.status === 'running',
  run: (context) => {
    const node = onlyNode(context)
    if (node) return useConsoleStore.getState().open(node)
  },
}
