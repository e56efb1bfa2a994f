import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Sessions } from './sessions'

const HOUR = 3_600_000
let home: string
let now: number

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'netloom-sessions-'))
  now = 1_000_000
})
const opened: Sessions[] = []
afterEach(async () => {
  for (const sessions of opened.splice(0)) await sessions.close()
  await rm(home, { recursive: true, force: true })
})

async function open(port = 3000): Promise<Sessions> {
  const sessions = await Sessions.open(home, port, () => now)
  opened.push(sessions)
  return sessions
}
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
  it('that has to go for newer ones is said to have ended', async () => {
    const sessions = await open()
    const first = await enter(sessions)
    const id = sessionOf(sessions, first)
    const ended: string[] = []
    sessions.on('ended', (gone) => ended.push(gone))
    for (let browser = 0; browser < 100; browser++) await enter(sessions)
    expect(ended).toEqual([id])
    expect(sessionOf(sessions, first)).toBeUndefined()
  })

  it('is known by its cookie, on its port, after a restart too, until it is a month old', async () => {
    const cookie = await enter(await open())
    const restarted = await open()
    expect(sessionOf(restarted, cookie)).toMatch(/^[0-9a-f]{12}$/)
    expect(sessionOf(restarted, `other=1; ${cookie}`)).toBeDefined()
    expect(sessionOf(restarted, `${cookie}x`)).toBeUndefined()
    expect(sessionOf(await open(3001), cookie)).toBeUndefined()
    for (let day = 1; day < 30; day++) {
      now += 24 * HOUR
      expect(sessionOf(restarted, cookie)).toBeDefined()
    }
    now += 24 * HOUR
    expect(sessionOf(restarted, cookie)).toBeUndefined()
  })

  it('is over when nobody used it for a week, a restart in between notwithstanding', async () => {
    const sessions = await open()
    const cookie = await enter(sessions)
    now += 6 * 24 * HOUR
    expect(sessionOf(sessions, cookie)).toBeDefined()
    await vi.waitFor(async () => expect(await readFile(join(home, 'sessions.json'), 'utf8')).toContain(`"seen":${now}`))
    now += 7 * 24 * HOUR - 1
    expect(sessionOf(await open(), cookie)).toBeDefined()
    now += 7 * 24 * HOUR
    expect(sessionOf(sessions, cookie)).toBeUndefined()
    expect(sessionOf(await open(), cookie)).toBeUndefined()
  })

  it('is ended for good by who has it, and nobody else’s is', async () => {
    const sessions = await open()
    const [cookie, other] = [await enter(sessions), await enter(sessions)]
    const id = sessionOf(sessions, cookie)
    const ended: string[] = []
    sessions.on('ended', (one) => ended.push(one))
    await sessions.end({ headers: { cookie } } as IncomingMessage)
    await sessions.end({ headers: { cookie: `${cookie}x` } } as IncomingMessage)
    expect(ended).toEqual([id])
    for (const one of [sessions, await open()]) {
      expect(sessionOf(one, cookie)).toBeUndefined()
      expect(sessionOf(one, other)).toBeDefined()
    }
  })

  it('says so when its time is over, for those who have a page open', async () => {
    const sessions = await open()
    const id = sessionOf(sessions, await enter(sessions))
    const ended: string[] = []
    sessions.on('ended', (one) => ended.push(one))
    await sessions.sweep()
    expect(ended).toEqual([])
    now += 7 * 24 * HOUR
    await sessions.sweep()
    expect(ended).toEqual([id])
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
