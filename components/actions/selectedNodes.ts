import { HOST } from '../../core/lab/ids'
import type { ActionContext } from './action'

/** The names of the selected nodes. */
export function selectedNodes({ selection }: Pick<ActionContext, 'selection'>): string[] {
  return selection.flatMap((ref) => (ref.kind === 'node' ? [ref.node] : []))
}

/** The one selected node, if it is one. */
export function onlyNode(context: Pick<ActionContext, 'selection'>): string | undefined {
  const nodes = selectedNodes(context)
  return nodes.length === 1 && context.selection.length === 1 ? nodes[0] : undefined
}

/** Selected nodes that can be copied: those of the lab, and there is only one host. */
export function copyable(context: Pick<ActionContext, 'selection' | 'lab'>): string[] {
  return selectedNodes(context).filter((name) => name !== HOST && context.lab.nodes[name] !== undefined)
}
