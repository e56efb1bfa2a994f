import type { ElementRef } from '../../core/lab/element'
import type { Lab, LabNode } from '../../core/lab/schema'
import { interfacesOf } from '../../core/lab/view'

export type ElementKind = LabNode['kind'] | 'interface' | 'link' | 'nat'

/** An element as the command palette lists it. */
export interface ListedElement {
  ref: ElementRef
  kind: ElementKind
  name: string
  /** Addresses and the like: also searched, shown faintly. */
  detail: string
}

/** Every element of a lab that can be selected, nodes first. */
export function listElements(lab: Lab): ListedElement[] {
  const nodes: ListedElement[] = []
  const parts: ListedElement[] = []
  for (const [name, node] of Object.entries(lab.nodes)) {
    const detail = node.kind === 'bridge' ? (node.addresses ?? []).join(' ') : ''
    nodes.push({ ref: { kind: 'node', node: name }, kind: node.kind, name, detail })
    for (const view of interfacesOf(lab, name)) {
      if (view.self) continue
      const ref: ElementRef = { kind: 'interface', node: name, name: view.name }
      parts.push({ ref, kind: 'interface', name: `${name}:${view.name}`, detail: (view.config.addresses ?? []).join(' ') })
    }
    if (node.kind === 'bridge') continue
    for (const [index, rule] of (node.nat ?? []).entries()) {
      const detail = 'to' in rule ? rule.to : (rule.source ?? '')
      parts.push({ ref: { kind: 'nat', node: name, index }, kind: 'nat', name: `${name} ${rule.type}`, detail })
    }
  }
  for (const [id, link] of Object.entries(lab.links)) {
    parts.push({ ref: { kind: 'link', link: id }, kind: 'link', name: link.endpoints.join(' – '), detail: '' })
  }
  return [...nodes, ...parts]
}

/**
 * How well `text` answers `query`: 0 not at all; else the higher the better. All words must be found; the start of the text, then the
 * start of a word, count most.
 */
export function matchScore(query: string, text: string): number {
  const hay = text.toLowerCase()
  let score = 1
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const at = hay.indexOf(word)
    if (at < 0) return 0
    score += at === 0 ? 3 : /[\s:.\-_/]/.test(hay[at - 1] ?? '') ? 2 : 1
  }
  // Of two that match alike, the shorter is the closer one.
  return score + 1 / (1 + hay.length)
}
