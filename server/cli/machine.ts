import { isLabName } from '../../core/net/names'
import type { MachineKind } from '../../core/protocol/socket'
import type { AgentConnection } from '../machines/connection'
import { findMachine, startMachine } from '../machines/machines'
import { CliError, type Invocation, UsageError } from './command'

/** The lab that the first argument names. */
export function labArgument({ positionals, text }: Invocation): string {
  const name = positionals[0] ?? ''
  if (!isLabName(name)) throw new UsageError(text.badLabName(name))
  return name
}

/** Where the lab runs: `--machine`, which has been checked. */
export function machineKind({ options }: Invocation): MachineKind {
  return options.machine === 'host' ? 'host' : 'sandbox'
}

/**
 * The connection to a lab's machine as it is. That of this computer is always there, so its agent is started where none runs; a sandbox
 * that does not run is undefined.
 */
export function presentMachine(invocation: Invocation, lab: string): Promise<AgentConnection | undefined> {
  const kind = machineKind(invocation)
  return kind === 'host' ? startMachine(kind, lab, 'root') : findMachine(kind, lab, 'root')
}

/** The lab's machine, which must be running. */
export async function runningMachine(invocation: Invocation): Promise<AgentConnection> {
  const lab = labArgument(invocation)
  const connection = await findMachine(machineKind(invocation), lab, 'root')
  if (!connection) throw new CliError(invocation.text.notRunning(lab))
  return connection
}
