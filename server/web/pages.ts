import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { NextServerOptions } from 'next/dist/server/next'

export interface Pages {
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>
  /** Takes the upgrades of Next's development server; it never listens. */
  hmr: Server
  close: () => Promise<void>
}

/** Loads Next, which must not happen before root has been dropped, and makes its pages ready. */
export async function openPages(options: { dir: string; dev: boolean; hostname: string; port: number }): Promise<Pages> {
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  const { default: next } = await import('next')
  const hmr = createServer()
  const app = (next as unknown as (options: NextServerOptions) => ReturnType<typeof next>)({ ...options, httpServer: hmr })
  await app.prepare()
  const handle = app.getRequestHandler()
  return { handle: (req, res) => handle(req, res), hmr, close: () => app.close() }
}
