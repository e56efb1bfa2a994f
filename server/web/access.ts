import type { IncomingMessage } from 'node:http'
import { networkInterfaces } from 'node:os'

/** The addresses under which this server may be asked for, as in a Host header and in an Origin. */
export interface Names {
  hosts: ReadonlySet<string>
  origins: ReadonlySet<string>
}

const LOOPBACK = ['127.0.0.1', 'localhost', '::1']
const WILDCARDS = new Set(['0.0.0.0', '::'])

/** Exactly the names that lead here: a page of another origin, and a name that was rebound to this address, are none of them. */
export function namesFor(host: string, port: number): Names {
  const names = new Set(LOOPBACK)
  if (WILDCARDS.has(host)) {
    for (const addresses of Object.values(networkInterfaces())) {
      for (const { address } of addresses ?? []) names.add(address)
    }
  } else {
    names.add(host.toLowerCase())
  }
  const hosts = new Set([...names].map((name) => authority(name, port)))
  if (port === 80) for (const name of names) hosts.add(bracketed(name))
  return { hosts, origins: new Set([...hosts].map((name) => `http://${name}`)) }
}

/**
 * The name to open the page by: the one that is listened on, and where that is all of them, an address that others can open, too. All
 * addresses at once are nobody's name.
 */
export function pageHost(host: string): string {
  if (!WILDCARDS.has(host)) return host
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? [])
  const outward = addresses.find(
    ({ internal, family, scopeid }) => !internal && (family === 'IPv4' || (host === '::' && scopeid === 0)),
  )
  return outward?.address ?? (host === '::' ? '::1' : '127.0.0.1')
}

/** `HOST:PORT` as a URL writes it. */
export function authority(host: string, port: number): string {
  return `${bracketed(host)}:${port}`
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

export interface Refused {
  status: 400 | 403
  text: string
}

/**
 * Why a request is turned away before anything else looks at it, or undefined. An upgrade has no page to come from but ours, so it must say
 * its origin; for the rest an origin that is said must be ours.
 */
export function refusal(req: IncomingMessage, names: Names, upgrade: boolean): Refused | undefined {
  if (!req.url?.startsWith('/') || req.url.startsWith('//')) return { status: 400, text: 'Only paths of this server are served.' }
  const hosts = req.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host')
  const host = req.headers.host?.toLowerCase() ?? ''
  if (hosts.length !== 1 || !names.hosts.has(host)) return { status: 403, text: 'This server does not answer to that Host.' }
  const { origin } = req.headers
  if (origin === undefined ? upgrade : !names.origins.has(origin.toLowerCase())) {
    return { status: 403, text: 'Requests from that Origin are not answered.' }
  }
  return upgrade || sameOrigin(req) ? undefined : { status: 403, text: 'Only pages of this server may ask for that.' }
}

/** Fetch metadata (Sec-Fetch-*): another site may link here, and nothing else. Absent from programs that are no browser. */
function sameOrigin(req: IncomingMessage): boolean {
  const site = req.headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return true
  return req.method === 'GET' && req.headers['sec-fetch-mode'] === 'navigate' && req.headers['sec-fetch-dest'] === 'document'
}
