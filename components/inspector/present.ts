import type { ElementRef } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import { interfacesOf } from '../../core/lab/view'

/** What of a selection the lab still has; what an undo or somebody else took away leaves the inspector by itself. */
export function present(lab: Lab, selection: readonly ElementRef[]): ElementRef[] {
  return selection.filter((element) => {
    if (element.kind === 'lab') return true
    if (element.kind === 'link') return lab.links[element.link] !== undefined
    const node = lab.nodes[element.node]
    if (!node) return false
    switch (element.kind) {
      case 'interface':
        // Every namespace has a `lo`, drawn or not.
        if (element.name === 'lo' && node.kind !== 'bridge') return true
        return interfacesOf(lab, element.node).some(({ name }) => name === element.name)
      case 'nat':
        return node.kind !== 'bridge' && node.nat?.[element.index] !== undefined
      default:
        // A route is shown among the others of its node.
        return true
    }
  })
}
