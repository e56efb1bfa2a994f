import { identityOf } from '../../../core/edit/container'
import { containerNetns } from '../../../core/lab/container'
import { HOST } from '../../../core/lab/ids'
import type { Lab, LabNode } from '../../../core/lab/schema'
import { interfacesInNetns, netnsOf } from '../../../core/lab/view'
import { eachChanged } from '../../../core/state/changed'
import type { LinkState, MachineState, NetnsState } from '../../../core/state/state'

const NONE: readonly string[] = []

/**
 * By node: the interfaces that its namespace has in the kernel, that nobody drew, and that carry no mark of this lab; `lo` is every namespace's
 * own. To be asked of one state after the other: the same map while it says the same, and only what changed is looked at.
 */
export function followForeign(lab: Lab): (state: MachineState | null) => ReadonlyMap<string, readonly string[]> {
  let before: MachineState['namespaces'] = {}
  let found: ReadonlyMap<string, readonly string[]> = new Map()
  const drawn = nodesByNetns(lab)
  return (state) => {
    const now = state?.namespaces ?? {}
    if (now === before) return found
    let next: Map<string, readonly string[]> | undefined
    eachChanged(before, now, (was, is) => {
      const netns = is?.name ?? was?.name ?? ''
      const name = drawn.get(netns) ?? netns
      const names = is && drawnCard(lab, name) ? strangers(lab, name, is) : NONE
      if (names.join(' ') === (found.get(name) ?? NONE).join(' ')) return
      next ??= new Map(found)
      if (names.length > 0) next.set(name, names)
      else next.delete(name)
    })
    before = now
    found = next ?? found
    return found
  }
}

function strangers(lab: Lab, node: string, netns: NetnsState): readonly string[] {
  const others = Object.values(netns.links).filter((link) => link.owner?.lab !== lab.name && link.kind !== 'loopback')
  const drawn = new Set(others.length > 0 ? interfacesInNetns(lab, netnsOf(lab, node)).map((one) => one.view.name) : NONE)
  // What could become a port of ours first, bridges and the ports of bridges last.
  const rank = (link: LinkState) => (link.master !== undefined ? 2 : link.kind === 'bridge' ? 1 : 0)
  return others
    .filter(({ name }) => !drawn.has(name))
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name)
}

function drawnCard(lab: Lab, name: string): boolean {
  const node = lab.nodes[name]
  return node !== undefined && node.kind !== 'bridge'
}

/** `foreignNamespaces` of one state after the other: the same list while it says the same. */
export function followStrangers(lab: Lab): (state: MachineState | null) => readonly string[] {
  let before: MachineState['namespaces'] = {}
  let found = NONE
  return (state) => {
    const now = state?.namespaces ?? {}
    let changed = false
    if (now !== before)
      eachChanged(before, now, (was, is) => (changed ||= was?.name !== is?.name || was?.owner?.lab !== is?.owner?.lab))
    before = now
    if (changed) {
      const names = foreignNamespaces(lab, state)
      if (names.join(' ') !== found.join(' ')) found = names
    }
    return found
  }
}

/** The names of namespaces that the machine has, that are not drawn, and that carry no mark of this lab. */
export function foreignNamespaces(lab: Lab, state: MachineState | null): readonly string[] {
  if (!state) return NONE
  const drawn = nodesByNetns(lab)
  const names = Object.values(state.namespaces).flatMap(({ name, owner }) =>
    owner?.lab === lab.name || lab.nodes[name] || drawn.has(name) || name === HOST ? [] : [name],
  )
  return names.length > 0 ? names.sort() : NONE
}

/** The lab with foreign namespaces in it, to be placed and shown like the others. */
export function withStrangers(lab: Lab, names: readonly string[]): Lab {
  const free = names.filter((name) => !lab.nodes[name])
  if (free.length === 0) return lab
  return { ...lab, nodes: { ...lab.nodes, ...Object.fromEntries(free.map((name) => [name, strangerNode(name)])) } }
}

function strangerNode(netns: string): LabNode {
  const container = identityOf(netns)
  return container ? { kind: 'container', ...container } : { kind: 'namespace' }
}

/** The nodes whose namespaces have other keys than their names: containers. */
function nodesByNetns({ nodes }: Lab): ReadonlyMap<string, string> {
  const containers = Object.entries(nodes).flatMap(([name, node]) =>
    node.kind === 'container' ? [[containerNetns(node), name] as const] : [],
  )
  return new Map(containers)
}
