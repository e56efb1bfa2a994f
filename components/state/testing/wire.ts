import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { vi } from 'vitest'
import { SOCKET_PATH } from '../../../core/protocol/path'
import type { Ack, ClientEventName, ClientRequest, ClientResults, ServerEvents } from '../../../core/protocol/socket'

type Answer<E extends ClientEventName> = (request: ClientRequest<E>) => Ack<ClientResults[E]> | Promise<Ack<ClientResults[E]>>

/** The other end of the page's socket: a real connection over loopback, whose answers the test gives. */
export interface Wire {
  /** What the page has sent, in the order in which it came. */
  asked: { event: ClientEventName; request: Record<string, unknown> }[]
  /** From now on answers an event so; every other one with `{}`. */
  answer<E extends ClientEventName>(event: E, answer: Answer<E>): void
  send<E extends keyof ServerEvents>(event: E, ...payload: Parameters<ServerEvents[E]>): void
  /** Breaks the connection, as a network does; the page connects again by itself. */
  cut(): void
  close(): Promise<void>
}

/** Listens where `location` then leads the page's socket. To be opened before the first request of a test file. */
export async function openWire(): Promise<Wire> {
  const http = createServer()
  const server = new Server(http, { path: SOCKET_PATH, transports: ['websocket'] })
  const answers = new Map<string, (request: never) => unknown>()
  const asked: Wire['asked'] = []
  server.on('connection', (socket: Socket) => {
    socket.onAny(async (event: ClientEventName, request: Record<string, unknown>, ack: (reply: unknown) => void) => {
      asked.push({ event, request })
      ack((await answers.get(event)?.(request as never)) ?? { ok: true, value: {} })
    })
  })
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const { port } = http.address() as AddressInfo
  const host = `127.0.0.1:${port}`
  vi.stubGlobal('location', { protocol: 'http:', host, hostname: '127.0.0.1', port: String(port) })
  return {
    asked,
    answer: (event, answer) => void answers.set(event, answer as (request: never) => unknown),
    send: (event, ...payload) => void server.emit(event, ...payload),
    cut: () => {
      for (const socket of server.sockets.sockets.values()) socket.conn.close()
    },
    close: async () => {
      await server.close()
      vi.unstubAllGlobals()
    },
  }
}
