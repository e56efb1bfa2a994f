import type { ElementRef } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import { natText } from '../canvas/model/nat'

/** What an element is called where it stands alone, in the terms of the lab file. `anywhere` is the word for "any network". */
export function elementName(lab: Lab, element: ElementRef, anywhere: string): string {
  switch (element.kind) {
    case 'lab':
      return lab.name
    case 'node':
      return element.node
    case 'interface':
      return `${element.node}:${element.name}`
    case 'link':
      return lab.links[element.link]?.endpoints.join(' – ') ?? element.link
    case 'route': {
      const node = lab.nodes[element.node]
      const route = node && node.kind !== 'bridge' ? node.routes?.[element.index] : undefined
      return route ? `${element.node}: ${route.to}` : element.node
    }
    case 'nat': {
      const node = lab.nodes[element.node]
      const rule = node && node.kind !== 'bridge' ? node.nat?.[element.index] : undefined
      return rule ? `${element.node}: ${natText(rule, anywhere)}` : element.node
    }
  }
}
