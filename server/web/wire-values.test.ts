import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { countTests } from '../../test/figures'
import { ask, Browser, enter, openSite, type Site } from './testing/harness'

countTests('hostile inputs refused')

let site: Site
let cookie: string
let browser: Browser

beforeAll(async () => {
  site = await openSite()
  cookie = await enter(site)
  browser = await Browser.connect(site.port, cookie)
})
afterAll(async () => {
  browser.close()
  await site.remove()
})

/** Sends an event as the text of its packet, with values that no JSON library would write; resolves with the acknowledgement. */
async function sendText(event: string, json: string): Promise<unknown> {
  const one = await Browser.connect(site.port, cookie)
  const answered = new Promise((resolve, reject) => {
    one.socket.io.engine.on('data', (data: unknown) => {
      const text = String(data)
      if (text.startsWith('37[')) resolve(JSON.parse(text.slice(2))[0])
    })
    one.socket.once('disconnect', reject)
  })
  one.socket.io.engine.write(`27${JSON.stringify([event]).slice(0, -1)},${json}]`)
  const reply = await answered
  one.close()
  return reply
}

const edit = (revision: string, to: string) =>
  `{"lab":"case","revision":${revision},"edit":"e","command":{"label":"x","changes":[{"change":"set","path":["layout"],"to":${to}}]}}`

describe('a value that JSON allows and nobody means', () => {
  test.each([
    ['-0 for a revision', 'lab:edit', edit('-0', '{}')],
    ['1e999 for a revision', 'lab:edit', edit('1e999', '{}')],
    ['1e999 inside a command', 'lab:edit', edit('0', '{"red":{"x":1e999,"y":0}}')],
    ['half a million levels', 'lab:edit', edit('0', '['.repeat(500_000) + ']'.repeat(500_000))],
    ['half a million levels of maps', 'lab:open', `${'{"a":'.repeat(300_000)}1${'}'.repeat(300_000)}`],
    ['a key __proto__', 'lab:open', '{"__proto__":{"lab":"case"}}'],
    ['a key constructor', 'lab:open', '{"lab":"case","constructor":{}}'],
    ['apply without a plan', 'machine:apply', '{"lab":"case","revision":0}'],
    ['apply with nothing for a plan', 'machine:apply', '{"lab":"case","revision":0,"planId":null}'],
  ])('%s', async (_, event, json) => {
    expect(await sendText(event, json)).toMatchObject({ ok: false, error: { code: 'malformed' } })
    await browser.ask('lab:list', {})
  })

  it('-0 for a position is 0', async () => {
    const { name: lab } = await browser.ask('lab:create', {})
    const { revision } = await browser.ask('lab:open', { lab })
    const change = { change: 'set' as const, path: ['layout'], to: { host: { x: -0, y: 0 } } }
    await browser.ask('lab:edit', { lab, revision, edit: 'e', command: { label: 'x', changes: [change] } })
    const { lab: document } = await browser.ask('lab:open', { lab })
    expect(document.layout).toEqual({ host: { x: 0, y: 0 } })
  })
})

describe('a stale revision', () => {
  it('of an edit where another one was made is refused, and the lab is as the first one made it', async () => {
    const { name: lab } = await browser.ask('lab:create', {})
    const { revision } = await browser.ask('lab:open', { lab })
    const says = (edit: string, from?: string) => ({
      lab,
      revision,
      edit,
      command: { label: 'x', changes: [{ change: 'set' as const, path: ['description'], to: edit, ...(from && { from }) }] },
    })
    await browser.ask('lab:edit', says('first'))
    expect(await browser.send('lab:edit', says('second'))).toMatchObject({ ok: false, error: { code: 'stale' } })
    expect(await browser.send('lab:edit', { ...says('third'), revision: 99 })).toMatchObject({ error: { code: 'stale' } })
    expect((await browser.ask('lab:open', { lab })).lab.description).toBe('first')
  })
})

describe('a flood of connections', () => {
  it('that say nothing is let go of, and whoever is in stays in', async () => {
    const silent = await flood(600, () => connect(site.port, '127.0.0.1'))
    await browser.ask('lab:list', {})
    await Promise.all(silent.map((socket) => socket.closed || once(socket, 'close')))
    expect(await ask(site.port, '/', { cookie })).toMatchObject({ status: 200 })
  })

  it('that take sockets leaves room for a page', async () => {
    const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n'
    const text = `GET /socket/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${site.port}\r\nOrigin: http://127.0.0.1:${site.port}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n`
    const replies: string[] = []
    const taken = await flood(450, () => {
      const socket = connect(site.port, '127.0.0.1', () => socket.write(text))
      socket.once('data', (data) => replies.push(String(data).slice(0, 12)))
      return socket
    })
    await expect.poll(() => replies.length, { timeout: 10_000 }).toBe(taken.length)
    expect(replies.filter((reply) => reply === 'HTTP/1.1 429').length).toBeGreaterThanOrEqual(50)
    expect(await ask(site.port, '/', { cookie })).toMatchObject({ status: 200 })
    await browser.ask('lab:list', {})
    for (const socket of taken) socket.destroy()
    await expect.poll(() => Browser.connect(site.port, cookie).then((one) => one.close() ?? 'in')).toBe('in')
  })
})

async function flood(count: number, open: () => Socket): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, open)
  await Promise.all(
    sockets.map((socket) => {
      socket.resume()
      socket.on('error', () => socket.destroy())
      return Promise.race([once(socket, 'connect'), once(socket, 'close')])
    }),
  )
  return sockets
}
