import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { agentProgram } from './agent-program'
import { type SandboxMode, sandboxAvailability, sandboxMode } from './availability'
import { closedSandbox } from './closed-files'
import { asUserWithOurFiles } from './own-view'
import { MachineUnavailable } from './problem'
import { logPath, runFolder } from './run-folder'

/** Seconds after which an agent ends that holds nothing and that nobody is connected to. */
export const IDLE_SECONDS = 60
export const START_SECONDS = 20
/** flock's way to say that an agent of this lab is alive already (its default, 1, could come from the agent). */
export const LOCKED = 75

/** How a start ended: the agent listens, or another one holds the lab. */
type LaunchEnd = 'ready' | 'locked'

/** An agent on its way. */
interface Launch {
  /** Rejects with MachineUnavailable when it cannot be started. */
  end: Promise<LaunchEnd>
}

/** Starts a detached agent and waits until it listens; `locked` when another agent holds the lab. */
export async function launchSandbox(lab: string): Promise<LaunchEnd> {
  return (await beginLaunch(lab)).end
}

/** Starts a detached agent; resolves as soon as its first process runs. */
export async function beginLaunch(lab: string): Promise<Launch> {
  const mode = await sandboxMode()
  const first = await begin(lab, mode)
  const end = first.end.catch(async (error) => {
    // The usual way is taken without asking first. Where it fails, another may work.
    const availability = await sandboxAvailability()
    if (!availability.available) throw new MachineUnavailable(availability.problem.code, availability.problem.params)
    if (availability.mode.flags === mode.flags) throw error
    return (await begin(lab, availability.mode)).end
  })
  // Whoever began it may look at the failure later.
  end.catch(() => undefined)
  return { end }
}

async function begin(lab: string, { flags, user }: SandboxMode): Promise<Launch> {
  const agent = [...agentProgram(), '--machine', 'sandbox', '--lab', lab, '--idle', String(IDLE_SECONDS)]
  const sandbox = [
    ...['flock', '--nonblock', '--conflict-exit-code', String(LOCKED), '--no-fork', `${lab}.lock`],
    ...closedSandbox(flags, lab, agent),
  ]
  const [program = '', ...args] = user ? asUserWithOurFiles(user, sandbox) : sandbox
  const cwd = await runFolder()
  const folder = openSync(cwd, constants.O_RDONLY | constants.O_DIRECTORY)
  const child = spawn(program, args, {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', folder],
    env: agentEnvironment(),
  })
  closeSync(folder)
  return { end: endOfLaunch(child, lab) }
}

async function endOfLaunch(child: ChildProcess, lab: string): Promise<LaunchEnd> {
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, START_SECONDS * 1000)
  try {
    const outcome = await Promise.race([readyLine(child), endOf(child)])
    if (outcome === 'ready') return 'ready'
    if (outcome.exitCode === LOCKED) return 'locked'
    const log = await logPath(lab)
    if (late) throw new MachineUnavailable('start-timeout', { lab, seconds: START_SECONDS, log })
    const words = `${outcome.stderr}\n${await readFile(log, 'utf8').catch(() => '')}`.trim().split('\n').slice(-3).join(' ')
    throw new MachineUnavailable('start-failed', { lab, words: words.slice(-500), log })
  } finally {
    clearTimeout(timer)
    child.stdout?.destroy()
    child.stderr?.destroy()
    child.unref()
  }
}

/** Resolves when the process prints the line `ready`; never when it ends without one, for then its end says more. */
export function readyLine(child: ChildProcess): Promise<'ready'> {
  return new Promise((resolve) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-100)
      if (text.split('\n').includes('ready')) resolve('ready')
    })
  })
}

/** How the process ended, with what it said before its errors went to the log. Rejects when it could not be started. */
export async function endOf(child: ChildProcess): Promise<{ exitCode: number | null; stderr: string }> {
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-2000)
  })
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, stderr }
}

/** Nothing of the caller's environment reaches a sandbox. */
export function agentEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    NODE_ENV: 'production',
    HOME: '/root',
  }
}
