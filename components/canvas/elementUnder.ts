import type { ElementRef } from '../../core/lab/element'

/**
 * What the pointer is on that something can be done with, by the marks that every element on the canvas carries. Not what was erased, which stands
 * there until the next apply, nor what is not ours; a row of either is for the pointer a part of the card that it stands on.
 */
export function elementUnder(target: Element): ElementRef | undefined {
  const marked = target.closest('[data-element]')
  const element = marked?.matches('.nl-row:is([data-ghost], [data-foreign])')
    ? marked.parentElement?.closest('[data-element]')
    : marked
  const key = element?.getAttribute('data-element')
  if (!key || element?.closest('[data-ghost], [data-foreign]')) return undefined
  const [kind, first = '', second = ''] = key.split('/')
  switch (kind) {
    case 'node':
      return { kind, node: first }
    case 'interface':
      // A row is for the pointer a part of its card: the menu is about the node.
      return { kind: 'node', node: first }
    case 'link':
      return { kind, link: key.slice('link/'.length) }
    case 'nat':
      return { kind, node: first, index: Number(second) }
  }
  return undefined
}
