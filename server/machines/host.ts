import { spawn } from 'node:child_process'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { agentProgram } from './agent-program'
import { HOST_LOG_FOLDER } from './applied-log'
import { type AgentConnection, connectAgent } from './connection'
import { agentEnvironment, endOf, IDLE_SECONDS, LOCKED, readyLine, START_SECONDS } from './launch'
import { MachineUnavailable } from './problem'

/**
 * Where the agent of this computer has its sockets and what it remembers. Like what it remembers of, it does not outlive a reboot; and it
 * is one for the whole computer, whoever starts Netloom with whichever NETLOOM_HOME.
 */
export const HOST_FOLDER = '/run/netloom'
const LOG = join(HOST_FOLDER, 'host.log')
const LOCK = join(HOST_FOLDER, 'host.lock')
/** Clears nothing: the agent itself takes the place of sockets that were left, once it holds the lock. */
const START = 'umask 077; exec 2> "$1"; shift; exec "$@"'

/** Through which door: root's own command line may run programs, the web process may not. */
export type Door = 'root' | 'web'

function socketOf(door: Door): string {
  return join(HOST_FOLDER, door === 'root' ? 'root.sock' : `web-${process.getuid?.()}.sock`)
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** The connection to the agent of this computer, or undefined when none runs. Throws MachineUnavailable for who may not ask. */
export async function findHost(door: Door): Promise<AgentConnection | undefined> {
  if (door === 'root' && !isRoot()) throw new MachineUnavailable('host-needs-root')
  try {
    return await connectAgent(socketOf(door))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined
    if (code === 'EACCES') throw new MachineUnavailable('host-not-served')
    // It was ending just then.
    if (error instanceof MachineUnavailable && error.problem.code === 'connection-lost') return undefined
    throw error
  }
}

/** The connection to the agent of this computer, which root starts when none runs. Throws MachineUnavailable. */
export async function startHost(door: Door): Promise<AgentConnection> {
  const deadline = Date.now() + START_SECONDS * 1000
  for (let pause = 10; ; pause = Math.min(2 * pause, 200)) {
    const found = await findHost(door)
    if (found) return found
    if (door === 'web') throw new MachineUnavailable('host-not-served')
    if ((await launchHost()) === 'ready') continue
    if (Date.now() > deadline) throw new MachineUnavailable('host-start-timeout', { seconds: START_SECONDS, log: LOG })
    await delay(pause)
  }
}

/** Where root's container engines listen, if root says so: all of the caller's environment that reaches the agent. */
function engineEnvironment(): Record<string, string> {
  const { DOCKER_HOST, CONTAINER_HOST } = process.env
  return { ...(DOCKER_HOST !== undefined && { DOCKER_HOST }), ...(CONTAINER_HOST !== undefined && { CONTAINER_HOST }) }
}

/** Starts a detached agent and waits until it listens; `locked` when another one holds the computer. */
async function launchHost(): Promise<'ready' | 'locked'> {
  await mkdir(HOST_FOLDER, { recursive: true, mode: 0o711 })
  // Closed, for whoever can open a file can lock it.
  await appendFile(LOCK, '', { mode: 0o600 })
  const agent = [
    ...agentProgram(),
    '--machine',
    'host',
    '--folder',
    HOST_FOLDER,
    '--log',
    HOST_LOG_FOLDER,
    '--idle',
    String(IDLE_SECONDS),
  ]
  const flock = ['--nonblock', '--conflict-exit-code', String(LOCKED), '--no-fork', LOCK]
  const args = [...flock, 'bash', '-c', START, 'netloom-host', LOG, ...agent]
  const env = { ...agentEnvironment(), ...engineEnvironment() }
  const child = spawn('flock', args, { cwd: '/', detached: true, stdio: ['ignore', 'pipe', 'pipe'], env })
  const timer = setTimeout(() => child.kill('SIGKILL'), START_SECONDS * 1000)
  try {
    const outcome = await Promise.race([readyLine(child), endOf(child)])
    if (outcome === 'ready') return 'ready'
    if (outcome.exitCode === LOCKED) return 'locked'
    const words = `${outcome.stderr}\n${await readFile(LOG, 'utf8').catch(() => '')}`.trim().split('\n').slice(-3).join(' ')
    throw new MachineUnavailable('host-start-failed', { words: words.slice(-500), log: LOG })
  } finally {
    clearTimeout(timer)
    child.stdout?.destroy()
    child.stderr?.destroy()
    child.unref()
  }
}
