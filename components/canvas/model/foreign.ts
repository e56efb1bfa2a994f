import { HOST } from '../../../core/lab/ids'
import type { Lab } from '../../../core/lab/schema'
import { interfacesInNetns } from '../../../core/lab/view'
import type { MachineState } from '../../../core/state/state'

/** By node: the interfaces that its namespace has in the kernel, that nobody drew, and that carry no mark of this lab. `lo` is every namespace's own. */
export function foreignInterfaces(lab: Lab, state: MachineState | null): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  if (!state) return found
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind === 'bridge') continue
    const netns = state.namespaces[node.kind === 'host' ? HOST : name]
    if (!netns) continue
    const strangers = Object.values(netns.links).filter((link) => link.owner?.lab !== lab.name && link.kind !== 'loopback')
    if (strangers.length === 0) continue
    const drawn = new Set(interfacesInNetns(lab, name).map((one) => one.view.name))
    const names = strangers.map((link) => link.name).filter((one) => !drawn.has(one))
    if (names.length > 0) found.set(name, names.sort())
  }
  return found
}
