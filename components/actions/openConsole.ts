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
  // On this computer itself a shell would be its root's.
  enabled: (context) => {
    const { kind, status } = useLabStore.getState().machine
    return context.editing && onlyNode(context) !== undefined && status === 'running' && kind === 'sandbox'
  },
  run: (context) => {
    const node = onlyNode(context)
    if (node) return useConsoleStore.getState().open(node)
  },
}
