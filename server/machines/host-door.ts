import { setTimeout as delay } from 'node:timers/promises'
import type { AgentConnection } from './connection'
import { startHost } from './host'

/** Between attempts to start an agent that ended. */
const PAUSE_MS = 1000

/** The way of an ordinary user's process to the agent of this computer, for as long as it is kept. */
export interface HostDoor {
  /** Lets go: the agent then ends when no lab is applied. */
  close: () => void
}

/**
 * Has the agent of this computer let the processes of this user ask for all that the page can ask for, and keeps it so: an agent that
 * ends is started again. For root, who stays out of everything else. Throws MachineUnavailable. `warn` gets what goes wrong later.
 */
export async function openHostDoor(uid: number, warn: (error: unknown) => void): Promise<HostDoor> {
  let closed = false
  let connection = await admit(uid)
  const keep = async () => {
    while (!closed) {
      await connection.closed
      while (!closed) {
        try {
          connection = await admit(uid)
          break
        } catch (error) {
          warn(error)
          await delay(PAUSE_MS)
        }
      }
    }
    connection.close()
  }
  void keep()
  return {
    close: () => {
      closed = true
      connection.close()
    },
  }
}

async function admit(uid: number): Promise<AgentConnection> {
  const connection = await startHost('root')
  try {
    await connection.request({ type: 'admit', uid })
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}
