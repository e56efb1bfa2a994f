import type { Lab } from '../../core/lab/schema'
import { interfacesInNetns } from '../../core/lab/view'

/** The interfaces of a namespace that somebody is reached through: not `lo`, and no ports, which nobody is addressed through. */
export function devicesOf(lab: Lab, node: string) {
  return interfacesInNetns(lab, node).filter(
    ({ node: owner, view }) => view.name !== 'lo' && (view.self || lab.nodes[owner]?.kind !== 'bridge'),
  )
}
