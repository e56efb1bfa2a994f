import { join } from 'node:path'
import { netloomHome } from './machines/home'
import { serviceUser } from './machines/service-user'
import { projectFolder } from './project'
import type { Served } from './web/server'

export interface ServeOptions {
  /** 0 for any free one. */
  port: number
  host: string
  /** Next's development server, which compiles pages as they are asked for. It writes into the work tree, so it keeps the caller's rights. */
  dev?: boolean
}

/**
 * Starts the web editor. Started by root, the part that faces browsers runs in a process of its own as an ordinary user. Rejects with the
 * system's error when the port is taken (EADDRINUSE).
 */
export async function serve({ port, host, dev = false }: ServeOptions): Promise<Served> {
  const home = netloomHome()
  const user = dev ? undefined : await serviceUser()
  if (user) {
    const { serveAsUser } = await import('./web/as-user')
    return serveAsUser(user, { port, host, dev, home })
  }
  const [{ openWeb }, { openPages }] = await Promise.all([import('./web/server'), import('./web/pages')])
  return openWeb({ port, host, dev, home, examples: join(projectFolder, 'labs'), openPages })
}
