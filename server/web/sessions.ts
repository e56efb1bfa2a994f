import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import * as z from 'zod'
import { ignoreMissing, writeDurably } from '../labs/durable'

const HOUR = 3_600_000
/** A link that nobody opened is dead after this. */
const TOKEN_LIFE_MS = 12 * HOUR
const SESSION_LIFE_MS = 30 * 24 * HOUR
const MAX_TOKENS = 20
const MAX_SESSIONS = 100

const fileSchema = z.array(z.object({ hash: z.string(), expires: z.number() }))

/**
 * Who may use the page. A printed link carries a token that is good for one browser, once; that browser gets a cookie. Sessions are kept by
 * their hashes, so that a browser is still known after the server was started anew, and the file is of no use to who reads it.
 */
export class Sessions {
  private readonly tokens = new Map<string, number>()

  private constructor(
    private readonly file: string,
    private readonly cookie: string,
    private readonly sessions: Map<string, number>,
    private readonly now: () => number,
  ) {}

  /** `port` tells the cookies of two servers on one host apart: cookies do not know ports. */
  static async open(home: string, port: number, now: () => number = Date.now): Promise<Sessions> {
    const file = join(home, 'sessions.json')
    const text = await readFile(file, 'utf8').catch(ignoreMissing)
    const known = text === undefined ? [] : (fileSchema.safeParse(parseJson(text)).data ?? [])
    return new Sessions(file, `netloom-${port}`, new Map(known.map(({ hash, expires }) => [hash, expires])), now)
  }

  /** A new token for one link. */
  issueToken(): string {
    const token = randomBytes(32).toString('base64url')
    this.tokens.set(hashOf(token), this.now() + TOKEN_LIFE_MS)
    drop(this.tokens, this.now(), MAX_TOKENS)
    return token
  }

  /** Trades a token for the Set-Cookie header of a new session; undefined when it is unknown, expired or used. */
  async redeem(token: string): Promise<string | undefined> {
    const hash = hashOf(token)
    const expires = this.tokens.get(hash)
    this.tokens.delete(hash)
    if (expires === undefined || expires <= this.now()) return undefined
    const secret = randomBytes(32).toString('base64url')
    this.sessions.set(hashOf(secret), this.now() + SESSION_LIFE_MS)
    drop(this.sessions, this.now(), MAX_SESSIONS)
    await writeDurably(this.file, JSON.stringify([...this.sessions].map(([hash, expires]) => ({ hash, expires }))))
    return `${this.cookie}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SESSION_LIFE_MS / 1000}`
  }

  /** The session that a request's cookie belongs to, as an id that is safe to log; undefined when there is none. */
  sessionOf(req: IncomingMessage): string | undefined {
    for (const pair of (req.headers.cookie ?? '').split(';')) {
      const [name, value] = pair.trim().split('=', 2)
      if (name !== this.cookie || !value) continue
      const hash = hashOf(value)
      if ((this.sessions.get(hash) ?? 0) > this.now()) return hash.slice(0, 12)
    }
    return undefined
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Forgets what has expired, and the oldest past `max`. */
function drop(entries: Map<string, number>, now: number, max: number): void {
  for (const [hash, expires] of entries) if (expires <= now || entries.size > max) entries.delete(hash)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
