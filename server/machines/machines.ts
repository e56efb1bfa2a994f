import type { AgentConnection } from './connection'
import { type Door, findHost, startHost } from './host'
import { findSandbox, startSandbox } from './sandbox'

/** Where a lab runs: in a sandbox of its own, or on this computer itself. */
export type MachineKind = 'sandbox' | 'host'

/** The connection to a lab's machine, or undefined when none runs. */
export function findMachine(kind: MachineKind, lab: string, door: Door): Promise<AgentConnection | undefined> {
  return kind === 'host' ? findHost(door) : findSandbox(lab)
}

/** The connection to a lab's machine, which is started when none runs. */
export function startMachine(kind: MachineKind, lab: string, door: Door): Promise<AgentConnection> {
  return kind === 'host' ? startHost(door) : startSandbox(lab)
}
