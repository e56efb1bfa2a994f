import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import pino, { type Logger } from 'pino'
import type { MachineProblem } from '../../core/text/machines'
import { lockHome } from '../labs/lock'
import { LabStore } from '../labs/store'
import { authority, namesFor, pageHost } from './access'
import { type Gate, gatedServer } from './http'
import type { Pages } from './pages'
import { Rooms } from './rooms'
import { Sessions } from './sessions'
import { openSockets } from './sockets'

export interface WebOptions {
  /** 0 for any free one. */
  port: number
  host: string
  dev: boolean
  /** NETLOOM_HOME. */
  home: string
  /** Why this computer itself cannot be had, where that was asked for. */
  hostProblem?: MachineProblem
  /** The folder of the example labs. */
  examples: string
  openPages: (at: { hostname: string; port: number; dev: boolean }) => Promise<Pages>
  log?: Logger
  /** The clock that sessions go by, in milliseconds since the epoch. */
  now?: () => number
}

export interface Served {
  /** The page, with a token that is good for one browser, once. */
  url: string
  /** Another such link, for another browser. */
  link: () => Promise<string>
  /** Ends the server; every edit is in its file then. Machines run on. */
  close: () => Promise<void>
}

/** How long a port or a store that is still taken is waited for: a server that was just killed frees both in a moment. */
const TAKEN_TRIES = 20
const TAKEN_PAUSE_MS = 100
/** How often it is looked whether a session is over that someone has a page open with. */
const SWEEP_MS = 30_000

/**
 * Starts the web process: the store, the sockets and the pages behind one gate. Rejects with the system's error when the port is taken, and with
 * EADDRINUSE's plain words when another server has the store.
 */
export async function openWeb(options: WebOptions): Promise<Served> {
  const { host, dev, home, examples, hostProblem } = options
  const log = options.log ?? pino({ level: process.env.NETLOOM_LOG ?? 'warn' }, pino.destination({ fd: 2, sync: true }))
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const unlock = await whileTaken(() => lockHome(home))
    closers.push(unlock)
    const store = await LabStore.open(home, examples, (text) => log.warn(text))
    closers.push(() => store.close())
    let gate: Gate | undefined
    const server = gatedServer(() => gate)
    const port = await whileTaken(() => listen(server, options.port, host))
    closers.push(async () => {
      server.close()
      server.closeAllConnections()
    })
    const sessions = await Sessions.open(home, port, options.now, (text) => log.warn(text))
    const sweeping = setInterval(() => {
      sessions.sweep().catch((error: unknown) => log.warn(`sessions could not be ended: ${String(error)}`))
    }, SWEEP_MS)
    closers.push(() => {
      clearInterval(sweeping)
      return sessions.close()
    })
    const sockets = createServer()
    const rooms = new Rooms(store, (text) => log.warn(text))
    const io = openSockets(sockets, { store, rooms, sessions, log, hostProblem })
    closers.push(() => io.close())
    const pages = await options.openPages({ hostname: host, port, dev })
    // Last, for it keeps no data and may take its time.
    closers.unshift(pages.close)
    gate = { names: namesFor(host, port), sessions, dev, log, pages: pages.handle, sockets, hmr: pages.hmr }
    const link = () => `http://${authority(pageHost(host), port)}/?token=${sessions.issueToken()}`
    return { url: link(), link: async () => link(), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function whileTaken<T>(take: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await take()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries === TAKEN_TRIES) throw error
      await delay(TAKEN_PAUSE_MS)
    }
  }
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host)
  // Takes its listeners off again where it fails, which it may do many times.
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
