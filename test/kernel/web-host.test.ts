import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import { parseLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import { planLab } from '../../core/plan/plan-lab'
import type { MachineStatus } from '../../core/protocol/socket'
import { blankMachine } from '../../core/state/blank'
import type { MachineState } from '../../core/state/state'
import { findSandbox, sandboxLabs } from '../../server/machines/sandbox'
import { Browser, enter, openSite, type Site } from '../../server/web/testing/harness'
import { computer, HostMachine } from './host-machine'
import { run } from './ip-machine'

const text = `netloom: 1
name: pair
nodes:
  red: { kind: namespace, interfaces: { eth0: { addresses: [10.0.0.1/24] } } }
  blue: { kind: namespace, interfaces: { eth0: { addresses: [10.0.0.2/24] } } }
links:
  - endpoints: [red:eth0, blue:eth0]
`
const withNic = `netloom: 1
name: wired
nodes:
  host: { kind: host, interfaces: { nic0: { bridge: br0 } } }
  br0: { kind: bridge }
links: []
`
/** Short enough to wait for, long enough to decide in. */
const CONFIRM_SECONDS = 4
/** Where the web process looks; the private root has a /run of its own. */
const FOLDER = '/run/netloom'

let host: HostMachine | undefined
let site: Site
let browser: Browser
let before: string | undefined

beforeEach(async () => {
  before = process.env.NETLOOM_HOME
  site = await openSite()
  process.env.NETLOOM_HOME = site.home
  browser = await Browser.connect(site.port, await enter(site))
})
afterEach(async () => {
  for (const lab of await sandboxLabs()) {
    const agent = await findSandbox(lab)
    await agent?.request({ type: 'destroy', lab, actor: 'test' })
    await agent?.closed
  }
  browser.close()
  await site.remove()
  await host?.close()
  host = undefined
  rmSync(FOLDER, { recursive: true, force: true })
  execFileSync('sh', ['-c', 'ip link delete nic0 2>/dev/null; for name in $(ls /run/netns); do ip netns delete $name; done'])
  if (before === undefined) delete process.env.NETLOOM_HOME
  else process.env.NETLOOM_HOME = before
})

/** Root's part: the agent runs, and lets the web process in. */
async function serveHost(): Promise<HostMachine> {
  host = await HostMachine.start(CONFIRM_SECONDS, FOLDER)
  await host.connection.request({ type: 'admit', uid: process.getuid?.() ?? 0 })
  return host
}

async function open(yaml: string): Promise<string> {
  const { name } = await browser.ask('lab:create', { from: { source: 'yaml', text: yaml } })
  await browser.ask('lab:open', { lab: name })
  return name
}

/** What a browser that comes now is told. */
const now = (lab: string) => browser.ask('lab:open', { lab })

async function apply(lab: string) {
  const opened = await now(lab)
  return browser.ask('machine:apply', { lab, revision: opened.revision, planId: planSeen(opened) })
}

/** The plan of what a browser is shown. */
function planSeen({ lab, state }: { lab: Lab; state?: MachineState | undefined }): string {
  return planLab(lab, state ?? blankMachine).id
}

/** Waits until a browser is shown what the agent sees: the kernel goes on to tell of a link that was just changed, and a plan from before that is stale. */
async function isUpToDate(agent: HostMachine, lab: string): Promise<void> {
  await expect
    .poll(async () => {
      const opened = await now(lab)
      const { plan } = await agent.connection.request({ type: 'plan', lab: opened.lab })
      return planSeen(opened) === plan.id
    })
    .toBe(true)
}

it('offers no more than sandboxes where root did not open the door, and says why', async () => {
  const lab = await open(text)
  expect(await now(lab)).toMatchObject({ machine: { kind: 'sandbox' }, hostProblem: { code: 'host-not-served' } })
  expect(await browser.send('machine:choose', { lab, machine: 'host' })).toMatchObject({
    ok: false,
    error: { code: 'machine-unavailable', problem: { code: 'host-not-served' } },
  })
  expect(await now(lab)).toMatchObject({ machine: { kind: 'sandbox' } })
})

it('runs a lab on the machine that was chosen for it, remembers that, and changes it only while nothing is applied', async () => {
  await serveHost()
  const lab = await open(text)
  const clean = computer()
  await browser.ask('machine:choose', { lab, machine: 'host' })
  expect((await now(lab)).machine).toMatchObject({ kind: 'host', status: 'running' })
  expect((await now(lab)).hostProblem).toBeUndefined()

  expect(await apply(lab)).toMatchObject({ outcome: 'applied' })
  expect(run('ip', ['netns', 'list'])).toContain('red')
  const { labs } = await browser.ask('lab:list', {})
  expect(labs[0]?.machine).toMatchObject({ kind: 'host', status: 'running' })
  expect(await browser.send('machine:choose', { lab, machine: 'sandbox' })).toMatchObject({ error: { code: 'applied-here' } })
  expect(await browser.ask('probe:tcp', { lab, probe: 'one', node: 'red', target: 'blue', port: 9 })).toMatchObject({
    outcome: 'refused',
  })

  browser.close()
  const { home, port } = site
  await site.close()
  site = await openSite({ home, port })
  browser = await Browser.connect(site.port, await enter(site))
  const reopened: { lab: Lab; machine: MachineStatus; applied?: Lab } = await now(lab)
  expect(reopened.machine).toMatchObject({ kind: 'host', status: 'running' })
  expect(reopened.applied).toEqual(reopened.lab)

  await browser.ask('machine:destroy', { lab })
  expect(computer()).toEqual(clean)
  await browser.ask('machine:choose', { lab, machine: 'sandbox' })
  expect((await now(lab)).machine).toEqual({ kind: 'sandbox', status: 'stopped' })
})

it('deletes a lab of this computer that it is not let in to as long as nothing of it can be there, or says what to do', async () => {
  const clean = computer()
  const agent = await serveHost()
  const [lab, idle] = [await open(text), await open(text.replace('pair', 'idle'))]
  for (const name of [lab, idle]) await browser.ask('machine:choose', { lab: name, machine: 'host' })
  expect(await apply(lab)).toMatchObject({ outcome: 'applied' })
  // The server is started anew for sandboxes only: root has let nobody in.
  await agent.kill()
  await agent.startAgent()

  await browser.ask('lab:delete', { lab: idle })
  expect((await browser.ask('lab:list', {})).labs.map(({ name }) => name)).toEqual([lab])
  const refusal = {
    ok: false,
    error: { code: 'machine-unavailable', problem: { code: 'host-not-reached', params: { lab } } },
  }
  expect(await browser.send('lab:delete', { lab })).toMatchObject(refusal)
  expect(await browser.send('machine:choose', { lab, machine: 'sandbox' })).toMatchObject(refusal)
  await agent.kill()
  expect(await browser.send('lab:delete', { lab })).toMatchObject(refusal)

  await agent.startAgent()
  await agent.destroy(lab)
  expect(computer()).toEqual(clean)
  await browser.ask('lab:delete', { lab })
  expect((await browser.ask('lab:list', {})).labs).toEqual([])
})

it('does not delete a lab of this computer while a change of any lab there is not over', async () => {
  const agent = await serveHost()
  const lab = await open(text)
  await browser.ask('machine:choose', { lab, machine: 'host' })
  const other = parseLabFile(text.replace('pair', 'other')).lab
  if (!other) throw new Error('the file is a lab')
  const { result } = await agent.connection.request({ type: 'apply', lab: other, actor: 'test', confirmWithin: 60 })
  expect(result).toMatchObject({ outcome: 'applied', confirmWithin: 60 })
  await agent.kill()
  expect(await browser.send('lab:delete', { lab })).toMatchObject({ error: { problem: { code: 'host-not-reached' } } })
  await agent.startAgent()
  expect(agent.connection.hello.recovered).toEqual({ lab: 'other', undone: true })
  await browser.ask('lab:delete', { lab })
})

it('has the agent read its log to a lab’s page, and says when nobody can', async () => {
  const agent = await serveHost()
  const lab = await open(text)
  await browser.ask('machine:choose', { lab, machine: 'host' })
  expect(await browser.ask('lab:log', { lab })).toMatchObject({ runs: [], more: false, closed: false })
  expect(await apply(lab)).toMatchObject({ outcome: 'applied' })
  await agent.apply(emptyLab('other'))
  await browser.ask('machine:destroy', { lab })

  const { runs, you } = await browser.ask('lab:log', { lab })
  expect(runs).toMatchObject([
    { machine: 'host', outcome: 'destroyed', actor: `web, ${you}` },
    { machine: 'host', outcome: 'applied', actor: `web, ${you}` },
  ])
  const [, applied] = runs
  if (!applied) throw new Error('the apply is in the log')
  expect(applied).not.toHaveProperty('commands')
  const whole = await browser.ask('lab:log', { lab, of: { machine: 'host', at: applied.at } })
  expect(whole.runs).toMatchObject([{ at: applied.at, commands: expect.arrayContaining(['ip netns add red']) }])

  await agent.kill()
  expect(await browser.ask('lab:log', { lab })).toMatchObject({ runs: [], closed: true })
})

it('runs no guide’s program and no shell on this computer, whoever asks', async () => {
  await serveHost()
  const { name: lab } = await browser.ask('lab:create', { from: { source: 'example', example: 'port-forward' } })
  await browser.ask('lab:open', { lab })
  await browser.ask('machine:choose', { lab, machine: 'host' })
  expect(await browser.send('guide:serve', { lab })).toMatchObject({ error: { code: 'sandbox-only' } })
  const pair = await open(text)
  await browser.ask('machine:choose', { lab: pair, machine: 'host' })
  expect(await apply(pair)).toMatchObject({ outcome: 'applied' })
  for (const node of ['host', 'red'])
    expect(await browser.send('console:open', { lab: pair, node, cols: 80, rows: 24 })).toMatchObject({
      error: { code: 'not-allowed' },
    })
})

it('keeps a change that may cut its operator off when it is told to, puts it back when nobody says so, and tells who looks later', async () => {
  const agent = await serveHost()
  execFileSync('sh', ['-c', 'ip link add nic0 type veth peer name far0; ip link set nic0 up; ip link set far0 up'])
  execFileSync('ip', ['address', 'add', '192.0.2.1/24', 'dev', 'nic0'])
  const lab = await open(withNic)
  await browser.ask('machine:choose', { lab, machine: 'host' })
  const other = await Browser.connect(site.port, await enter(site, await site.link()))
  await other.ask('lab:open', { lab })
  await isUpToDate(agent, lab)

  expect(await apply(lab)).toMatchObject({ outcome: 'applied', confirmWithin: CONFIRM_SECONDS })
  expect((await other.ask('lab:open', { lab })).machine.waiting).toMatchObject({ lab })
  expect((await now(lab)).applied).toBeUndefined()
  expect(await other.ask('machine:confirm', { lab, keep: true })).toEqual({ outcome: 'kept' })
  await expect.poll(async () => (await now(lab)).machine).toMatchObject({ settled: { outcome: 'kept', cause: 'asked' } })
  expect((await now(lab)).machine.waiting).toBeUndefined()
  expect((await now(lab)).applied).toBeDefined()
  await browser.ask('machine:destroy', { lab })

  await isUpToDate(agent, lab)
  expect(await apply(lab)).toMatchObject({ outcome: 'applied' })
  expect(run('ip', ['-br', 'address', 'show', 'nic0'])).not.toContain('192.0.2.1')
  other.close()
  await expect
    .poll(async () => (await now(lab)).machine, { timeout: 10_000 })
    .toMatchObject({ settled: { lab, outcome: 'put-back', cause: 'timeout' } })
  expect(run('ip', ['-br', 'address', 'show', 'nic0'])).toContain('192.0.2.1')
})

it('finds an agent that root has started again', async () => {
  const agent = await serveHost()
  const lab = await open(text)
  await browser.ask('machine:choose', { lab, machine: 'host' })
  expect(await apply(lab)).toMatchObject({ outcome: 'applied' })
  await agent.kill()
  await expect.poll(async () => (await now(lab)).machine.status).toBe('lost')
  await agent.startAgent()
  await agent.connection.request({ type: 'admit', uid: process.getuid?.() ?? 0 })
  await expect.poll(async () => (await now(lab)).machine.status).toBe('running')
  expect((await now(lab)).applied).toBeDefined()
})
