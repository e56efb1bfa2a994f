import { startJoin } from '../canvas/keys'
import type { Action, ActionContext } from './action'
import { onlyNode } from './selectedNodes'

export const addNat: Action = {
  id: 'add-nat',
  group: 'draw',
  label: (t) => t.canvas.actions.addNat,
  enabled: (context) => context.editing && router(context) !== undefined,
  run: (context) => {
    const node = router(context)
    if (node) startJoin(node, 'nat')
  },
}

/** A bridge forwards frames, not packets: it has no rules. */
function router(context: ActionContext): string | undefined {
  const node = onlyNode(context)
  return node && context.lab.nodes[node]?.kind !== 'bridge' ? node : undefined
}
