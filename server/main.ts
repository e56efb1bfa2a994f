import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino, { type Logger } from 'pino'
import { LabStore } from './labs/store'
import { netloomHome } from './machines/home'
import { authority, namesFor } from './web/access'
import { type Gate, gatedServer } from './web/http'
import { openPages } from './web/pages'
import { Rooms } from './web/rooms'
import { Sessions } from './web/sessions'
import { openSockets } from './web/sockets'

export interface ServeOptions {
  /** 0 for any free one. */
  port: number
  host: string
  /** Next's development server, which compiles pages as they are asked for. */
  dev?: boolean
  log?: Logger
}

export interface Served {
  /** The page with a token that is good for one browser, once. */
  url: string
  /** Another such link, for another browser. */
  link: () => string
  /** Ends the server; every edit is on the disk then. Machines run on. */
  close: () => Promise<void>
}

/** The folder that holds `app/` and `labs/`, from the sources as well as from the bundle in `dist/`. */
const project = dirname(dirname(fileURLToPath(import.meta.url)))

/** Starts the web editor. Rejects with the system's error when the port is taken (EADDRINUSE). */
export async function serve(options: ServeOptions): Promise<Served> {
  const log = options.log ?? pino({ level: process.env.NETLOOM_LOG ?? 'warn' }, pino.destination({ fd: 2, sync: true }))
  const dev = options.dev ?? false
  const home = netloomHome()
  let gate: Gate | undefined
  const server = gatedServer(() => gate as Gate)
  const port = await listen(server, options)
  const warn = (text: string) => log.warn(text)
  const store = await LabStore.open(home, join(project, 'labs'), warn)
  const sessions = await Sessions.open(home, port)
  const door = createServer()
  const io = openSockets(door, { store, rooms: new Rooms(store, warn), sessions, log })
  const pages = await openPages({ dir: project, dev, hostname: options.host, port })
  gate = { names: namesFor(options.host, port), sessions, dev, log, pages: pages.handle, sockets: door, hmr: pages.hmr }
  const link = () => `http://${authority(options.host, port)}/?token=${sessions.issueToken()}`
  return {
    url: link(),
    link,
    close: async () => {
      await io.close()
      server.close()
      server.closeAllConnections()
      await store.close()
      await pages.close()
    },
  }
}

function listen(server: ReturnType<typeof gatedServer>, { port, host }: ServeOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
