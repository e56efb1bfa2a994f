import type { AgentConnection } from './connection'
import type { Door } from './host'
import { findSandbox, startSandbox } from './sandbox'

/** Where a lab runs: in a sandbox of its own, or on this computer itself. */
export type MachineKind = 'sandbox' | 'host'

/** The connection to a lab's machine, or undefined when none runs. */
export async function findMachine(kind: MachineKind, lab: string, door: Door): Promise<AgentConnection | undefined> {
  return kind === 'host' ? (await import('./host')).findHost(door) : findSandbox(lab)
}

/** The connection to a lab's machine, which is started when none runs. */
export async function startMachine(kind: MachineKind, lab: string, door: Door): Promise<AgentConnection> {
  // The host's door brings all the schemas, for which the start of a sandbox should not wait.
  return kind === 'host' ? (await import('./host')).startHost(door) : startSandbox(lab)
}
