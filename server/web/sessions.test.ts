import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sessions } from './sessions'

const HOUR = 3_600_000
let home: string
let now: number

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'netloom-sessions-'))
  now = 1_000_000
})
afterEach(() => rm(home, { recursive: true, force: true }))

const open = (port = 3000) => Sessions.open(home, port, () => now)
const sessionOf = (sessions: Sessions, cookie: string) => sessions.sessionOf({ headers: { cookie } } as IncomingMessage)

async function enter(sessions: Sessions): Promise<string> {
  const cookie = await sessions.redeem(sessions.issueToken())
  return cookie?.split(';', 1)[0] ?? ''
}

describe('a token', () => {
  it('is good once', async () => {
    const sessions = await open()
    const token = sessions.issueToken()
    expect(await sessions.redeem(token)).toContain('HttpOnly')
    expect(await sessions.redeem(token)).toBeUndefined()
  })

  it('is good for half a day', async () => {
    const sessions = await open()
    const [early, late] = [sessions.issueToken(), sessions.issueToken()]
    now += 12 * HOUR - 1
    expect(await sessions.redeem(early)).toBeDefined()
    now += 1
    expect(await sessions.redeem(late)).toBeUndefined()
  })

  it('is one of a few: the oldest go when links are asked for without end', async () => {
    const sessions = await open()
    const tokens = Array.from({ length: 25 }, () => sessions.issueToken())
    expect(await sessions.redeem(tokens[0] ?? '')).toBeUndefined()
    expect(await sessions.redeem(tokens[24] ?? '')).toBeDefined()
  })
})

describe('a session', () => {
  it('is known by its cookie, on its port, after a restart too, until it is a month old', async () => {
    const cookie = await enter(await open())
    const restarted = await open()
    expect(sessionOf(restarted, cookie)).toMatch(/^[0-9a-f]{12}$/)
    expect(sessionOf(restarted, `other=1; ${cookie}`)).toBeDefined()
    expect(sessionOf(restarted, `${cookie}x`)).toBeUndefined()
    expect(sessionOf(await open(3001), cookie)).toBeUndefined()
    now += 30 * 24 * HOUR
    expect(sessionOf(restarted, cookie)).toBeUndefined()
  })

  it('is kept by its hash: the file lets nobody in', async () => {
    const cookie = await enter(await open())
    const secret = cookie.split('=')[1] ?? ''
    const text = await readFile(join(home, 'sessions.json'), 'utf8')
    expect(text).not.toContain(secret)
    const [{ hash }] = JSON.parse(text)
    expect(sessionOf(await open(), `netloom-3000=${hash}`)).toBeUndefined()
  })

  it('is over when the file is torn, and the server starts all the same', async () => {
    const cookie = await enter(await open())
    await writeFile(join(home, 'sessions.json'), '[{"hash"')
    expect(sessionOf(await open(), cookie)).toBeUndefined()
  })
})
