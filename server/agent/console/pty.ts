import { constants as access, accessSync } from 'node:fs'
import { constants } from 'node:os'
import type { IPty } from '@lydell/node-pty'
import type { Namespace } from '../kernel/namespace'
import { inView } from '../kernel/view'

/** Bytes that may wait for a shell that does not read. */
const MAX_WAITING = 256 * 1024
const HOME = '/root'

/** Where an interactive shell of a node starts, and with what: nothing of the agent's own environment. */
function shellEnvironment(node: string): Record<string, string> {
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME,
    USER: 'root',
    LOGNAME: 'root',
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    // What is typed here is nobody's history, and no file is written for it.
    HISTFILE: '',
    LESSHISTFILE: '-',
    // A namespace made by hand may be called anything.
    NETLOOM_NODE: node.replaceAll(/[^\w.:-]/g, '?'),
    // bash expands the variable, and what is in it no further.
    PS1: '\\[\\e[1m\\]$NETLOOM_NODE\\[\\e[0m\\]:\\w\\$ ',
  }
}

export interface PtyEnd {
  exitCode: number | null
  signal?: string
}

/** A shell on a pseudo-terminal, in raw bytes. */
export interface Pty {
  /** The shell's process, and the session of all that it starts (setsid(2)). */
  readonly session: number
  /** False, and nothing written, while too much waits already. */
  write: (data: Buffer) => boolean
  resize: (cols: number, rows: number) => void
  /** Stops and goes on reading; the writers wait meanwhile. */
  pause: () => void
  resume: () => void
}

/** What the package's types leave out: the stream of the terminal's own side. */
interface WithStream {
  _socket: { writableLength: number; write: (data: Buffer) => void; destroyed: boolean }
}

/**
 * Starts bash in a namespace, on a new pseudo-terminal. The package is loaded by the first console, so that a machine without any never pays for it;
 * it forks before it returns, so the shell keeps the namespace that the thread is in then.
 */
export async function startShell(
  namespace: () => Namespace,
  node: string,
  size: { cols: number; rows: number },
  on: { data: (data: Buffer) => void; end: (end: PtyEnd) => void },
): Promise<Pty> {
  const { spawn } = await import('@lydell/node-pty')
  const inside = namespace()
  const { path, args } = inView(inside, ['/bin/bash', '--noprofile', '--norc', '-i'])
  const options = { ...size, env: shellEnvironment(node), cwd: startFolder(), name: 'xterm-256color', encoding: null }
  const pty: IPty & Partial<WithStream> = inside.enter(() => spawn(path, args, options))
  // Without an encoding it gives bytes, whatever its types say.
  pty.onData((data: string | Buffer) => on.data(Buffer.from(data)))
  pty.onExit(({ exitCode, signal }) => {
    const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0]
    on.end(name ? { exitCode: null, signal: name } : { exitCode })
  })
  const stream = pty._socket
  if (!stream) throw new Error('the terminal has no stream')
  return {
    session: pty.pid,
    write: (data) => {
      if (stream.writableLength > MAX_WAITING) return false
      if (!stream.destroyed) stream.write(data)
      return true
    },
    resize: (cols, rows) => {
      if (!stream.destroyed) pty.resize(cols, rows)
    },
    pause: () => pty.pause(),
    resume: () => pty.resume(),
  }
}

function startFolder(): string {
  try {
    accessSync(HOME, access.R_OK | access.X_OK)
    return HOME
  } catch {
    // In a sandbox without files of its own it may be somebody else's.
    return '/'
  }
}
