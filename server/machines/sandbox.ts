import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { isLabName } from '../../core/net/names'
import type { AgentConnection } from './connection'
import { beginLaunch, launchSandbox, START_SECONDS } from './launch'
import { MachineUnavailable } from './problem'
import { logPath, runFolder, socketPath } from './run-folder'

/** The connection to the lab's sandbox, which is started when none runs. */
export async function startSandbox(lab: string): Promise<AgentConnection> {
  const deadline = Date.now() + START_SECONDS * 1000
  for (let pause = 10; ; pause = Math.min(2 * pause, 200)) {
    const found = await findSandbox(lab)
    if (found) return found
    if ((await launchSandbox(lab)) === 'ready') continue
    // Somebody else's is starting or ending: it will listen, or give up the lock.
    if (Date.now() > deadline)
      throw new MachineUnavailable('start-timeout', { lab, seconds: START_SECONDS, log: await logPath(lab) })
    await delay(pause)
  }
}

/**
 * Sees to it that the lab's sandbox is on its way, so that its processes start while the caller computes; gives what then connects
 * to it, as `startSandbox` does.
 */
export async function openSandbox(lab: string): Promise<() => Promise<AgentConnection>> {
  // Without a socket nobody listens; of two that start at once, the lock lets one.
  if (existsSync(await socketPath(lab))) return () => startSandbox(lab)
  const { end } = await beginLaunch(lab)
  return async () => {
    await end
    return startSandbox(lab)
  }
}

/** The connection to the lab's sandbox, or undefined when none runs. */
export async function findSandbox(lab: string): Promise<AgentConnection | undefined> {
  if (!isLabName(lab)) return undefined
  // Loaded when there may be something to talk to: the start of a sandbox should not wait for all the schemas.
  const { connectAgent } = await import('./connection')
  try {
    return await connectAgent(await socketPath(lab))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined
    // It was ending just then.
    if (error instanceof MachineUnavailable && error.problem.code === 'connection-lost') return undefined
    throw error
  }
}

/** The labs that may have a sandbox: those with a socket, in alphabetical order. `findSandbox` tells which of them lives. */
export async function sandboxLabs(): Promise<string[]> {
  const names = await readdir(await runFolder())
  return names
    .filter((name) => name.endsWith('.sock'))
    .map((name) => name.slice(0, -'.sock'.length))
    .sort()
}
