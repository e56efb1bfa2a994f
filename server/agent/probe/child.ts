import type { ChildProcess } from 'node:child_process'

/** Milliseconds between asking a program to end and ending it. */
const GRACE = 2000

/** How a program ended, as the protocol's `done` says it. */
export interface Ending {
  exitCode: number | null
  signal?: string
}

/** Asks a program to end, and ends it when it does not. */
export function endChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): void {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE)
  child.once('exit', () => clearTimeout(timer))
}

/** Resolves when the program has ended and its output is read; rejects when it could not be started. */
export function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, signal) => resolve({ exitCode, ...(signal === null ? {} : { signal }) }))
  })
}
