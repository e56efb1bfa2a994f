import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { agentProgram } from './agent-program'
import { sandboxAvailability, sandboxMode } from './availability'
import { asUserWithOurFiles } from './own-view'
import { MachineUnavailable } from './problem'
import { logPath, runFolder } from './run-folder'

/** Seconds after which an agent ends that holds nothing and that nobody is connected to. */
const IDLE_SECONDS = 60
export const START_SECONDS = 20
/** flock's way to say that an agent of this lab is alive already (its default, 1, could come from the agent). */
const LOCKED = 75

/**
 * What runs as PID 1 of the sandbox: it clears what a killed agent left, starts the agent and reaps its orphans. The lock on the
 * lab (held by every process of the sandbox, so it cannot outlive them) makes sure that the socket is nobody else's.
 */
const FIRST_PROCESS = 'umask 077; rm -f -- "$1"; exec 2> "$2"; shift 2; "$@"; exit $?'

/** Starts a detached agent and waits until it listens; `locked` when another agent holds the lab. */
export async function launchSandbox(lab: string): Promise<'ready' | 'locked'> {
  const { flags, user } = await sandboxMode()
  const socket = `${lab}.sock`
  const sandbox = [
    ...['flock', '--nonblock', '--conflict-exit-code', String(LOCKED), '--no-fork', `${lab}.lock`],
    ...['unshare', ...flags, '--', 'bash', '-c', FIRST_PROCESS, 'netloom-sandbox', socket, `${lab}.log`],
    ...[...agentProgram(), '--machine', 'sandbox', '--lab', lab, '--socket', socket, '--idle', String(IDLE_SECONDS)],
  ]
  const [program = '', ...args] = user ? await asUserWithOurFiles(user, sandbox) : sandbox
  // Names relative to the folder keep the socket's address short, and right even where the agent covers /run.
  const cwd = await runFolder()
  const child = spawn(program, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: agentEnvironment() })
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, START_SECONDS * 1000)
  try {
    const ended = endOf(child)
    const outcome = await Promise.race([readyLine(child), ended])
    if (outcome === 'ready') return 'ready'
    if (outcome.exitCode === LOCKED) return 'locked'
    const log = await logPath(lab)
    if (late) throw new MachineUnavailable('start-timeout', { lab, seconds: START_SECONDS, log })
    const words = `${outcome.stderr}\n${await readFile(log, 'utf8').catch(() => '')}`.trim().split('\n').slice(-3).join(' ')
    throw (await unavailable()) ?? new MachineUnavailable('start-failed', { lab, words: words.slice(-500), log })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw (await unavailable()) ?? error
    throw error
  } finally {
    clearTimeout(timer)
    child.stdout?.destroy()
    child.stderr?.destroy()
    child.unref()
  }
}

/** Resolves when the process prints the line `ready`; never when it ends without one, for then its end says more. */
function readyLine(child: ChildProcess): Promise<'ready'> {
  return new Promise((resolve) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-100)
      if (text.split('\n').includes('ready')) resolve('ready')
    })
  })
}

/** How the process ended, with what it said before its errors went to the log. Rejects when it could not be started. */
async function endOf(child: ChildProcess): Promise<{ exitCode: number | null; stderr: string }> {
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-2000)
  })
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, stderr }
}

/** Why no sandbox at all can start here, or undefined when one could. */
async function unavailable(): Promise<MachineUnavailable | undefined> {
  const availability = await sandboxAvailability()
  return availability.available ? undefined : new MachineUnavailable(availability.problem.code, availability.problem.params)
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
