import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { SOCKET_PATH } from '../../core/protocol/path'
import { type Names, refusal } from './access'
import { Bucket } from './bucket'
import { sendDoor } from './door'
import { secure } from './headers'
import type { Sessions } from './sessions'

/** Where Next's development server listens for its own upgrades. */
const HMR_PATH = '/_next/hmr'
/** Of all requests together, a page load being some dozens; and of those that try a token. */
const REQUEST_RATE = { burst: 1000, perSecond: 300 }
const TOKEN_RATE = { burst: 20, perSecond: 1 }
const MAX_CONNECTIONS = 500
/** Of those, sockets: however many pages are open, there is room for one more request. */
const MAX_SOCKETS = 400
/** A connection that sends nothing, or half a request, is closed within this and `HEADERS_MS`. */
const CHECK_MS = 2000
const HEADERS_MS = 5000

export interface Gate {
  names: Names
  sessions: Sessions
  dev: boolean
  log: Logger
  /** The pages, for who has a session. */
  pages: (req: IncomingMessage, res: ServerResponse) => Promise<void>
  /** Servers that never listen; upgrades that passed are handed to them. */
  sockets: Server
  hmr: Server
}

/**
 * A server whose every request and upgrade passes the same gate: who is asked (Host), from where (Origin), by whom
 * (session). Until there is a gate it asks to come back.
 */
export function gatedServer(gate: () => Gate | undefined): Server {
  const requests = new Bucket(REQUEST_RATE)
  const tokens = new Bucket(TOKEN_RATE)
  const sockets = new Set<Duplex>()
  const server = createServer({ requireHostHeader: false, connectionsCheckingInterval: CHECK_MS }, (req, res) => {
    const current = gate()
    if (!current) {
      res.writeHead(503, { 'Retry-After': '1' }).end()
      return
    }
    handle(current, req, res, requests, tokens).catch((error: unknown) => {
      current.log.error({ err: error, path: pathOf(req) }, 'a request failed')
      if (!res.headersSent) sendDoor(req, res, 500, 'failed')
      else res.destroy()
    })
  })
  server.on('upgrade', (req, socket, head) => {
    const current = gate()
    if (!current) socket.destroy()
    else if (sockets.size >= MAX_SOCKETS) refuseUpgrade(socket, 429)
    else {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      upgrade(current, req, socket, head, requests)
    }
  })
  server.maxConnections = MAX_CONNECTIONS
  server.headersTimeout = HEADERS_MS
  server.requestTimeout = 30_000
  return server
}

async function handle(gate: Gate, req: IncomingMessage, res: ServerResponse, requests: Bucket, tokens: Bucket): Promise<void> {
  const refused = refusal(req, gate.names, false)
  secure(req, res, gate.dev)
  if (refused) {
    res.writeHead(refused.status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${refused.text}\n`)
    return
  }
  if (!requests.take()) return sendDoor(req, res, 429, 'limit')
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    // Nothing here is changed by a request; edits come over the socket.
    res.writeHead(405, { Allow: 'GET, HEAD' }).end()
    return
  }
  const url = new URL(req.url ?? '/', 'http://here')
  const token = url.searchParams.get('token')
  const session = gate.sessions.sessionOf(req)
  if (token !== null) {
    if (session === undefined) {
      if (!tokens.take()) return sendDoor(req, res, 429, 'limit')
      const cookie = req.method === 'GET' ? await gate.sessions.redeem(token) : undefined
      if (cookie === undefined) return sendDoor(req, res, 403, 'used')
      res.setHeader('Set-Cookie', cookie)
    }
    url.searchParams.delete('token')
    enter(req, res, url.pathname + url.search)
    return
  }
  if (session === undefined) return sendDoor(req, res, 401, 'none')
  await gate.pages(req, res)
}

/**
 * Goes on to the page without the token in its address. Where another site's page led here, a redirect would still count as coming
 * from there and the strict cookie would stay behind, so our own page takes the last step.
 */
function enter(req: IncomingMessage, res: ServerResponse, path: string): void {
  res.setHeader('Cache-Control', 'no-store')
  if (req.headers['sec-fetch-site'] === 'cross-site' || req.headers['sec-fetch-site'] === 'same-site') {
    const escaped = path.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
    res.end(`<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${escaped}"><title>Netloom</title>`)
    return
  }
  res.writeHead(303, { Location: path }).end()
}

function upgrade(gate: Gate, req: IncomingMessage, socket: Duplex, head: Buffer, requests: Bucket): void {
  socket.on('error', () => socket.destroy())
  const path = pathOf(req)
  const status =
    refusal(req, gate.names, true)?.status ??
    (requests.take() ? undefined : 429) ??
    (gate.sessions.sessionOf(req) === undefined ? 401 : undefined)
  if (status !== undefined) refuseUpgrade(socket, status)
  else if (path === `${SOCKET_PATH}/`) gate.sockets.emit('upgrade', req, socket, head)
  else if (gate.dev && path === HMR_PATH) gate.hmr.emit('upgrade', req, socket, head)
  else refuseUpgrade(socket, 404)
}

const REASONS = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 429: 'Too Many Requests' }

function refuseUpgrade(socket: Duplex, status: keyof typeof REASONS): void {
  socket.end(`HTTP/1.1 ${status} ${REASONS[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function pathOf(req: IncomingMessage): string {
  return (req.url ?? '').split('?', 1)[0] ?? ''
}
