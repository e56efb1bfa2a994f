import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countTests } from '../../test/figures'
import { ask, Browser, enter, openSite, type Site } from './testing/harness'

countTests('hostile inputs refused')

const DAY = 24 * 3_600_000
let site: Site
let now: number

beforeEach(async () => {
  now = Date.now()
  site = await openSite({ now: () => now })
})
afterEach(() => site.remove())

describe('a session', () => {
  it('that its browser ends takes all its pages with it, and no other browser’s', async () => {
    const cookie = await enter(site)
    const other = await enter(site, await site.link())
    const [page, second, stranger] = [
      await Browser.connect(site.port, cookie),
      await Browser.connect(site.port, cookie),
      await Browser.connect(site.port, other),
    ]
    const ended = [page, second].map(({ socket }) => new Promise((resolve) => socket.once('disconnect', resolve)))
    await page.ask('session:end', {})
    expect(await Promise.all(ended)).toEqual(['io server disconnect', 'io server disconnect'])
    expect((await ask(site.port, '/', { cookie })).status).toBe(401)
    await expect(Browser.connect(site.port, cookie)).rejects.toThrow()
    await stranger.ask('lab:list', {})
    stranger.close()
  })

  it('that nobody used for a week is over, and an event in it is answered so', async () => {
    const cookie = await enter(site)
    const page = await Browser.connect(site.port, cookie)
    now += 7 * DAY
    expect(await page.send('lab:list', {})).toMatchObject({ ok: false, error: { code: 'session-ended' } })
    expect((await ask(site.port, '/', { cookie })).status).toBe(401)
  })

  it('that nobody used for a week takes its pages with it, also where another browser’s coming is what shows it', async () => {
    const page = await Browser.connect(site.port, await enter(site))
    const ended = new Promise((resolve) => page.socket.once('disconnect', resolve))
    now += 7 * DAY
    await enter(site, await site.link())
    expect(await ended).toBe('io server disconnect')
  })

  it('that is a month old is over, however much it was used', async () => {
    const cookie = await enter(site)
    for (let day = 0; day < 29; day++) {
      now += DAY
      expect((await ask(site.port, '/', { cookie })).status).toBe(200)
    }
    now += DAY
    expect((await ask(site.port, '/', { cookie })).status).toBe(401)
  })
})

describe('a link', () => {
  it('that is half a day old lets nobody in', async () => {
    const { pathname, search } = new URL(await site.link())
    now += DAY / 2
    expect((await ask(site.port, pathname + search)).status).toBe(403)
  })
})
