import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child']
/** bash is PID 1 there: it reaps orphans, and ends, with all that is inside, when nobody holds the other end of its input. */
const FIRST =
  'mount -t tmpfs -o mode=755 tmpfs /run && mkdir /run/netns && mount -t tmpfs -o mode=755 tmpfs /var/log && ip link set lo up && echo ready && while read -r; do :; done'
/** Inside: whoever comes through the socket is taken to the port. */
const FORWARD = `const net = require('node:net'); const [, path, port] = process.argv
net.createServer((from) => { const to = net.connect(Number(port), '127.0.0.1'); from.pipe(to).pipe(from); for (const end of [from, to]) end.on('error', () => { from.destroy(); to.destroy() }) }).listen(path, () => console.log('ready'))`

/**
 * A computer for a test to change: network, mount and PID namespaces of its own with an empty /run and /var/log. What stands for “this computer itself” in
 * a test is always one of these, never the computer that the test runs on. Where root runs the tests, ordinary users are known inside, too.
 */
export class PrivateRoot {
  private readonly forwards: Server[] = []

  private constructor(
    private readonly child: ChildProcess,
    private readonly pid: number,
    /** Whether it has a user namespace as well, in which root is the only user. */
    readonly alone: boolean,
    /** A folder outside of it, for as long as it is there. */
    readonly folder: string,
  ) {}

  /** Undefined where this system lets nobody make one. */
  static async start(): Promise<PrivateRoot | undefined> {
    const root = process.getuid?.() === 0
    const ways = [...(root ? [NAMESPACES] : []), ['--user', '--map-root-user', ...NAMESPACES]]
    const flags = ways.find((way) => works(['unshare', ...way, 'true']))
    if (!flags) return undefined
    const child = spawn('unshare', [...flags, '--', 'bash', '-c', FIRST], { stdio: ['pipe', 'pipe', 'inherit'] })
    await firstLine(child)
    const pid = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim())
    return new PrivateRoot(child, pid, flags.includes('--user'), await mkdtemp(join(tmpdir(), 'netloom-private-')))
  }

  /** The command line that runs a program inside, as its root. */
  argv(argv: readonly string[]): string[] {
    const enter = ['nsenter', `--target=${this.pid}`, '--net', '--mount', '--pid']
    return [...enter, ...(this.alone ? ['--user', '--preserve-credentials'] : []), '--', ...argv]
  }

  /** What a shell prints inside. Throws when it fails. */
  async sh(script: string): Promise<string> {
    const [program = '', ...args] = this.argv(['sh', '-ec', script])
    return (await promisify(execFile)(program, args)).stdout
  }

  /** Starts a program that stays; resolves with its first line. It ends with this root at the latest. */
  async stay(argv: readonly string[]): Promise<string> {
    const [program = '', ...args] = this.argv(argv)
    return firstLine(spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] }))
  }

  /** A port of 127.0.0.1 that leads to the same port inside. */
  async forward(): Promise<number> {
    const path = join(this.folder, `forward-${this.forwards.length}.sock`)
    const outside = createServer((from) => {
      const to = connect(path)
      from.pipe(to).pipe(from)
      for (const end of [from, to])
        end.on('error', () => {
          from.destroy()
          to.destroy()
        })
    })
    this.forwards.push(outside)
    outside.listen(0, '127.0.0.1')
    await once(outside, 'listening')
    const { port } = outside.address() as AddressInfo
    await this.stay([process.execPath, '-e', FORWARD, path, String(port)])
    return port
  }

  /** Ends it and everything inside. */
  async stop(): Promise<void> {
    for (const server of this.forwards) server.close()
    const gone = once(this.child, 'exit')
    this.child.stdin?.end()
    await gone
    await rm(this.folder, { recursive: true, force: true })
  }
}

function works([program = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    // Why it is forbidden does not matter here; the next way is tried.
    return false
  }
}

/** The first thing that a program prints. Rejects when it ends before. */
async function firstLine(child: ChildProcess): Promise<string> {
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)))
  const [data] = (await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), ended])) as [Buffer]
  return data.toString()
}
