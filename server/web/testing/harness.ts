import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { io, type Socket } from 'socket.io-client'
import type { Ack, ClientEventName, ClientRequest, ClientResults, ServerEvents } from '../../../core/protocol/socket'
import { projectFolder } from '../../project'
import { openWeb, type Served } from '../server'

/** A running web process over a store of its own, with one plain page in place of Next's. */
export interface Site extends Served {
  home: string
  port: number
  /** Ends the server and forgets its store. */
  remove: () => Promise<void>
}

export async function openSite(options: { home?: string; port?: number; now?: () => number } = {}): Promise<Site> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'netloom-web-')))
  const hmr = createServer()
  const served = await openWeb({
    port: options.port ?? 0,
    host: '127.0.0.1',
    dev: false,
    home,
    examples: join(projectFolder, 'labs'),
    openPages: async () => ({
      handle: async (_req, res) => {
        res.end('the page')
      },
      hmr,
      close: async () => {},
    }),
    log: pino({ level: 'silent' }),
    now: options.now,
  }).catch(async (error: unknown) => {
    if (options.home === undefined) await rm(home, { recursive: true, force: true })
    throw error
  })
  return {
    ...served,
    home,
    port: Number(new URL(served.url).port),
    remove: async () => {
      await served.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

export interface Reply {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** One request as raw as it can be: any path, any header. */
export function ask(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (res) => {
      let body = ''
      res.setEncoding('utf8')
      res.on('data', (chunk) => {
        body += chunk
      })
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }))
    })
    sent.on('error', reject)
    // An upgrade that is refused comes back as a response; one that is taken, here.
    sent.on('upgrade', (res, socket) => {
      socket.destroy()
      resolve({ status: res.statusCode ?? 0, headers: res.headers, body: '' })
    })
    sent.end()
  })
}

/** Bytes as they are; resolves with all that comes back. */
export async function sendRaw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('utf8')
  socket.write(text)
  let reply = ''
  for await (const chunk of socket) reply += chunk
  return reply
}

/** Opens the link in a fresh browser and returns its cookie. */
export async function enter(site: Site, url = site.url): Promise<string> {
  const { pathname, search } = new URL(url)
  const reply = await ask(site.port, pathname + search)
  const [cookie] = reply.headers['set-cookie'] ?? []
  if (!cookie) throw new Error(`no cookie, but ${reply.status}`)
  return cookie.split(';', 1)[0] ?? ''
}

/** A browser's socket. */
export class Browser {
  private constructor(readonly socket: Socket) {}

  static async connect(port: number, cookie: string): Promise<Browser> {
    const origin = `http://127.0.0.1:${port}`
    const socket = io(origin, {
      path: '/socket',
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { cookie, origin },
    })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('connect_error', reject)
    })
    return new Browser(socket)
  }

  /** Any event with any payload. */
  send(event: string, ...payload: unknown[]): Promise<Ack<unknown>> {
    return this.socket.timeout(10_000).emitWithAck(event, ...payload)
  }

  /** An event that must succeed. */
  async ask<E extends ClientEventName>(event: E, request: ClientRequest<E>): Promise<ClientResults[E]> {
    const ack = (await this.send(event, request)) as Ack<ClientResults[E]>
    if (!ack.ok) throw new Error(`${event}: ${JSON.stringify(ack.error)}`)
    return ack.value
  }

  /** The next event of this name that is sent to the browser. */
  next<E extends keyof ServerEvents>(event: E): Promise<Parameters<ServerEvents[E]>[0]> {
    return new Promise((resolve) => {
      this.socket.once(event as string, resolve)
    })
  }

  close(): void {
    this.socket.disconnect()
  }
}
