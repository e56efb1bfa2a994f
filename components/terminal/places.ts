import type { Lab } from '../../core/lab/schema'
import type { MachineKind } from '../../core/protocol/socket'

/**
 * Whether a node can have a console on this machine: in a sandbox any but a container, of which it has none; on this computer itself containers
 * only, since a shell elsewhere would be one of its root.
 */
export function mayHaveConsole(lab: Lab, node: string, machine: MachineKind): boolean {
  const kind = lab.nodes[node]?.kind
  return kind !== undefined && (kind === 'container') === (machine === 'host')
}
