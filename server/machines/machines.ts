import type { MachineKind } from '../../core/protocol/socket'
import type { AgentConnection } from './connection'
import type { Door } from './host'
import { findSandbox, startSandbox } from './sandbox'

/** The connection to a lab's machine, or undefined when none runs. */
export async function findMachine(kind: MachineKind, lab: string, door: Door): Promise<AgentConnection | undefined> {
  return kind === 'host' ? (await import('./host')).findHost(door) : findSandbox(lab)
}

/** The connection to a lab's machine, which is started when none runs. */
export async function startMachine(kind: MachineKind, lab: string, door: Door): Promise<AgentConnection> {
  // The host's door brings all the schemas, for which the start of a sandbox should not wait.
  return kind === 'host' ? (await import('./host')).startHost(door) : startSandbox(lab)
}
