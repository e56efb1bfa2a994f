import type { ElementRef } from '../../core/lab/element'
import { parseEndpoint } from '../../core/lab/ids'
import type { Lab } from '../../core/lab/schema'

/** The nodes that a selection is about: those that are selected, and those that selected links, interfaces and rules belong to. */
export function chosenNodes(lab: Lab, selection: readonly ElementRef[]): string[] {
  const nodes = selection.flatMap((ref) => {
    if (ref.kind === 'link') return lab.links[ref.link]?.endpoints.map((end) => parseEndpoint(end).node) ?? []
    return 'node' in ref ? [ref.node] : []
  })
  return [...new Set(nodes)].filter((node) => lab.nodes[node])
}
