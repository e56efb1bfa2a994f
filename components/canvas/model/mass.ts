import { HOST } from '../../../core/lab/ids'
import type { Lab } from '../../../core/lab/schema'
import { netnsOf } from '../../../core/lab/view'
import type { LinkState, MachineState } from '../../../core/state/state'
import { drawnInterface, isQuiet } from './drawnInterface'
import { type LightState, lightOf } from './light'
import { curve } from './path'
import type { LinkEdge } from './scene'

/**
 * Drawing by the hundred: where nobody could point at a single line or port, they are drawn as a few shapes, one for each state, and not as
 * an element each.
 */

/** From so many links on, lines that are out of reach are drawn together; so many ports on one side of a bridge stand as a comb. */
export const MANY = { links: 120, ports: 64 } as const

export type WireState = 'up' | 'down' | 'wrong' | 'drawn'

/** What the two lights of a link make of its line. */
export function wireState(a: LightState, b: LightState): WireState {
  if (a === 'wrong' || b === 'wrong') return 'wrong'
  if (a === 'up' && b === 'up') return 'up'
  return a === 'drawn' && b === 'drawn' ? 'drawn' : 'down'
}

type Ends = Partial<Record<0 | 1, { netns: string; link: LinkState }>>

const indexes = new WeakMap<MachineState['namespaces'], Map<string, Ends>>()

/** The kernel's two ends of each of a lab's links, by the link's id. */
function endsOf(lab: string, state: MachineState): Map<string, Ends> {
  const known = indexes.get(state.namespaces)
  if (known) return known
  const index = new Map<string, Ends>()
  for (const netns of Object.values(state.namespaces)) {
    for (const link of Object.values(netns.links)) {
      if (link.owner?.lab !== lab || link.owner.end === undefined) continue
      const ends = index.get(link.owner.id) ?? {}
      ends[link.owner.end] = { netns: netns.name, link }
      index.set(link.owner.id, ends)
    }
  }
  indexes.set(state.namespaces, index)
  return index
}

/** The light of one end of a link, from the whole state. */
export function endLight(lab: Lab, state: MachineState | null, link: string, end: 0 | 1, node: string, name: string): LightState {
  const ends = state ? endsOf(lab.name, state).get(link) : undefined
  const found = ends?.[end]
  const there = found?.netns === (netnsOf(lab, node) || HOST) ? found.link : undefined
  return lightOf(drawnInterface(lab, { node, name }), there, isQuiet(lab, { node, name, link, end }))
}

const lines = new WeakMap<LinkEdge, string>()

/** The lines of many links as one path for each state. */
export function massLines(lab: Lab, state: MachineState | null, edges: readonly LinkEdge[]): Record<WireState, string> {
  const parts: Record<WireState, string[]> = { up: [], down: [], wrong: [], drawn: [] }
  for (const edge of edges) {
    const { link, names, from, to } = edge
    const a = endLight(lab, state, link, 0, from.node, names[0])
    const b = endLight(lab, state, link, 1, to.node, names[1])
    let d = lines.get(edge)
    if (d === undefined) {
      d = curve(from.at, to.at).d
      lines.set(edge, d)
    }
    parts[wireState(a, b)].push(d)
  }
  return { up: parts.up.join(''), down: parts.down.join(''), wrong: parts.wrong.join(''), drawn: parts.drawn.join('') }
}
