import { isLabName } from '../../core/net/names'
import type { AgentConnection } from '../machines/connection'
import { findSandbox } from '../machines/sandbox'
import { CliError, type Invocation, UsageError } from './command'

/** The lab that the first argument names. */
export function labArgument({ positionals, text }: Invocation): string {
  const name = positionals[0] ?? ''
  if (!isLabName(name)) throw new UsageError(text.badLabName(name))
  return name
}

/** The lab's machine, which must be running. */
export async function runningMachine(invocation: Invocation): Promise<AgentConnection> {
  const lab = labArgument(invocation)
  const connection = await findSandbox(lab)
  if (!connection) throw new CliError(invocation.text.notRunning(lab))
  return connection
}
