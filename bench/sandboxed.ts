import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const PRIVATE = ['--user', '--map-root-user', '--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child', '--']
const MINUTES = 60_000
let ending = new AbortController()

/** Kills the programs that run now. With `--kill-child`, all that a private root holds goes with its first process. */
export function endPrograms(): void {
  ending.abort()
  ending = new AbortController()
}

function bounds() {
  return { maxBuffer: 64 * 1024 * 1024, timeout: 5 * MINUTES, killSignal: 'SIGKILL', signal: ending.signal } as const
}

/** Milliseconds that `work` took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Runs a program as root of an empty machine of its own; what it prints. */
export async function inPrivateRoot(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('unshare', [...PRIVATE, program, ...args], bounds())
  return stdout
}

/** Runs a program as it is. Exit codes up to `accepted` are fine (`netloom plan` says 2 for changes). */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  accepted = 0,
): Promise<string> {
  try {
    const { stdout } = await run(program, [...args], { env, ...bounds() })
    return stdout
  } catch (error) {
    const { code, stdout } = error as { code?: unknown; stdout?: string }
    if (typeof code === 'number' && code <= accepted) return stdout ?? ''
    throw error
  }
}

/** The middle one of the measurements. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The measurement that this share of all does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
