import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { planLab } from '../../core/plan/plan-lab'
import { blankMachine } from '../../core/state/blank'
import { findSandbox } from '../../server/machines/sandbox'
import { Browser, enter } from '../../server/web/testing/harness'
import { arbitraryLab } from '../arbitraries/lab'
import type { Random } from '../fuzz/random'
import { HostMachine } from '../kernel/host-machine'
import { run } from '../kernel/ip-machine'

/** Labs of one name that a soak goes back and forth between. */
function labsOf(name: string, seed: number): Lab[] {
  return fc.sample(arbitraryLab({ name, maxNamespaces: 4, maxLinks: 6 }), { numRuns: 30, seed })
}

/** What somebody does to a machine behind a lab's back; a part of it finds nothing to do it to. */
const DISTURBANCES = [
  'for n in $(ip -o link show group 188 | cut -d: -f2 | cut -d@ -f1 | head -1); do ip link delete $n; done',
  'for n in $(ip -o link show group 188 | cut -d: -f2 | cut -d@ -f1 | tail -1); do ip link set $n down; done',
  'ip netns delete red',
  'ip -n blue link set lo down',
  'ip -n red address flush dev eth0',
  'nft flush ruleset',
  'ip netns add red',
]

function disturb(random: Random): void {
  run('sh', ['-c', `${random.pick(DISTURBANCES)} 2>/dev/null || true`])
}

/** The agent of this computer, asked by clients that come and go, disturbed, and now and then killed. */
export class HostSoak {
  private readonly labs: Lab[]
  applies = 0
  faults = 0

  private constructor(
    readonly host: HostMachine,
    private readonly random: Random,
  ) {
    this.labs = [...labsOf('soak-a', random.seed), ...labsOf('soak-b', random.seed + 1)]
  }

  static async start(random: Random): Promise<HostSoak> {
    return new HostSoak(await HostMachine.start(1), random)
  }

  async step(): Promise<void> {
    const { host, random } = this
    if (random.chance(0.3)) {
      disturb(random)
      this.faults++
    }
    const lab = random.pick(this.labs)
    if (random.chance(0.2)) {
      await host.destroy(lab.name).catch(() => undefined)
      return
    }
    if (random.chance(0.03)) {
      // In the middle of an apply, as likely as not.
      const applying = host.apply(lab).catch(() => undefined)
      await host.kill()
      await applying
      await host.startAgent()
      this.faults++
      return
    }
    const { outcome } = await host.apply(lab)
    if (outcome === 'applied') this.applies++
    if (random.chance(0.5)) await host.confirm(lab.name, random.chance(0.5))
  }

  /** Removes what the labs own, with what disturbances left of them or in their place. */
  async clear(): Promise<void> {
    for (const lab of ['soak-a', 'soak-b']) {
      await this.host.confirm(lab, false)
      await this.host.destroy(lab)
    }
    await this.host.orphans(true)
    run('sh', ['-c', 'ip netns delete red 2>/dev/null || true'])
  }
}

interface Held {
  megabytes: number
  descriptors: number
}

/** A web process whose browsers edit, apply and destroy labs in sandboxes, which are disturbed and killed. */
export class WebSoak {
  private browsers: Browser[] = []
  private readonly opened = new Map<Browser, Set<string>>()
  applies = 0
  faults = 0

  private constructor(
    private readonly server: ChildProcess,
    private readonly home: string,
    private readonly port: number,
    private readonly cookie: string,
    private readonly random: Random,
  ) {}

  static async start(random: Random): Promise<WebSoak> {
    const home = mkdtempSync(join(tmpdir(), 'netloom-soak-'))
    process.env.NETLOOM_HOME = home
    const args = ['--expose-gc', '--import', 'tsx', 'test/load/site-process.ts', home]
    const server = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const [{ port, links }] = (await once(server, 'message')) as [{ port: number; links: string[] }]
    const cookie = await enter({ port } as Parameters<typeof enter>[0], links[0] ?? '')
    const soak = new WebSoak(server, home, port, cookie, random)
    const first = await soak.browser()
    for (const name of ['soak-c', 'soak-d']) await first.ask('lab:create', { name })
    return soak
  }

  async step(): Promise<void> {
    const { random } = this
    const browser = await this.browser()
    const name = random.pick(['soak-c', 'soak-d'])
    const { lab, revision, state } = await browser.ask('lab:open', { lab: name })
    this.opened.get(browser)?.add(name)
    if (random.chance(0.15)) {
      await browser.send('machine:destroy', { lab: name })
      return
    }
    if (random.chance(0.1)) await this.hurt(name)
    // One edit that makes the lab another one, and an apply of that.
    const wanted = random.pick(labsOf(name, 1))
    const changes = (['nodes', 'links'] as const).map((part) => ({
      change: 'set' as const,
      path: [part],
      from: lab[part] as never,
      to: wanted[part] as never,
    }))
    const edit = `${performance.now()}`
    const edited = await browser.send('lab:edit', { lab: name, revision, edit, command: { label: 'soak', changes } })
    if (!edited.ok) return
    const planId = planLab({ ...lab, nodes: wanted.nodes, links: wanted.links }, state ?? blankMachine).id
    const result = await browser.send('machine:apply', { lab: name, revision: revision + 1, planId })
    if (result.ok && (result.value as { outcome: string }).outcome === 'applied') this.applies++
    if (random.chance(0.2)) {
      browser.socket.io.engine.close()
      this.drop(browser)
    }
  }

  private async hurt(lab: string): Promise<void> {
    const agent = await findSandbox(lab).catch(() => undefined)
    if (!agent) return
    this.faults++
    const argv = this.random.chance(0.3)
      ? ['kill', '-KILL', String(agent.hello.pid)]
      : ['sh', '-c', `${this.random.pick(DISTURBANCES)} || true`]
    await agent.stream({ type: 'run', node: 'host', argv, timeout: 5000 }, () => undefined).done.catch(() => undefined)
    agent.close()
  }

  private async browser(): Promise<Browser> {
    const alive = this.browsers.filter(({ socket }) => socket.connected)
    if (alive.length >= 5) return this.random.pick(alive)
    const made = await Browser.connect(this.port, this.cookie)
    this.browsers.push(made)
    this.opened.set(made, new Set())
    return made
  }

  private drop(browser: Browser): void {
    browser.close()
    this.browsers = this.browsers.filter((one) => one !== browser)
    this.opened.delete(browser)
  }

  /** Ends all machines and pages, and says what the web process holds then. */
  async clear(): Promise<Held> {
    const last = await this.browser()
    for (const lab of ['soak-c', 'soak-d']) {
      await last.ask('lab:open', { lab })
      await last.send('machine:destroy', { lab })
    }
    for (const browser of [...this.browsers]) this.drop(browser)
    const sockets = () => readdirSync(join(this.home, 'run')).filter((name) => name.endsWith('.sock'))
    await expect.poll(sockets, { timeout: 60_000 }).toEqual([])
    return this.held()
  }

  async held(): Promise<Held> {
    const answer = once(this.server, 'message')
    this.server.send('what do you hold?')
    return (await answer)[0] as Held
  }

  end(): void {
    this.server.kill('SIGKILL')
    rmSync(this.home, { recursive: true, force: true })
  }
}
