import { HOST } from '../../../core/lab/ids'
import type { Lab } from '../../../core/lab/schema'
import { interfacesInNetns } from '../../../core/lab/view'
import type { MachineState, NetnsState } from '../../../core/state/state'

const NONE: readonly string[] = []
// Most of a thousand namespaces are the same as before when one has changed.
const known = new WeakMap<NetnsState, { nodes: Lab['nodes']; links: Lab['links']; names: readonly string[] }>()

/** By node: the interfaces that its namespace has in the kernel, that nobody drew, and that carry no mark of this lab. `lo` is every namespace's own. */
export function foreignInterfaces(lab: Lab, state: MachineState | null): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  if (!state) return found
  for (const [name, node] of Object.entries(lab.nodes)) {
    const netns = node.kind === 'bridge' ? undefined : state.namespaces[name]
    const names = netns ? strangers(lab, name, netns) : NONE
    if (names.length > 0) found.set(name, names)
  }
  return found
}

function strangers(lab: Lab, node: string, netns: NetnsState): readonly string[] {
  const before = known.get(netns)
  if (before?.nodes === lab.nodes && before.links === lab.links) return before.names
  const others = Object.values(netns.links).filter((link) => link.owner?.lab !== lab.name && link.kind !== 'loopback')
  const drawn = new Set(others.length > 0 ? interfacesInNetns(lab, node).map((one) => one.view.name) : NONE)
  const names = others.flatMap((link) => (drawn.has(link.name) ? [] : [link.name])).sort()
  known.set(netns, { nodes: lab.nodes, links: lab.links, names })
  return names
}

/** The names of namespaces that the machine has, that are not drawn, and that carry no mark of this lab. */
export function foreignNamespaces(lab: Lab, state: MachineState | null): readonly string[] {
  if (!state) return NONE
  const names = Object.values(state.namespaces).flatMap(({ name, owner }) =>
    owner?.lab === lab.name || lab.nodes[name] || name === HOST ? [] : [name],
  )
  return names.length > 0 ? names.sort() : NONE
}

/** The lab with foreign namespaces in it, to be placed and shown like the others. */
export function withStrangers(lab: Lab, names: readonly string[]): Lab {
  const free = names.filter((name) => !lab.nodes[name])
  if (free.length === 0) return lab
  return { ...lab, nodes: { ...lab.nodes, ...Object.fromEntries(free.map((name) => [name, { kind: 'namespace' as const }])) } }
}
