import type { Socket as TcpSocket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Browser, enter, openSite, type Site } from './testing/harness'

let site: Site

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.remove())

/** The browser's TCP connection, which a suspended page does not read from. */
function connectionOf(browser: Browser): TcpSocket {
  const { transport } = browser.socket.io.engine as unknown as { transport: { ws: { _socket: TcpSocket } } }
  return transport.ws._socket
}

it('a browser that does not read gets the newest document when it reads again, not every edit', async () => {
  const cookie = await enter(site)
  const quick = await Browser.connect(site.port, cookie)
  const slow = await Browser.connect(site.port, cookie)
  await quick.ask('lab:create', { name: 'big' })
  let { revision } = await quick.ask('lab:open', { lab: 'big' })
  await slow.ask('lab:open', { lab: 'big' })
  const heard: string[] = []
  slow.socket.onAny((event: string) => heard.push(event))
  const replaced = slow.next('lab:replaced')
  connectionOf(slow).pause()

  // More than the kernel's own buffers hold: 60 edits of some 300 kB.
  const addresses = Array.from({ length: 64 }, (_, at) => `10.0.${at}.1/24`.padEnd(60, ' '))
  const interfaces = Object.fromEntries(Array.from({ length: 70 }, (_, at) => [`eth${at}`, { addresses }]))
  const node = { kind: 'namespace', interfaces }
  for (let edit = 0; edit < 60; edit++) {
    const change = { change: 'set' as const, path: ['nodes', 'fat'], ...(edit % 2 === 0 ? { to: node } : { from: node }) }
    revision = (
      await quick.ask('lab:edit', { lab: 'big', revision, edit: `e${edit}`, command: { label: 'x', changes: [change] } })
    ).revision
  }

  connectionOf(slow).resume()
  expect(await replaced).toMatchObject({ revision, document: { nodes: { host: { kind: 'host' } } } })
  expect(heard.filter((event) => event === 'lab:changed').length).toBeLessThan(60)
  quick.close()
  slow.close()
}, 30_000)
