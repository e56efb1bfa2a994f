import { type ElementRef, elementKey, elementNode } from '../../core/lab/element'
import type { Step } from '../../core/plan/plan'

/** True when a step is about the element with this key, or about something on the node with this key. */
export function touches(step: Step, key: string): boolean {
  return step.elements.some((element) => elementKey(element) === key || isOn(element, key))
}

function isOn(element: ElementRef, key: string): boolean {
  const node = elementNode(element)
  return node !== undefined && elementKey({ kind: 'node', node }) === key
}
