import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lab } from '../../core/lab/schema'
import type { ApplyResult } from '../../core/protocol/agent'
import type { AgentRequestInput } from '../../core/protocol/agent-requests'
import { type AgentConnection, connectAgent } from '../../server/machines/connection'
import { bundledAgent } from './agent-bundle'
import { run } from './ip-machine'

/** What an agent is started by, and with which further options. */
interface Started {
  by: readonly string[]
  options: readonly string[]
}

/**
 * The agent of “this computer itself”, which in these tests is the private root that they run in. Killed and started again, it goes on
 * from what it remembered in its folder.
 */
export class HostMachine {
  private child: ChildProcess | undefined
  connection!: AgentConnection

  private constructor(
    readonly folder: string,
    private readonly confirmSeconds: number,
    private readonly started: Started,
  ) {}

  /** `confirmSeconds`: how long the agent waits until it puts back what nobody confirms. `folder`: where it remembers. */
  static async start(
    confirmSeconds = 60,
    folder = mkdtempSync(join(tmpdir(), 'netloom-host-')),
    started: Started = { by: [], options: [] },
  ): Promise<HostMachine> {
    const machine = new HostMachine(folder, confirmSeconds, started)
    await machine.startAgent()
    return machine
  }

  /** Starts an agent that goes on from what the last one remembered. */
  async startAgent(): Promise<void> {
    const args = [await bundledAgent(), '--machine', 'host', '--folder', this.folder, '--confirm', `${this.confirmSeconds}`]
    const [program = '', ...words] = [...this.started.by, process.execPath, ...args, ...this.started.options]
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] })
    this.child = child
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the agent ended with ${code}`))),
    ])
    this.connection = await connectAgent(join(this.folder, 'root.sock'))
  }

  /** Connects again to the agent that runs. */
  async reconnect(): Promise<void> {
    this.connection = await connectAgent(join(this.folder, 'root.sock'))
  }

  /** Its process. */
  get pid(): number {
    return this.connection.hello.pid
  }

  /** Resolves once the agent has ended, killed by whomever. */
  async ended(): Promise<void> {
    if (this.child && this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit')
  }

  /** Kills the agent without a word and waits until it is gone. */
  async kill(): Promise<void> {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return
    const ended = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await ended
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async apply(lab: Lab): Promise<ApplyResult> {
    return (await this.connection.request({ type: 'apply', lab, actor: 'test' })).result
  }

  /** Says that what waits may stay, or that it may not. */
  async confirm(lab: string, keep: boolean): Promise<string> {
    return (await this.connection.request({ type: 'confirm', lab, keep })).outcome
  }

  async destroy(lab: string): Promise<number> {
    return (await this.connection.request({ type: 'destroy', lab, actor: 'test' })).removed
  }

  async orphans(remove = false) {
    const { orphans } = await this.connection.request({ type: 'orphans', remove, actor: 'test' })
    return orphans
  }

  /** What a program in a node says on its standard output. */
  async exec(request: Omit<Extract<AgentRequestInput, { type: 'run' }>, 'type' | 'timeout'>): Promise<string> {
    let said = ''
    const stream = this.connection.stream({ type: 'run', timeout: 10_000, ...request }, (frame) => {
      if (frame.type === 'output' && frame.stream === 'stdout') said += frame.data
    })
    await stream.done
    return said
  }
}

/** All that this computer's tools say of it, byte for byte, but for what counts up by itself. */
export function computer(): Record<string, unknown> {
  return {
    addresses: withoutCounting(run('ip', ['-j', 'address'])),
    routes: JSON.parse(run('ip', ['-j', '-d', 'route', 'show', 'table', 'all'])),
    routes6: JSON.parse(run('ip', ['-6', '-j', '-d', 'route', 'show', 'table', 'all'])),
    rules: run('nft', ['list', 'ruleset']),
    settings: run('sh', ['-c', "sysctl -a 2>/dev/null | grep -E 'forward|redirects|disable_ipv6|rp_filter|bridge-nf'"]),
    namespaces: run('sh', ['-c', 'ls /run/netns 2>/dev/null || true']),
    details: withoutCounting(run('ip', ['-j', '-d', 'link'])),
  }
}

/** Duplicate address detection ends by itself, and the timers of bridges and their ports run. */
function withoutCounting(json: string): unknown {
  return JSON.parse(json, (key, value) => (key === 'tentative' || key.endsWith('_timer') ? undefined : value))
}
