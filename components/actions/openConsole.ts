import { useConsoleStore } from '../state/consoleStore'
import { useLabStore } from '../state/labStore'
import { mayHaveConsole } from '../terminal/places'
import type { Action } from './action'
import { onlyNode } from './selectedNodes'

/** A shell in the selected node. */
export const openConsole: Action = {
  id: 'open-console',
  group: 'machine',
  label: (t) => t.console.actions.open,
  shortcuts: ['t'],
  enabled: (context) => {
    const { lab, machine } = useLabStore.getState()
    const node = onlyNode(context)
    return context.editing && machine.status === 'running' && node !== undefined && mayHaveConsole(lab, node, machine.kind)
  },
  run: (context) => {
    const node = onlyNode(context)
    if (node) return useConsoleStore.getState().open(node)
  },
}
