import { type Discovery, discoverySchema } from '../../core/discover/discovery'
import { discoverProgram } from './agent-program'
import type { AgentConnection } from './connection'
import { findHost } from './host'
import { MachineUnavailable } from './problem'
import { findSandbox } from './sandbox'

/** A machine of thousands of namespaces takes seconds; one that takes longer does not answer at all. */
const LIMITS = { time: 60_000, output: 64 * 1024 * 1024 }

/** This computer, as far as the caller's own rights reach: by a process of its own, which ends when it has looked. */
export async function discoverHost(): Promise<Discovery> {
  const { execa } = await import('execa')
  const [program = '', ...args] = discoverProgram()
  const { stdout } = await execa(program, args, {
    stdin: 'ignore',
    timeout: LIMITS.time,
    maxBuffer: LIMITS.output,
    killSignal: 'SIGKILL',
  })
  return discoverySchema.parse(JSON.parse(stdout))
}

/** The sandbox of a lab, with all that is in it; undefined when none runs. */
export async function discoverSandbox(lab: string): Promise<Discovery | undefined> {
  const connection = await findSandbox(lab)
  if (!connection) return undefined
  try {
    return (await connection.request({ type: 'discover' })).discovery
  } finally {
    connection.close()
  }
}

/** This computer as its agent sees it, with root's eyes; undefined where none serves this user. */
export async function discoverThroughAgent(): Promise<Discovery | undefined> {
  let connection: AgentConnection | undefined
  try {
    connection = await findHost('web')
  } catch (error) {
    if (error instanceof MachineUnavailable && error.problem.code === 'host-not-served') return undefined
    throw error
  }
  if (!connection) return undefined
  try {
    return (await connection.request({ type: 'discover' })).discovery
  } finally {
    connection.close()
  }
}
