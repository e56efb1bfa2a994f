/** A reference to one element of a lab, as used by diagnostics, plan steps, drift and the canvas's highlight. */
export type ElementRef =
  | { kind: 'lab' }
  | { kind: 'node'; node: string }
  | { kind: 'interface'; node: string; name: string }
  | { kind: 'link'; link: string }
  | { kind: 'route'; node: string; index: number }
  | { kind: 'nat'; node: string; index: number }

/** A string that is equal for equal references; a key for maps and DOM attributes. */
export function elementKey(ref: ElementRef): string {
  switch (ref.kind) {
    case 'lab':
      return 'lab'
    case 'node':
      return `node/${ref.node}`
    case 'interface':
      return `interface/${ref.node}/${ref.name}`
    case 'link':
      return `link/${ref.link}`
    case 'route':
      return `route/${ref.node}/${ref.index}`
    case 'nat':
      return `nat/${ref.node}/${ref.index}`
  }
}

/** The node whose card shows the element, or undefined for the lab itself and for links. */
export function elementNode(ref: ElementRef): string | undefined {
  return 'node' in ref ? ref.node : undefined
}
