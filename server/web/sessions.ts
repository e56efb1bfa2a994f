import { createHash, randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import * as z from 'zod'
import { ignoreMissing, writeDurably } from '../labs/durable'

const HOUR = 3_600_000
/** A link that nobody opened is dead after this. */
const TOKEN_LIFE_MS = 12 * HOUR
/** However much it is used, a session ends after this. */
const SESSION_LIFE_MS = 30 * 24 * HOUR
/** And one that nobody used ends after this. */
const SESSION_IDLE_MS = 7 * 24 * HOUR
/** When a session was last used is written down this often: it need not be known to the minute. */
const SEEN_WRITTEN_MS = HOUR
const MAX_TOKENS = 20
const MAX_SESSIONS = 100

const fileSchema = z.array(z.object({ hash: z.string(), expires: z.number(), seen: z.number().optional() }))

/** One browser that was let in. All times are milliseconds since the epoch. */
interface Session {
  expires: number
  seen: number
  /** `seen` as it stands in the file. */
  written: number
}

export interface SessionEvents {
  /** By its id; whoever serves it stops. */
  ended: [id: string]
}

/**
 * Who may use the page. A printed link carries a token that is good for one browser, once; that browser gets a cookie. Sessions are kept by
 * their hashes, so that a browser is still known after the server was started anew, and the file is of no use to who reads it.
 */
export class Sessions extends EventEmitter<SessionEvents> {
  private readonly tokens = new Map<string, number>()
  private saving: Promise<void> = Promise.resolve()

  private constructor(
    private readonly file: string,
    private readonly cookie: string,
    private readonly sessions: Map<string, Session>,
    private readonly now: () => number,
    private readonly warn: (text: string) => void,
  ) {
    super()
    // One for each open socket.
    this.setMaxListeners(0)
  }

  /** `port` tells the cookies of two servers on one host apart: cookies do not know ports. `warn` gets what the operator should know. */
  static async open(
    home: string,
    port: number,
    now: () => number = Date.now,
    warn: (text: string) => void = () => undefined,
  ): Promise<Sessions> {
    const file = join(home, 'sessions.json')
    const text = await readFile(file, 'utf8').catch(ignoreMissing)
    const known = text === undefined ? [] : (fileSchema.safeParse(parseJson(text)).data ?? [])
    const sessions = known.map(({ hash, expires, seen = now() }): [string, Session] => [hash, { expires, seen, written: seen }])
    return new Sessions(file, `netloom-${port}`, new Map(sessions), now, warn)
  }

  /** A new token for one link. */
  issueToken(): string {
    const token = randomBytes(32).toString('base64url')
    this.tokens.set(hashOf(token), this.now() + TOKEN_LIFE_MS)
    drop(this.tokens, (expires) => expires > this.now(), MAX_TOKENS)
    return token
  }

  /** Trades a token for the Set-Cookie header of a new session; undefined when it is unknown, expired or used. */
  async redeem(token: string): Promise<string | undefined> {
    const hash = hashOf(token)
    const expires = this.tokens.get(hash)
    this.tokens.delete(hash)
    if (expires === undefined || expires <= this.now()) return undefined
    const secret = randomBytes(32).toString('base64url')
    const seen = this.now()
    this.sessions.set(hashOf(secret), { expires: seen + SESSION_LIFE_MS, seen, written: seen })
    const gone = drop(this.sessions, (session) => this.isAlive(session), MAX_SESSIONS)
    for (const hash of gone) this.emit('ended', idOf(hash))
    await this.save()
    return `${this.cookie}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SESSION_LIFE_MS / 1000}`
  }

  /** The session that a request's cookie belongs to, as an id that is safe to log; undefined when there is none. To ask is to use it. */
  sessionOf(req: IncomingMessage): string | undefined {
    const hash = this.hashIn(req)
    const session = hash === undefined ? undefined : this.sessions.get(hash)
    if (hash === undefined || !session || !this.isAlive(session)) return undefined
    session.seen = this.now()
    if (session.seen - session.written >= SEEN_WRITTEN_MS)
      this.save().catch((error: unknown) => this.warn(`${this.file} could not be written: ${String(error)}`))
    return idOf(hash)
  }

  /** Ends the session of a request, and everything that goes on in it, in all its pages. */
  async end(req: IncomingMessage): Promise<void> {
    const hash = this.hashIn(req)
    if (hash === undefined || !this.sessions.delete(hash)) return
    try {
      await this.save()
    } finally {
      this.emit('ended', idOf(hash))
    }
  }

  /** Ends those whose time is over. */
  async sweep(): Promise<void> {
    const over = [...this.sessions].filter(([, session]) => !this.isAlive(session))
    for (const [hash] of over) {
      this.sessions.delete(hash)
      this.emit('ended', idOf(hash))
    }
    if (over.length > 0) await this.save()
  }

  private isAlive({ expires, seen }: Session): boolean {
    return expires > this.now() && seen + SESSION_IDLE_MS > this.now()
  }

  private hashIn(req: IncomingMessage): string | undefined {
    for (const pair of (req.headers.cookie ?? '').split(';')) {
      const [name, value] = pair.trim().split('=', 2)
      if (name === this.cookie && value) return hashOf(value)
    }
    return undefined
  }

  /** Resolves once the file says what is so. */
  async close(): Promise<void> {
    await this.saving.catch(() => undefined)
  }

  /** One write after the other, each with what is so by then. */
  private save(): Promise<void> {
    for (const session of this.sessions.values()) session.written = session.seen
    const write = () => {
      const kept = [...this.sessions].map(([hash, { expires, seen }]) => ({ hash, expires, seen }))
      return writeDurably(this.file, JSON.stringify(kept))
    }
    // Whoever asked for the one before heard of its failure.
    this.saving = this.saving.then(write, write)
    return this.saving
  }
}

function idOf(hash: string): string {
  return hash.slice(0, 12)
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Forgets what is over, and the oldest past `max`; returns what is forgotten. */
function drop<T>(entries: Map<string, T>, isAlive: (entry: T) => boolean, max: number): string[] {
  const gone: string[] = []
  for (const [hash, entry] of entries) {
    if (isAlive(entry) && entries.size <= max) continue
    entries.delete(hash)
    gone.push(hash)
  }
  return gone
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
