import { startJoin } from '../canvas/keys'
import type { Action } from './action'
import { onlyNode } from './selectedNodes'

export const join: Action = {
  id: 'join',
  group: 'draw',
  label: (t) => t.canvas.actions.join,
  shortcuts: ['c'],
  enabled: (context) => context.editing && onlyNode(context) !== undefined,
  run: (context) => {
    const node = onlyNode(context)
    if (node) startJoin(node)
  },
}
