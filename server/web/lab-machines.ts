import type { MachineStatus } from '../../core/protocol/socket'
import type { MachineProblem } from '../../core/text/machines'
import type { LabStore } from '../labs/store'
import { findHost } from '../machines/host'
import { observeOnce } from '../machines/observe-once'
import { MachineUnavailable } from '../machines/problem'
import { findSandbox, sandboxLabs } from '../machines/sandbox'
import type { Rooms } from './rooms'

/** Where each of these labs runs, and whether it does. A lab that nobody has open is asked for at its machine. */
export async function machinesOf(labs: readonly string[], store: LabStore, rooms: Rooms): Promise<MachineStatus[]> {
  const mayRun = new Set(await sandboxLabs())
  let onHost: Promise<ReadonlySet<string>> | undefined
  const isApplied = async (lab: string) => {
    onHost ??= appliedHere()
    return (await onHost).has(lab)
  }
  return Promise.all(
    labs.map(async (lab) => {
      const kind = await store.machineOf(lab)
      if (kind === 'host') return { kind, status: (await isApplied(lab)) ? 'running' : 'stopped' }
      const known = await rooms.statusOf(lab)
      return known ?? { kind, status: mayRun.has(lab) && (await runs(lab)) ? 'running' : 'stopped' }
    }),
  )
}

/** A socket may be left over from an agent that was killed, so it is asked. */
async function runs(lab: string): Promise<boolean> {
  const connection = await findSandbox(lab).catch(() => undefined)
  connection?.close()
  return connection !== undefined
}

/** The labs that are applied on this computer itself; none where its agent cannot be asked. */
async function appliedHere(): Promise<ReadonlySet<string>> {
  try {
    const connection = await findHost('web')
    return new Set(connection ? Object.keys((await observeOnce(connection)).applied) : [])
  } catch {
    // It may end just while it is asked; the other labs are listed all the same.
    return new Set()
  }
}

/** Why this process cannot have labs on this computer itself; undefined where it can. `known`: why the agent could not be started. */
export async function hostProblemOf(known: MachineProblem | undefined): Promise<MachineProblem | undefined> {
  try {
    const connection = await findHost('web')
    connection?.close()
    return connection ? undefined : (known ?? { code: 'host-not-served', params: {} })
  } catch (error) {
    if (error instanceof MachineUnavailable) return error.problem
    throw error
  }
}
