import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { projectFolder } from '../project'

export interface Pages {
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>
  /** Takes the upgrades of Next's development server; it never listens. */
  hmr: Server
  close: () => Promise<void>
}

/** Loads Next, which must not happen with root's rights, and makes its pages ready. */
export async function openPages(at: { hostname: string; port: number; dev: boolean }): Promise<Pages> {
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  const { default: next } = await import('next')
  const hmr = createServer()
  const app = next({ ...at, dir: projectFolder, httpServer: hmr })
  await app.prepare()
  const handle = app.getRequestHandler()
  return { handle: (req, res) => handle(req, res), hmr, close: () => app.close() }
}
