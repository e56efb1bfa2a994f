import type { ElementRef } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'

/** What of a selection the lab still has; what an undo or somebody else took away leaves the inspector by itself. */
export function present(lab: Lab, selection: readonly ElementRef[]): ElementRef[] {
  return selection.filter((element) => {
    if (element.kind === 'lab') return true
    if (element.kind === 'link') return lab.links[element.link] !== undefined
    return lab.nodes[element.node] !== undefined
  })
}
