import { join } from 'node:path'
import type { MachineKind } from '../core/protocol/socket'
import type { MachineProblem } from '../core/text/machines'
import { netloomHome } from './machines/home'
import { MachineUnavailable } from './machines/problem'
import { serviceUser } from './machines/service-user'
import { projectFolder } from './project'
import type { Served } from './web/server'

export interface ServeOptions {
  /** 0 for any free one. */
  port: number
  host: string
  /** Next's development server, which compiles pages as they are asked for. It writes into the work tree, so it keeps the caller's rights. */
  dev?: boolean
  /** `host`: labs may run on this computer itself, too. For root. */
  machine?: MachineKind
  /** Told what is wrong with this computer's agent. Labs in sandboxes go on without it. */
  warn: (error: unknown) => void
}

/**
 * Starts the web editor. Started by root, the part that faces browsers runs in a process of its own as an ordinary user, and what that one may ask of
 * this computer, it asks its agent through a door that is opened here. Rejects with the system's error when the port is taken (EADDRINUSE), and
 * with MachineUnavailable where this computer is asked for by who is not root.
 */
export async function serve({ port, host, dev = false, machine = 'sandbox', warn }: ServeOptions): Promise<Served> {
  const home = netloomHome()
  const user = dev ? undefined : await serviceUser()
  const { door, problem } =
    machine === 'host' ? await openDoor(user?.uid ?? process.getuid?.() ?? 0, warn) : { door: undefined, problem: undefined }
  const options = { port, host, dev, home, ...(problem && { hostProblem: problem }) }
  try {
    const served = await (user ? (await import('./web/as-user')).serveAsUser(user, options) : serveHere(options))
    return {
      ...served,
      close: async () => {
        door?.close()
        await served.close()
      },
    }
  } catch (error) {
    door?.close()
    throw error
  }
}

interface HereOptions {
  port: number
  host: string
  dev: boolean
  home: string
  hostProblem?: MachineProblem
}

async function serveHere(options: HereOptions): Promise<Served> {
  const [{ openWeb }, { openPages }] = await Promise.all([import('./web/server'), import('./web/pages')])
  return openWeb({ ...options, examples: join(projectFolder, 'labs'), openPages })
}

/** Where this computer's agent cannot be started, the page says why, and sandboxes are there all the same. */
async function openDoor(uid: number, warn: (error: unknown) => void) {
  if (process.getuid?.() !== 0) throw new MachineUnavailable('host-needs-root')
  const { openHostDoor } = await import('./machines/host-door')
  try {
    return { door: await openHostDoor(uid, warn), problem: undefined }
  } catch (error) {
    if (!(error instanceof MachineUnavailable)) throw error
    warn(error)
    return { door: undefined, problem: error.problem }
  }
}
