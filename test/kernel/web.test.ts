import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { planLab } from '../../core/plan/plan-lab'
import type { ServerEvents } from '../../core/protocol/socket'
import { blankMachine } from '../../core/state/blank'
import { logIn } from '../../server/machines/applied-log'
import { startSandbox } from '../../server/machines/sandbox'
import { Browser, enter, openSite } from '../../server/web/testing/harness'

import { pairFile, webSite } from './web-site'

const text = pairFile('pair')

const at = webSite()

async function openPair(): Promise<{ lab: Lab; revision: number }> {
  await at.browser.ask('lab:create', { from: { source: 'yaml', text } })
  return at.browser.ask('lab:open', { lab: 'pair' })
}

/** Collects what the browser is sent. */
function record<E extends keyof ServerEvents>(event: E): Parameters<ServerEvents[E]>[0][] {
  const events: Parameters<ServerEvents[E]>[0][] = []
  at.browser.socket.on(event as string, (payload) => events.push(payload))
  return events
}

async function applyPair(): Promise<void> {
  const { lab, revision } = await openPair()
  const planId = planLab(lab, blankMachine).id
  expect(await at.browser.ask('machine:apply', { lab: 'pair', revision, planId })).toMatchObject({ outcome: 'applied', planId })
}

it('applies what was planned before a machine ran, reports on the way, and shows the kernel’s state', async () => {
  const { lab, revision } = await openPair()
  const [statuses, progress, results, snapshots] = [
    record('machine'),
    record('apply:progress'),
    record('apply:result'),
    record('state:snapshot'),
  ]
  const planId = planLab(lab, blankMachine).id
  const result = await at.browser.ask('machine:apply', { lab: 'pair', revision, planId })
  expect(result).toMatchObject({ outcome: 'applied', planId })
  expect(statuses.map(({ machine }) => machine.status)).toEqual(['starting', 'running'])
  expect(progress.at(-1)?.progress).toMatchObject({ planId })
  expect(results.map((event) => event.result)).toEqual([result])
  expect(snapshots.at(-1)?.applied).toEqual(lab)

  const again = await at.browser.ask('lab:open', { lab: 'pair' })
  expect(Object.keys(again.state?.namespaces ?? {}).sort()).toEqual(['blue', 'host', 'red'])
  expect(again.applied).toEqual(lab)
  expect(again.state && planLab(lab, again.state).steps).toEqual([])

  const destroyed = await at.browser.ask('machine:destroy', { lab: 'pair' })
  expect(destroyed).toMatchObject({ left: [] })
  const log = await at.browser.ask('lab:log', { lab: 'pair' })
  const mine = { machine: 'sandbox', actor: `session ${log.you}` }
  expect(log).toMatchObject({ more: false, closed: false })
  expect(log.runs).toMatchObject([
    { ...mine, outcome: 'destroyed' },
    { ...mine, outcome: 'applied', steps: expect.any(Number) },
  ])
  const of = { machine: 'sandbox', at: log.runs[1]?.at ?? '' } as const
  expect((await at.browser.ask('lab:log', { lab: 'pair', of })).runs).toMatchObject([
    { outcome: 'applied', commands: expect.arrayContaining(['ip netns add red']) },
  ])
  await expect.poll(() => statuses.at(-1)?.machine.status).toBe('stopped')
})

it('refuses a plan that is not what would be done now, and changes nothing', async () => {
  const { revision } = await openPair()
  expect(await at.browser.ask('machine:apply', { lab: 'pair', revision, planId: 'of another session' })).toMatchObject({
    outcome: 'stale',
  })
  const { state } = await at.browser.ask('lab:open', { lab: 'pair' })
  expect(Object.keys(state?.namespaces ?? {})).toEqual(['host'])
})

it('passes pings and TCP checks on, and ends them when they are cancelled', async () => {
  await applyPair()
  const events = record('probe')
  const kinds = (probe: string) => events.filter((event) => event.probe === probe).map(({ event }) => event.kind)
  await at.browser.ask('probe:ping', { lab: 'pair', probe: 'one', node: 'red', target: 'blue', count: 1 })
  await expect.poll(() => kinds('one')).toEqual(['start', 'reply', 'summary', 'done'])
  expect(await at.browser.ask('probe:tcp', { lab: 'pair', probe: 'tcp', node: 'red', target: 'blue', port: 9 })).toMatchObject({
    outcome: 'refused',
  })

  await at.browser.ask('probe:ping', { lab: 'pair', probe: 'long', node: 'red', target: 'blue', count: 1000 })
  expect(
    await at.browser.send('probe:ping', { lab: 'pair', probe: 'long', node: 'red', target: 'blue', count: 1 }),
  ).toMatchObject({
    error: { code: 'conflict' },
  })
  await expect.poll(() => kinds('long')).toContain('reply')
  await at.browser.ask('probe:cancel', { lab: 'pair', probe: 'long' })
  await expect.poll(() => kinds('long')).toContain('done')
  expect(
    await at.browser.send('probe:ping', { lab: 'pair', probe: 'x', node: 'nobody', target: 'blue', count: 1 }),
  ).toMatchObject({
    ok: true,
  })
  await expect.poll(() => kinds('x')).toEqual(['failed'])
})

it('sends a change made behind its back on as it happens', async () => {
  await applyPair()
  const changes = record('state:change')
  const agent = await startSandbox('pair')
  await agent.request({ type: 'run', node: 'red', argv: ['ip', 'link', 'set', 'eth0', 'down'], timeout: 5000 })
  agent.close()
  const isDown = () =>
    changes.some(({ change }) =>
      Object.values(change.namespaces.red?.links ?? {}).some((link) => link?.name === 'eth0' && !link.up),
    )
  await expect.poll(isDown).toBe(true)
})

it('finds a machine again that outlived the server', async () => {
  await applyPair()
  const { home, port } = at.site
  const cookie = await enter(at.site, await at.site.link())
  at.browser.close()
  await at.site.close()
  at.site = await openSite({ home, port })
  at.browser = await Browser.connect(port, cookie)
  expect(await at.browser.ask('lab:list', {})).toMatchObject({ labs: [{ name: 'pair', machine: { status: 'running' } }] })
  const opened = await at.browser.ask('lab:open', { lab: 'pair' })
  expect(opened).toMatchObject({ machine: { status: 'running' }, state: { namespaces: { red: {} } } })
})

it('says so when an agent is killed, and starts another at the next apply', async () => {
  const { lab, revision } = await openPair()
  const planId = planLab(lab, blankMachine).id
  await at.browser.ask('machine:apply', { lab: 'pair', revision, planId })
  const statuses = record('machine')
  const agent = await startSandbox('pair')
  // Its process id is the sandbox's own; killing everything there is what ending the sandbox means.
  await agent
    .request({ type: 'run', node: 'host', argv: ['kill', '-KILL', String(agent.hello.pid)], timeout: 5000 })
    .catch(() => {})
  agent.close()
  await expect.poll(() => statuses.at(-1)?.machine.status, { timeout: 10_000 }).toBe('stopped')
  expect(await at.browser.ask('machine:apply', { lab: 'pair', revision, planId })).toMatchObject({ outcome: 'applied' })
})

it('deletes a lab together with what runs for it, which the log tells of', async () => {
  const { lab, revision } = await openPair()
  await at.browser.ask('machine:apply', { lab: 'pair', revision, planId: planLab(lab, blankMachine).id })
  await at.browser.ask('lab:delete', { lab: 'pair' })
  const again = await openPair()
  expect(again).toMatchObject({ machine: { status: 'stopped' } })
  const ending = (await logIn(at.site.home)).at(-1)
  expect(ending).toMatchObject({ machine: 'sandbox', lab: 'pair', did: 'destroyed', actor: expect.stringMatching(/^session /) })

  await at.browser.ask('lab:delete', { lab: 'pair' })
  expect((await logIn(at.site.home)).at(-1)).toEqual(ending)
})

it('acknowledges no edit that a full disk could not keep, and goes on once there is room', async () => {
  const home = mkdtempSync(join(tmpdir(), 'netloom-full-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', home])
  onTestFinished(() => {
    execFileSync('umount', [home])
    rmSync(home, { recursive: true })
  })
  const small = await openSite({ home })
  const user = await Browser.connect(small.port, await enter(small))
  await user.ask('lab:create', { name: 'lab' })
  let { revision } = await user.ask('lab:open', { lab: 'lab' })
  mkdirSync(join(home, 'filler'))
  const filler = join(home, 'filler', 'zeros')
  execFileSync('sh', ['-c', `dd if=/dev/zero of=${filler} bs=4k 2>/dev/null || true`])
  const add = (name: string) => ({
    label: 'add',
    changes: [
      { change: 'set' as const, path: ['nodes', name], to: { kind: 'namespace', interfaces: { [`i${'x'.repeat(12)}`]: {} } } },
    ],
  })
  const edits = Array.from({ length: 60 }, (_, at) =>
    user.send('lab:edit', { lab: 'lab', revision, edit: `e${at}`, command: add(`n${at}`) }),
  )
  const acks = await Promise.all(edits)
  expect(acks.some((ack) => !ack.ok && ack.error.code === 'store-failed' && /ENOSPC/.test(ack.error.text ?? ''))).toBe(true)
  const kept = acks.flatMap((ack, at) => (ack.ok ? [`n${at}`] : []))

  execFileSync('rm', [filler])
  const opened = await user.ask('lab:open', { lab: 'lab' })
  expect(Object.keys(opened.lab.nodes)).toEqual(['host', ...kept])
  revision = opened.revision
  expect(await user.ask('lab:edit', { lab: 'lab', revision, edit: 'after', command: add('after') })).toEqual({
    revision: revision + 1,
  })
  user.close()
  await small.close()
  expect(await readFile(join(home, 'labs', 'lab.netloom.yaml'), 'utf8')).toContain('after')
})

it('causes a guide’s fault behind the lab’s back, and has its server listen as long as somebody looks', async () => {
  await at.browser.ask('lab:create', { from: { source: 'example', example: 'port-forward' } })
  const { lab, revision } = await at.browser.ask('lab:open', { lab: 'port-forward' })
  const changes = record('state:change')
  const planId = planLab(lab, blankMachine).id
  expect(await at.browser.ask('machine:apply', { lab: lab.name, revision, planId })).toMatchObject({ outcome: 'applied' })

  const connect = { lab: lab.name, node: 'neighbour', target: '192.168.1.3', port: 80 }
  expect(await at.browser.ask('probe:tcp', { ...connect, probe: 'before' })).toMatchObject({ outcome: 'refused' })
  await at.browser.ask('guide:serve', { lab: lab.name })
  await at.browser.ask('guide:serve', { lab: lab.name })
  expect(await at.browser.ask('probe:tcp', { ...connect, probe: 'served' })).toMatchObject({ outcome: 'connected' })

  await at.browser.ask('guide:break', { lab: lab.name, fault: 'not-a-router' })
  await expect.poll(() => changes.some(({ change }) => change.namespaces.host?.forwarding?.ipv4 === false)).toBe(true)
  expect(await at.browser.ask('probe:tcp', { ...connect, probe: 'broken' })).toMatchObject({ outcome: 'timeout' })
})
