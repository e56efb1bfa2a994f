import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { nestsDeeper } from '../../core/edit/json'
import { SOCKET_PATH } from '../../core/protocol/path'
import {
  type Ack,
  type ClientEventName,
  CONSOLE_RATE,
  CONSOLE_TRAFFIC,
  clientEvents,
  MAX_EVENT_BYTES,
  MAX_EVENT_DEPTH,
  RATE,
  type ServerEvents,
} from '../../core/protocol/socket'
import { Bucket } from './bucket'
import type { ClientSocket } from './client'
import { type Context, type Handlers, handlers } from './handlers'
import { isForeseen, wireError } from './problem'
import type { Shared } from './shared'
import { Visit } from './visit'

/** Events past the rate that are still answered with `too-fast`; a client that goes on after that is not listening. Good ones make up for them. */
const PATIENCE = 500

type SocketServer = Server<Record<ClientEventName, (...args: unknown[]) => void>, ServerEvents>

/**
 * socket.io behind a door: `door` is a server that never listens, whose upgrades come from the gate (`http.ts`) once Host, Origin and the
 * session have been checked.
 */
export function openSockets(door: HttpServer, shared: Shared): SocketServer {
  const io: SocketServer = new Server(door, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: MAX_EVENT_BYTES,
    perMessageDeflate: false,
  })
  io.on('connection', (socket: ClientSocket) => serveSocket(socket, shared))
  return io
}

function serveSocket(socket: ClientSocket, shared: Shared): void {
  const [bucket, consoleBucket] = [new Bucket(RATE), new Bucket(CONSOLE_RATE)]
  const visit = new Visit(socket, shared)
  const actor = shared.sessions.sessionOf(socket.request)
  let ignored = 0
  socket.onAny(async (event: string, ...args: unknown[]) => {
    const ack = args.pop()
    if (!(CONSOLE_TRAFFIC.has(event) ? consoleBucket : bucket).take()) {
      if (++ignored > PATIENCE) socket.disconnect(true)
      else if (typeof ack === 'function') ack(refused('too-fast'))
      return
    }
    ignored = Math.max(0, ignored - 1)
    // Without an acknowledgement the sender could not learn what became of it, so nothing is done.
    if (typeof ack !== 'function') return
    if (actor === undefined || shared.sessions.sessionOf(socket.request) === undefined) {
      ack(refused('session-ended'))
      socket.disconnect(true)
      return
    }
    ack(await answer(event, args, { ...shared, visit, actor }))
  })
  // The answer to who ended it goes out before.
  const onEnded = (id: string) => void (id === actor && setImmediate(() => socket.disconnect(true)))
  shared.sessions.on('ended', onEnded)
  socket.on('disconnect', () => {
    shared.sessions.off('ended', onEnded)
    visit.end()
  })
}

/** The result of one event, whatever it is. */
async function answer(event: string, args: unknown[], context: Context): Promise<Ack<unknown>> {
  if (!Object.hasOwn(clientEvents, event)) return refused('unknown-event')
  const name = event as ClientEventName
  // Before the schema, which for values of any shape goes as deep as they do.
  if (args.length !== 1 || nestsDeeper(args[0], MAX_EVENT_DEPTH)) return refused('malformed')
  try {
    const request = clientEvents[name].safeParse(args[0])
    if (!request.success) return refused('malformed', request.error.issues[0]?.path.join('.'))
    const handle = handlers[name] as Handlers[ClientEventName]
    return { ok: true, value: await handle(context, request.data as never) }
  } catch (error) {
    if (!isForeseen(error)) context.log.error({ err: error, event }, 'an event failed')
    return { ok: false, error: wireError(error) }
  }
}

function refused(code: 'too-fast' | 'session-ended' | 'unknown-event' | 'malformed', text?: string): Ack<never> {
  return { ok: false, error: { code, ...(text ? { text } : {}) } }
}
