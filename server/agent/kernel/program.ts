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
  const [input, output, errors] = [pipe(), pipe(), pipe()]
  try {
    const child = spawnIn(namespace, path, args, [input.read, output.write, errors.write])
    return {
      child,
      stdin: new Socket({ fd: input.write, readable: false }),
      stdout: new Socket({ fd: output.read, writable: false }),
      stderr: new Socket({ fd: errors.read, writable: false }),
    }
  } finally {
    for (const fd of [input.read, output.write, errors.write]) closeSync(fd)
  }
}

/** A program with a text as its standard input: a file, for `nft` opens /dev/stdin by name, which Node's pipes, being sockets, refuse. */
function spawnWithInput(namespace: Namespace, path: string, args: readonly string[], input: string): ChildProcess {
  const fd = memoryFile('input')
  try {
    const bytes = Buffer.from(input)
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, at)
    return spawnIn(namespace, path, args, [fd, 'pipe', 'pipe'])
  } finally {
    closeSync(fd)
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
 * writes too much; a program that fails is a result.
 */
export function runIn(
  namespace: Namespace,
  path: string,
  args: readonly string[],
  input: string,
  limits: Limits,
): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawnWithInput(namespace, path, args, input)
    const parts: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] }
    let size = 0
    const abandon = (error: Error) => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      reject(error)
    }
    const timer = setTimeout(() => abandon(new Error(`${path} did not end within ${limits.time / 1000} s`)), limits.time)
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream]?.on('data', (data: Buffer) => {
        size += data.length
        if (size > limits.output) abandon(new Error(`${path} wrote more than ${limits.output} bytes`))
        else parts[stream].push(data)
      })
    child.on('error', abandon)
    child.on('close', (exitCode) => {
      clearTimeout(timer)
      resolve({
        exitCode,
        stdout: Buffer.concat(parts.stdout).toString('utf8'),
        stderr: Buffer.concat(parts.stderr).toString('utf8'),
      })
    })
  })
}
