import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isLabName } from '../../core/net/names'
import { agentCommand } from './agent-command'
import { namespaceFlags, sandboxAvailability } from './availability'
import { type AgentConnection, connectAgent } from './connection'
import { runFolder } from './home'
import { MachineUnavailable } from './problem'

/** Seconds after which an agent ends that holds nothing and that nobody is connected to. */
const IDLE_SECONDS = 60
const START_SECONDS = 20
/** flock's way to say that an agent of this lab is alive already (its default, 1, could come from the agent). */
const LOCKED = 75

/**
 * What runs as PID 1 of the sandbox: it clears what a killed agent left, starts the agent and reaps its orphans. The lock on the
 * lab (held by every process of the sandbox, so it cannot outlive them) makes sure that the socket is nobody else's.
 */
const FIRST_PROCESS = 'umask 077; rm -f -- "$1"; : > "$2"; shift 2; "$@"; exit $?'

/** The connection to the lab's sandbox, which is started when none runs. */
export async function startSandbox(lab: string): Promise<AgentConnection> {
  const deadline = Date.now() + START_SECONDS * 1000
  for (let pause = 10; ; pause = Math.min(2 * pause, 200)) {
    const found = await findSandbox(lab)
    if (found) return found
    if ((await launch(lab)) === 'ready') continue
    // Somebody else's is starting or ending: it will listen, or give up the lock.
    if (Date.now() > deadline)
      throw new MachineUnavailable('start-timeout', { lab, seconds: START_SECONDS, log: await logPath(lab) })
    await delay(pause)
  }
}

/** The connection to the lab's sandbox, or undefined when none runs. */
export async function findSandbox(lab: string): Promise<AgentConnection | undefined> {
  if (!isLabName(lab)) return undefined
  try {
    return await connectAgent(join(await runFolder(), `${lab}.sock`))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined
    throw error
  }
}

/** The labs that may have a sandbox: those with a socket, in alphabetical order. `findSandbox` tells which of them lives. */
export async function sandboxLabs(): Promise<string[]> {
  const names = await readdir(await runFolder())
  return names
    .filter((name) => name.endsWith('.sock'))
    .map((name) => name.slice(0, -'.sock'.length))
    .sort()
}

/** Starts a detached agent and waits until it listens; `locked` when another agent holds the lab. */
async function launch(lab: string): Promise<'ready' | 'locked'> {
  const folder = await runFolder()
  const socket = `${lab}.sock`
  const log = openSync(join(folder, `${lab}.log`), 'a', 0o600)
  // Names relative to the folder keep the socket's address short, and right even where the agent covers /run.
  const child = spawn(
    'flock',
    [
      ...['--nonblock', '--conflict-exit-code', String(LOCKED), '--no-fork', `${lab}.lock`],
      ...['unshare', ...(await namespaceFlags()), '--', 'bash', '-c', FIRST_PROCESS, 'netloom-sandbox', socket, `${lab}.log`],
      ...[...agentCommand(), '--machine', 'sandbox', '--lab', lab, '--socket', socket, '--idle', String(IDLE_SECONDS)],
    ],
    { cwd: folder, detached: true, stdio: ['ignore', 'pipe', log], env: agentEnvironment() },
  )
  closeSync(log)
  const timer = setTimeout(() => child.kill('SIGKILL'), START_SECONDS * 1000)
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>
  try {
    const outcome = await Promise.race([readyLine(child), exited])
    if (outcome === 'ready') return 'ready'
    const [exitCode, signal] = outcome
    if (exitCode === LOCKED) return 'locked'
    if (signal === 'SIGKILL')
      throw new MachineUnavailable('start-timeout', { lab, seconds: START_SECONDS, log: await logPath(lab) })
    throw await startFailure(lab)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw (await unavailable()) ?? error
    throw error
  } finally {
    clearTimeout(timer)
    child.stdout?.destroy()
    child.unref()
  }
}

/** Resolves when the process prints the line `ready`; never when it ends without one, for then the exit code says more. */
function readyLine(child: ChildProcess): Promise<'ready'> {
  return new Promise((resolve) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-100)
      if (text.split('\n').includes('ready')) resolve('ready')
    })
  })
}

async function startFailure(lab: string): Promise<MachineUnavailable> {
  const log = await logPath(lab)
  const words = (await readFile(log, 'utf8')).trim().split('\n').slice(-3).join(' ').slice(-500)
  return (await unavailable()) ?? new MachineUnavailable('start-failed', { lab, words, log })
}

async function unavailable(): Promise<MachineUnavailable | undefined> {
  const availability = await sandboxAvailability()
  return availability.available ? undefined : new MachineUnavailable(availability.problem.code, availability.problem.params)
}

async function logPath(lab: string): Promise<string> {
  return join(await runFolder(), `${lab}.log`)
}

/** Nothing of the caller's environment reaches a sandbox but where the caller is at home. */
function agentEnvironment(): NodeJS.ProcessEnv {
  const { HOME, TMPDIR } = process.env
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    NODE_ENV: 'production',
    ...(HOME === undefined ? {} : { HOME }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
  }
}
