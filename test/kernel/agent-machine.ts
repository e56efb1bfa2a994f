import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lab } from '../../core/lab/schema'
import { type AgentConnection, connectAgent } from '../../server/machines/connection'

/** A real agent, spoken to through its socket, in the private root that the test runs in, so that the test can look at its kernel. */
export class AgentMachine {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly connection: AgentConnection,
    readonly socket: string,
  ) {}

  /** `idle`: after how many seconds it ends when it is empty and nobody is connected. */
  static async start(lab: string, idle = 60): Promise<AgentMachine> {
    const folder = mkdtempSync(join(tmpdir(), 'netloom-agent-'))
    const socket = join(folder, 'agent.sock')
    const args = [
      '--import',
      'tsx',
      'server/agent/main.ts',
      '--machine',
      'sandbox',
      '--lab',
      lab,
      '--socket',
      socket,
      '--idle',
      `${idle}`,
      '--files',
      'closed',
    ]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the agent ended with ${code}`))),
    ])
    return new AgentMachine(child, folder, await connectAgent(socket), socket)
  }

  /** Leaves it alone, and resolves with its exit code once it has ended of itself. */
  async abandon(): Promise<number> {
    const ended = once(this.child, 'exit')
    this.connection.close()
    const [code] = await ended
    rmSync(this.folder, { recursive: true, force: true })
    return code
  }

  /** Kills it, as the system might, without a word. */
  async kill(): Promise<void> {
    const ended = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await ended
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Applies and says what came of it, in one word or the failure in full. */
  async apply(lab: Lab): Promise<string> {
    const { result } = await this.connection.request({ type: 'apply', lab, actor: 'test' })
    return result.outcome === 'applied' ? 'applied' : JSON.stringify(result)
  }

  /** What the agent would still do. */
  async remaining(lab: Lab): Promise<unknown[]> {
    const { plan } = await this.connection.request({ type: 'plan', lab })
    return plan.ops
  }

  /** Destroys the lab; the agent ends of itself. */
  async destroy(lab: string): Promise<void> {
    const ended = once(this.child, 'exit')
    await this.connection.request({ type: 'destroy', lab, actor: 'test' })
    await ended
    rmSync(this.folder, { recursive: true, force: true })
  }
}
