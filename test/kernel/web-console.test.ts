import { beforeEach, expect, it } from 'vitest'
import { planLab } from '../../core/plan/plan-lab'
import { CONSOLE_WINDOW } from '../../core/protocol/console'
import type { ServerEvents } from '../../core/protocol/socket'
import { blankMachine } from '../../core/state/blank'
import { Browser, enter } from '../../server/web/testing/harness'
import { pairFile, webSite } from './web-site'

const lab = 'one'

const text = pairFile(lab)

const at = webSite()

beforeEach(async () => {
  await at.browser.ask('lab:create', { from: { source: 'yaml', text } })
  const { lab: drawn, revision } = await at.browser.ask('lab:open', { lab })
  await at.browser.ask('machine:apply', { lab, revision, planId: planLab(drawn, blankMachine).id })
})

/** What a view of a console was sent, with its bytes acknowledged unless `lazy`. */
async function view(on: Browser, console: string, attachment: string, lazy = false) {
  const seen = { text: '', bytes: 0 }
  on.socket.on('console:output', (event: Parameters<ServerEvents['console:output']>[0]) => {
    if (event.attachment !== attachment) return
    seen.text = (event.reset ? '' : seen.text) + Buffer.from(event.data).toString()
    seen.bytes += event.data.length
    if (!lazy && event.data.length > 0)
      on.socket.emit('console:ack', { lab, attachment, bytes: event.data.length }, () => undefined)
  })
  await on.ask('console:attach', { lab, console, attachment })
  return seen
}

const keys = (words: string) => new Uint8Array(Buffer.from(words))

it('opens a console, carries what is typed and what is printed, and tells every browser of it', async () => {
  const other = await Browser.connect(at.site.port, await enter(at.site, await at.site.link()))
  await other.ask('lab:open', { lab })
  const told = other.next('consoles')
  const { console } = await at.browser.ask('console:open', { lab, node: 'red', cols: 90, rows: 20 })
  expect(await told).toMatchObject({ running: true, consoles: [{ id: console, node: 'red', cols: 90, rows: 20 }] })

  const mine = await view(at.browser, console, 'a')
  await at.browser.ask('console:input', { lab, console, data: keys('ip -4 -br addr show eth0; stty size\n') })
  await expect.poll(() => mine.text).toMatch(/10\.0\.0\.1\/24/)
  await expect.poll(() => mine.text).toContain('20 90')
  const theirs = await view(other, console, 'b')
  await expect.poll(() => theirs.text).toContain('20 90')
  expect((await other.ask('lab:open', { lab })).consoles).toMatchObject([{ id: console }])

  const gone = other.next('consoles')
  await at.browser.ask('console:close', { lab, console })
  expect((await gone).consoles).toEqual([])
  other.close()
})

it('sends no more than a browser takes, and goes on when it does', async () => {
  const { console } = await at.browser.ask('console:open', { lab, node: 'red', cols: 80, rows: 24 })
  const lazy = await view(at.browser, console, 'lazy', true)
  await at.browser.ask('console:input', { lab, console, data: keys('yes\n') })
  await expect.poll(() => lazy.bytes).toBe(CONSOLE_WINDOW)
  await at.browser.ask('lab:list', {})
  expect(lazy.bytes).toBe(CONSOLE_WINDOW)
  await at.browser.ask('console:ack', { lab, attachment: 'lazy', bytes: CONSOLE_WINDOW })
  await expect.poll(() => lazy.bytes).toBe(2 * CONSOLE_WINDOW)
})

it('refuses what cannot be, each for its reason', async () => {
  const { console } = await at.browser.ask('console:open', { lab, node: 'red', cols: 80, rows: 24 })
  const refusal = async (event: string, request: object) => {
    const ack = await at.browser.send(event, { lab, ...request })
    return ack.ok ? 'done' : ack.error.code
  }
  expect(await refusal('console:open', { node: 'nobody', cols: 80, rows: 24 })).toBe('unknown-node')
  expect(await refusal('console:open', { node: 'red', cols: 80, rows: 1e6 })).toBe('malformed')
  expect(await refusal('console:input', { console, data: 'text' })).toBe('malformed')
  expect(await refusal('console:input', { console, data: new Uint8Array(1_000_000) })).toBe('malformed')
  expect(await refusal('console:input', { console: 'none', data: keys('x') })).toBe('unknown-console')
  expect(await refusal('console:resize', { console: 'none', cols: 80, rows: 24 })).toBe('unknown-console')
  const stranger = await Browser.connect(at.site.port, await enter(at.site, await at.site.link()))
  expect(await stranger.send('console:attach', { lab, console, attachment: 'x' })).toMatchObject({
    error: { code: 'no-such-lab' },
  })
  stranger.close()
})

it('tells the browsers that consoles went with their machine', async () => {
  await at.browser.ask('console:open', { lab, node: 'red', cols: 80, rows: 24 })
  await expect.poll(async () => (await at.browser.ask('lab:open', { lab })).consoles).toHaveLength(1)
  const gone = at.browser.next('consoles')
  await at.browser.ask('machine:destroy', { lab })
  expect(await gone).toMatchObject({ running: false, consoles: [] })
})
