import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { closeSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { memoryFile, pipe } from './libc'
import type { Namespace } from './namespace'
import { ENVIRONMENT } from './tools'

/** Starts a program inside a namespace: the child is forked synchronously, so it keeps the namespace that the thread is in then. */
export function spawnIn(namespace: Namespace, path: string, args: readonly string[], stdio: StdioOptions): ChildProcess {
  return namespace.enter(() => spawn(path, [...args], { env: ENVIRONMENT, cwd: '/', stdio }))
}

/** A program whose three standard streams are pipes. */
export interface PipedProgram {
  child: ChildProcess
  stdin: Socket
  stdout: Socket
  stderr: Socket
}

/**
 * Starts a program inside a namespace with real pipes. Node's own are sockets, which programs cannot open as /dev/stdin,
 * /dev/stdout or /dev/stderr, as many shell scripts do.
 */
export function spawnPiped(namespace: Namespace, path: string, args: readonly string[]): PipedProgram {
  /** Those that are closed here: both ends, until the streams have ours. */
  const open = new Set<number>()
  const opened = () => {
    const ends = pipe()
    open.add(ends.read).add(ends.write)
    return ends
  }
  const stream = (fd: number, options: { readable?: false; writable?: false }) => {
    const socket = new Socket({ fd, ...options })
    open.delete(fd)
    return socket
  }
  try {
    const [input, output, errors] = [opened(), opened(), opened()]
    const child = spawnIn(namespace, path, args, [input.read, output.write, errors.write])
    return {
      child,
      stdin: stream(input.write, { readable: false }),
      stdout: stream(output.read, { writable: false }),
      stderr: stream(errors.read, { writable: false }),
    }
  } finally {
    for (const fd of open) closeSync(fd)
  }
}

export interface Output {
  exitCode: number | null
  stdout: string
  stderr: string
}

export interface Limits {
  /** Milliseconds. */
  time: number
  /** Bytes of standard output. */
  output: number
}

/**
 * Runs a program to its end and collects what it writes. Throws when it cannot be started, takes too long (it is killed) or
 * writes too much; a program that fails is a result. Its standard input is a file, for `nft` opens /dev/stdin by name, which
 * Node's pipes, being sockets, refuse.
 */
export async function runIn(
  namespace: Namespace,
  path: string,
  args: readonly string[],
  input: string,
  limits: Limits,
): Promise<Output> {
  // Loaded when the first program runs, so that an agent without rules starts without it.
  const { execa } = await import('execa')
  const stdin = memoryFile('input')
  try {
    const bytes = Buffer.from(input)
    for (let at = 0; at < bytes.length; ) at += writeSync(stdin, bytes, at, bytes.length - at, at)
    // execa forks before it returns, so the child keeps the namespace that the thread is in then.
    const result = await namespace.enter(() =>
      execa(path, args, {
        // Its types name the descriptors up to 9; any will do.
        stdin: stdin as 3,
        env: ENVIRONMENT,
        extendEnv: false,
        cwd: '/',
        timeout: limits.time,
        maxBuffer: limits.output,
        killSignal: 'SIGKILL',
        stripFinalNewline: false,
        reject: false,
      }),
    )
    if (result.timedOut) throw new Error(`${path} did not end within ${limits.time / 1000} s`)
    if (result.isMaxBuffer) throw new Error(`${path} wrote more than ${limits.output} bytes`)
    const { exitCode = null, stdout, stderr } = result
    if (exitCode === null && result.signal === undefined) throw new Error(`${path} could not be started: ${result.shortMessage}`)
    return { exitCode, stdout, stderr }
  } finally {
    closeSync(stdin)
  }
}
