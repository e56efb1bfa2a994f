import { elementKey } from '../../../core/lab/element'
import { nodeId, parseEndpoint } from '../../../core/lab/ids'
import type { Lab, LabNode, NatRule } from '../../../core/lab/schema'
import { linksOf } from '../../../core/lab/view'
import { equalData } from '../../../core/state/equal'

/** The lab as drawn together with what was erased since it was last applied, and the keys of the latter. */
export interface HauntedLab {
  lab: Lab
  ghosts: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()

/**
 * Adds to the drawing what the next apply will delete, where it last stood, so that it is seen to go. Elements are told apart by their
 * stable ids: what was only renamed or moved is not a ghost. Gives `lab` itself back when there is nothing to add.
 */
export function withGhosts(lab: Lab, applied: Lab | null): HauntedLab {
  if (!applied || applied === lab) return { lab, ghosts: NONE }
  const nameById = new Map(Object.entries(lab.nodes).map(([name, node]) => [nodeId(name, node), name]))
  const ghosts = new Set<string>()
  const nodes = { ...lab.nodes }
  const links = { ...lab.links }
  const layout = { ...lab.layout }
  /** The name that a node of the applied lab goes by now, or its own when it is gone. */
  const nameNow = (name: string): string => {
    const node = applied.nodes[name]
    return (node && nameById.get(nodeId(name, node))) ?? name
  }

  for (const [name, node] of Object.entries(applied.nodes)) {
    if (nameById.has(nodeId(name, node)) || nodes[name]) continue
    nodes[name] = node
    ghosts.add(elementKey({ kind: 'node', node: name }))
    for (const index of natOf(node).keys()) ghosts.add(elementKey({ kind: 'nat', node: name, index }))
    const at = applied.layout?.[name]
    if (at && !layout[name]) layout[name] = at
  }
  for (const [before, node] of Object.entries(applied.nodes)) {
    const name = nameNow(before)
    const now = lab.nodes[name]
    if (!now || now.kind === 'bridge') continue
    const drawn = natOf(now)
    const erased = erasedRules(natOf(node), drawn)
    if (erased.length === 0) continue
    // After those that are drawn, so that each of these keeps its place in the list.
    nodes[name] = { ...now, nat: [...drawn, ...erased] }
    for (const at of erased.keys()) ghosts.add(elementKey({ kind: 'nat', node: name, index: drawn.length + at }))
  }
  for (const [id, link] of Object.entries(applied.links)) {
    if (links[id]) continue
    const ends = link.endpoints.map(parseEndpoint).map((end) => ({ ...end, node: nameNow(end.node) }))
    const [a, b] = ends
    if (!a || !b || !ends.every((end) => nodes[end.node] && !linksOf(lab, end.node).some((one) => one.name === end.interface)))
      continue
    links[id] = { endpoints: [`${a.node}:${a.interface}`, `${b.node}:${b.interface}`] }
    ghosts.add(elementKey({ kind: 'link', link: id }))
  }
  return ghosts.size === 0 ? { lab, ghosts: NONE } : { lab: { ...lab, nodes, links, layout }, ghosts }
}

function natOf(node: LabNode): readonly NatRule[] {
  return node.kind === 'bridge' ? [] : (node.nat ?? [])
}

/** The rules that went. One that was edited did not: of those that differ, one of the same type stands for it. */
function erasedRules(before: readonly NatRule[], now: readonly NatRule[]): NatRule[] {
  const fresh = [...now]
  const gone = before.filter((rule) => {
    const at = fresh.findIndex((one) => equalData(one, rule))
    if (at >= 0) fresh.splice(at, 1)
    return at < 0
  })
  return gone.filter(({ type }) => {
    const at = fresh.findIndex((one) => one.type === type)
    if (at >= 0) fresh.splice(at, 1)
    return at < 0
  })
}
