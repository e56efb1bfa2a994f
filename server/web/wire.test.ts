import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_EVENT_BYTES, RATE } from '../../core/protocol/socket'
import { countTests } from '../../test/figures'
import { ask, Browser, enter, openSite, type Site, sendRaw } from './testing/harness'

countTests('hostile inputs refused')

let site: Site
let cookie: string
let here: string

beforeAll(async () => {
  site = await openSite()
  cookie = await enter(site)
  here = `127.0.0.1:${site.port}`
})
afterAll(() => site.remove())

const upgrade = (headers: Record<string, string>, path = '/socket/?EIO=4&transport=websocket') =>
  ask(site.port, path, {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    ...headers,
  })

describe('a request for a page', () => {
  it('is answered to a browser with a session, under each of this server’s names', async () => {
    expect(await ask(site.port, '/lab/x', { cookie })).toMatchObject({ status: 200, body: 'the page' })
    expect(await ask(site.port, '/', { cookie, host: `localhost:${site.port}` })).toMatchObject({ status: 200 })
    expect(await ask(site.port, '/', { cookie, host: `[::1]:${site.port}` })).toMatchObject({ status: 200 })
  })

  it.each([
    ['a rebound name', { host: 'evil.example' }, 403],
    ['this address with another port', { host: '127.0.0.1:1' }, 403],
    ['no port', { host: '127.0.0.1' }, 403],
    ['a foreign Origin', { origin: 'http://evil.example' }, 403],
    ['the Origin of a sandboxed frame', { origin: 'null' }, 403],
    ['the Origin of another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['an Origin over https', { origin: 'https://127.0.0.1' }, 403],
    [
      'a script of another site',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' },
      403,
    ],
    ['a frame of another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }, 403],
  ])('is refused with %s', async (_title, headers: Record<string, string>, status) => {
    expect((await ask(site.port, '/', { cookie, ...headers })).status).toBe(status)
  })

  it('is refused when its target is another server’s', async () => {
    expect((await ask(site.port, 'http://evil.example/', { cookie })).status).toBe(400)
    expect((await ask(site.port, '//evil.example/', { cookie })).status).toBe(400)
  })

  it('is refused without a Host, with an empty one, and with two', async () => {
    for (const host of ['', 'Host:\r\n', `Host: ${here}\r\nHost: evil.example\r\n`]) {
      expect(await sendRaw(site.port, `GET / HTTP/1.1\r\n${host}Cookie: ${cookie}\r\nConnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1.1 40[03] /,
      )
    }
  })

  it('is refused without a session, and says how to get one, in the browser’s language', async () => {
    expect(await ask(site.port, '/')).toMatchObject({ status: 401, body: expect.stringContaining('netloom serve') })
    expect((await ask(site.port, '/', { 'accept-language': 'zh-CN,zh' })).body).toContain('链接')
    expect((await ask(site.port, '/', { cookie: `netloom-${site.port}=guess` })).status).toBe(401)
    expect((await ask(site.port, '/', { cookie: 'netloom-1=guess; __proto__=x; =; ;' })).status).toBe(401)
  })

  it('cannot change anything', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      expect((await ask(site.port, '/', { cookie }, method)).status).toBe(405)
  })

  it('carries the security headers, with a nonce of its own', async () => {
    const [first, second] = [await ask(site.port, '/', { cookie }), await ask(site.port, '/', { cookie })]
    const policy = String(first.headers['content-security-policy'])
    expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic';/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-eval')
    expect(second.headers['content-security-policy']).not.toBe(policy)
    expect(first.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    })
    const refused = await ask(site.port, '/', { host: 'evil.example' })
    expect(refused.headers).toMatchObject({ 'x-content-type-options': 'nosniff' })
  })
})

describe('the link', () => {
  it('lets one browser in, once, with a cookie that no script and no other site can use', async () => {
    const { pathname, search } = new URL(await site.link())
    const first = await ask(site.port, pathname + search)
    expect(first).toMatchObject({ status: 303, headers: { location: '/', 'cache-control': 'no-store' } })
    expect(first.headers['set-cookie']?.[0]).toMatch(/^netloom-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/)
    expect(await ask(site.port, pathname + search)).toMatchObject({
      status: 403,
      headers: expect.not.objectContaining({ 'set-cookie': expect.anything() }),
    })
  })

  it('leads to any page, without the token in its address', async () => {
    const { searchParams } = new URL(await site.link())
    expect(await ask(site.port, `/lab/red?a=1&token=${searchParams.get('token')}`)).toMatchObject({
      headers: { location: '/lab/red?a=1' },
    })
  })

  it('works from another site’s page, whose strict cookie a redirect would lose', async () => {
    const { search } = new URL(await site.link())
    const reply = await ask(site.port, `/${search}`, {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    })
    expect(reply).toMatchObject({ status: 200, body: expect.stringContaining('url=/"') })
  })

  it('is refused when it was guessed', async () => {
    expect((await ask(site.port, '/?token=guess')).status).toBe(403)
    expect((await ask(site.port, '/?token=')).status).toBe(403)
  })

  it('does no harm to who has a session already', async () => {
    expect(await ask(site.port, '/?token=used', { cookie })).toMatchObject({ status: 303 })
  })
})

describe('an upgrade', () => {
  it('is taken from our own page', async () => {
    expect((await upgrade({ cookie, origin: `http://${here}` })).status).toBe(101)
  })

  it.each([
    ['no Origin', {}, 403],
    ['a null Origin', { origin: 'null' }, 403],
    ['a foreign Origin', { origin: 'http://evil.example' }, 403],
  ])('is refused with %s', async (_title, headers: Record<string, string>, status) => {
    expect((await upgrade({ cookie, ...headers })).status).toBe(status)
  })

  it('is refused to a rebound Host, without a session, and on another path', async () => {
    const origin = `http://${here}`
    expect((await upgrade({ cookie, origin, host: 'evil.example' })).status).toBe(403)
    expect((await upgrade({ origin })).status).toBe(401)
    expect((await upgrade({ cookie, origin }, '/socket.io/?EIO=4&transport=websocket')).status).toBe(404)
    expect((await upgrade({ cookie, origin }, '/_next/hmr')).status).toBe(404)
  })

  it('is the only transport: polling is not served', async () => {
    const reply = await ask(site.port, '/socket/?EIO=4&transport=polling', { cookie })
    expect(reply.body).toBe('the page')
  })
})

describe('an event', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await Browser.connect(site.port, cookie)
  })
  afterAll(() => browser.close())

  it.each([
    ['no payload', 'lab:open', []],
    ['two payloads', 'lab:open', [{ lab: 'a' }, { lab: 'b' }]],
    ['an array for an object', 'lab:open', [['a']]],
    ['null', 'lab:open', [null]],
    ['a number for a name', 'lab:open', [{ lab: 7 }]],
    ['an unknown field', 'lab:open', [{ lab: 'a', admin: true }]],
    ['binary for a name', 'lab:open', [{ lab: Buffer.from('a') }]],
    ['a placeholder object', 'lab:open', [{ _placeholder: true, num: 0 }]],
    ['a revision below zero', 'lab:edit', [{ lab: 'a', revision: -1, edit: 'e', command: { label: '', changes: [] } }]],
    [
      'a revision past all numbers',
      'lab:edit',
      [{ lab: 'a', revision: 1e308 * 10, edit: 'e', command: { label: '', changes: [] } }],
    ],
    ['a command without changes', 'lab:edit', [{ lab: 'a', revision: 0, edit: 'e', command: { label: '', changes: [] } }]],
    ['too many pings', 'probe:ping', [{ lab: 'a', probe: 'p', node: 'red', target: 'blue', count: 1001 }]],
    ['port 0', 'probe:tcp', [{ lab: 'a', probe: 'p', node: 'red', target: 'blue', port: 0 }]],
  ])('with %s is malformed', async (_title, event, payload) => {
    expect(await browser.send(event, ...payload)).toMatchObject({ ok: false, error: { code: 'malformed' } })
  })

  it.each(['lab:nope', '__proto__', 'constructor', 'toString'])('of the name %s is unknown', async (event) => {
    expect(await browser.send(event, {})).toMatchObject({ ok: false, error: { code: 'unknown-event' } })
  })

  it('without an acknowledgement does nothing', async () => {
    browser.socket.emit('lab:create', { name: 'silent' })
    const { labs } = await browser.ask('lab:list', {})
    expect(labs.map(({ name }) => name)).not.toContain('silent')
  })

  it('on a lab that is not there, or has no lab’s name, names the fault', async () => {
    for (const lab of ['none', '..', '../x', '__proto__', '']) {
      expect(await browser.send('lab:open', { lab })).toMatchObject({ ok: false, error: { code: 'no-such-lab' } })
    }
    expect(await browser.send('lab:create', { name: '../x' })).toMatchObject({ ok: false, error: { code: 'invalid' } })
  })

  it('that probes a machine that does not run says so', async () => {
    const { name } = await browser.ask('lab:create', {})
    await browser.ask('lab:open', { lab: name })
    const probe = { lab: name, probe: 'p', node: 'host', target: '127.0.0.1' }
    expect(await browser.send('probe:ping', { ...probe, count: 1 })).toMatchObject({ ok: false, error: { code: 'not-running' } })
    expect(await browser.send('probe:tcp', { ...probe, port: 80 })).toMatchObject({ ok: false, error: { code: 'not-running' } })
    expect(await browser.send('machine:destroy', { lab: name })).toMatchObject({ ok: false, error: { code: 'not-running' } })
    await browser.ask('lab:delete', { lab: name })
  })

  it('that applies a revision which is not the newest is stale, and starts nothing', async () => {
    const { name } = await browser.ask('lab:create', {})
    const { revision } = await browser.ask('lab:open', { lab: name })
    expect(await browser.ask('machine:apply', { lab: name, revision: revision + 1, planId: 'x' })).toMatchObject({
      outcome: 'stale',
    })
    await browser.ask('lab:delete', { lab: name })
  })

  it('that is too large ends the connection and nothing else', async () => {
    const big = await Browser.connect(site.port, cookie)
    const ended = new Promise((resolve) => big.socket.once('disconnect', resolve))
    big.socket.emit('lab:create', { from: { source: 'yaml', text: 'x'.repeat(MAX_EVENT_BYTES) } })
    await ended
    await browser.ask('lab:list', {})
  })

  it.each([
    ['is not JSON', '2["lab:list",'],
    ['is of no known type', '9["lab:list",{}]'],
    ['has an object for its list', '21{"0":"lab:list"}'],
    ['has no name', '21[]'],
    ['promises binary that does not come', '51-1["lab:open",{"_placeholder":true,"num":0}]2'],
  ])('that %s harms nobody else', async (_title, packet) => {
    const broken = await Browser.connect(site.port, cookie)
    const ended = new Promise((resolve) => broken.socket.once('disconnect', resolve))
    broken.socket.io.engine.write(packet)
    await ended
    await browser.ask('lab:list', {})
  })

  it('counts, with an acknowledgement or without, and a flood ends the connection', async () => {
    const flood = await Browser.connect(site.port, cookie)
    const ended = new Promise((resolve) => flood.socket.once('disconnect', resolve))
    for (let sent = 0; sent < 20_000; sent++) flood.socket.emit('lab:list', {})
    await ended
    await browser.ask('lab:list', {})
  })

  it('that comes too fast is told so', async () => {
    const hasty = await Browser.connect(site.port, cookie)
    const acks = await Promise.all(Array.from({ length: RATE.burst + 100 }, () => hasty.send('lab:close', { lab: 'none' })))
    expect(acks.filter((ack) => !ack.ok && ack.error.code === 'too-fast').length).toBeGreaterThan(0)
    expect(acks.filter((ack) => ack.ok).length).toBeGreaterThanOrEqual(RATE.burst)
    hasty.close()
  })
})
