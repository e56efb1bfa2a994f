import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { planLab } from '../../core/plan/plan-lab'
import { blankMachine } from '../../core/state/blank'
import { ask, Browser } from '../../server/web/testing/harness'
import { pairFile } from '../kernel/web-site'
import { Systemd, whyNot } from './systemd'

/** The units of `packaging/systemd` as they are, under a real systemd: all that they take away is taken away, and all that Netloom is for works. */

const reason = whyNot()
const UNITS = ['netloom-agent', 'netloom-web']
let systemd: Systemd
let browser: Browser

/** By the link that the web editor's journal has. */
async function enterByJournal(): Promise<Browser> {
  const link = await vi.waitUntil(
    () =>
      /http:\/\/127\.0\.0\.1:(\d+)(\/\S*token=\S+)/.exec(systemd.run('journalctl', '--quiet', '-o', 'cat', '-u', 'netloom-web')),
    { timeout: 60_000, interval: 200 },
  )
  const port = Number(link[1])
  const reply = await ask(port, link[2] ?? '')
  const cookie = reply.headers['set-cookie']?.[0]?.split(';', 1)[0]
  if (!cookie) throw new Error(`no cookie, but ${reply.status}`)
  return Browser.connect(port, cookie)
}

async function open(name: string): Promise<string> {
  return (await browser.ask('lab:create', { from: { source: 'yaml', text: pairFile(name) } })).name
}

async function apply(lab: string) {
  const { lab: document, state, revision } = await browser.ask('lab:open', { lab })
  const { id } = planLab(document as Lab, state ?? blankMachine)
  return browser.ask('machine:apply', { lab, revision, planId: id })
}

beforeAll(async () => {
  if (reason !== undefined) return
  systemd = Systemd.start()
  browser = await enterByJournal()
}, 90_000)

afterAll(async () => {
  if (reason !== undefined) return
  browser?.close()
  await systemd.stop()
})

describe.skipIf(reason !== undefined)(`the units${reason === undefined ? '' : ` (${reason})`}`, () => {
  test('let a lab run in a sandbox of the web editor, with a ping through it', async () => {
    const lab = await open('boxed')
    expect(await apply(lab)).toMatchObject({ outcome: 'applied' })
    const received = new Promise((resolve) => {
      browser.socket.on('probe', ({ event }) => {
        if (event.kind === 'summary') resolve(event.received)
      })
    })
    await browser.ask('probe:ping', { lab, probe: 'p1', node: 'red', target: 'blue', count: 1 })
    expect(await received).toBe(1)
    // The sandbox is a machine of its own: this computer has got nothing.
    expect(systemd.run('ip', 'netns', 'list')).toBe('')
    expect(await browser.ask('machine:destroy', { lab })).toMatchObject({ left: [] })
  }, 60_000)

  test('let a lab run on this computer, in namespaces that everybody sees', async () => {
    const lab = await open('here')
    await browser.ask('lab:open', { lab })
    await browser.ask('machine:choose', { lab, machine: 'host' })
    expect(await apply(lab)).toMatchObject({ outcome: 'applied' })
    expect(systemd.run('ip', '-n', 'red', '-o', '-4', 'address', 'show', 'eth0')).toContain('10.0.0.1/24')
    expect(systemd.run('ip', 'netns', 'exec', 'red', 'ping', '-c', '1', '-W', '5', '10.0.0.2')).toContain('1 received')
    expect(await browser.ask('machine:destroy', { lab })).toMatchObject({ left: [] })
    expect(systemd.run('ip', 'netns', 'list')).toBe('')
  }, 60_000)

  test.each(UNITS)('%s runs from its first start on, without new privileges', (unit) => {
    const shown = systemd.run('systemctl', 'show', '-p', 'NRestarts,ActiveState,SubState,MainPID', unit)
    expect(shown).toContain('ActiveState=active')
    expect(shown).toContain('SubState=running')
    expect(shown).toContain('NRestarts=0')
    const pid = /MainPID=(\d+)/.exec(shown)?.[1]
    expect(systemd.run('cat', `/proc/${pid}/status`)).toMatch(/^NoNewPrivs:\s+1$/m)
  })
})
