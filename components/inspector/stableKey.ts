import { type ElementRef, elementKey } from '../../core/lab/element'
import { nodeId } from '../../core/lab/ids'
import type { Lab } from '../../core/lab/schema'
import { interfacesOf } from '../../core/lab/view'

/**
 * What an element is known by under any name. A view whose key is that stays when it is renamed from within: the button that is being pressed, and
 * the field that has the keyboard, are the same afterwards.
 */
export function stableKey(lab: Lab, element: ElementRef): string {
  if (element.kind === 'lab' || element.kind === 'link') return elementKey(element)
  const node = lab.nodes[element.node]
  const id = node ? nodeId(element.node, node) : element.node
  if (element.kind !== 'interface') return elementKey({ ...element, node: id })
  const view = interfacesOf(lab, element.node).find(({ name }) => name === element.name)
  if (view?.link !== undefined) return `end/${view.link}/${view.end}`
  return elementKey({ kind: 'interface', node: id, name: view?.self ? id : element.name })
}
