import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { PrivateRoot } from './private-root'

const root = join(import.meta.dirname, '..')
const program = join(root, 'bin', 'netloom.mjs')
const run = promisify(execFile)
/** uid and gid of `nobody`, to which `serve` drops when it is started as root. */
const NOBODY = 65534

/** What a command line call printed and how it ended. */
export interface Ran {
  stdout: string
  stderr: string
  code: number
}

/** A real `netloom serve` on a port of its own, with a home of its own, and its command line beside it. */
export class Server {
  readonly home: string
  /** `http://127.0.0.1:PORT`, the same after a restart. */
  origin = ''
  /** The URL with the one-time token of the latest start. */
  entry = ''
  #child: ChildProcess | undefined

  private constructor(
    home: string,
    private readonly inside: PrivateRoot | undefined,
  ) {
    this.home = home
  }

  /** `inside`: on that computer, whose labs may then run on it itself. */
  static async start(inside?: PrivateRoot): Promise<Server> {
    const home = await mkdtemp(join(tmpdir(), 'netloom-e2e-'))
    if (process.getuid?.() === 0 && !inside?.alone) await chown(home, NOBODY, NOBODY)
    const server = new Server(home, inside)
    await server.up()
    return server
  }

  /** The command line that runs our program where this server is. */
  private command(...args: string[]): [program: string, args: string[]] {
    const argv = [process.execPath, program, ...args]
    const [first = '', ...rest] = this.inside?.argv(argv) ?? argv
    return [first, rest]
  }

  /** Starts the process and waits for the URL that it prints. */
  async up(): Promise<void> {
    const port = this.origin === '' ? String((await this.inside?.forward()) ?? 0) : new URL(this.origin).port
    const child = spawn(...this.command('serve', '--port', port, ...(this.inside ? ['--machine', 'host'] : [])), {
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.entry = await new Promise<string>((resolve, reject) => {
      let seen = ''
      const look = (data: Buffer) => {
        seen += data.toString()
        const url = /http:\/\/127\.0\.0\.1:\d+\/\S*token=\S+/.exec(seen)
        if (url) resolve(url[0])
      }
      child.stdout?.on('data', look)
      child.stderr?.on('data', look)
      child.once('exit', (code) => reject(new Error(`netloom serve ended with ${code}:\n${seen}`)))
    })
    this.origin = new URL(this.entry).origin
  }

  /** Ends the process as a crash would, without a word. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }

  /** The command line on the same home, as root's or the user's other window. */
  async cli(...args: string[]): Promise<Ran> {
    try {
      const { stdout, stderr } = await run(...this.command(...args), { env: this.environment(), timeout: 60_000 })
      return { stdout, stderr, code: 0 }
    } catch (error) {
      const failed = error as { stdout?: string; stderr?: string; code?: number }
      if (typeof failed.code !== 'number') throw error
      return { stdout: failed.stdout ?? '', stderr: failed.stderr ?? '', code: failed.code }
    }
  }

  /** What `ip -j` says inside a node: the witness that is not our own state. */
  async ip(lab: string, node: string, ...args: string[]): Promise<unknown> {
    const ran = await this.cli('exec', lab, node, '--', 'ip', '-j', ...args)
    if (ran.code !== 0) throw new Error(`ip ${args.join(' ')} in ${node} of ${lab}: ${ran.stderr}`)
    return JSON.parse(ran.stdout === '' ? '[]' : ran.stdout)
  }

  /** What a program prints inside a node. Throws when it fails. */
  async run(lab: string, node: string, ...argv: string[]): Promise<string> {
    const ran = await this.cli('exec', lab, node, '--', ...argv)
    if (ran.code !== 0) throw new Error(`${argv.join(' ')} in ${node} of ${lab}: ${ran.stderr}`)
    return ran.stdout
  }

  /** A command line call that goes on until it is ended. */
  background(...args: string[]): { end: () => Promise<void> } {
    const child = spawn(...this.command(...args), { env: this.environment(), stdio: 'ignore' })
    return {
      end: async () => {
        if (child.exitCode !== null || child.signalCode !== null) return
        const gone = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGTERM')
        await gone
      },
    }
  }

  /** Ends the server and removes its home. */
  async stop(): Promise<void> {
    await this.kill('SIGTERM')
    await rm(this.home, { recursive: true, force: true })
  }

  private environment(): NodeJS.ProcessEnv {
    return { ...process.env, NETLOOM_HOME: this.home, LANG: 'C.UTF-8' }
  }
}
