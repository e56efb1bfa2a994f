import { startJoin } from '../canvas/keys'
import type { Action } from './action'
import { onlyNode } from './selectedNodes'

export const pingFrom: Action = {
  id: 'ping-from',
  group: 'machine',
  label: (t) => t.canvas.actions.pingFrom,
  enabled: (context) => context.editing && onlyNode(context) !== undefined,
  run: (context) => {
    const node = onlyNode(context)
    if (node) startJoin(node, 'ping')
  },
}
