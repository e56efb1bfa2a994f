import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type Counts, withExitCode } from './counts'
import type { Failure } from './failures'

/** One of the programs that check the project. */
export interface Runner {
  name: string
  command: readonly string[]
  env?: Readonly<Record<string, string>>
  /** One that has not ended by then hangs; half an hour where it says nothing. */
  limitMinutes?: number
  /** Where it writes its JSON report, and how to read it; a runner without one is a single check. */
  report?: { file: string; counts: (report: unknown) => Counts; failures: (report: unknown) => Failure[] }
}

/** What one runner came to. */
export interface Outcome {
  counts: Counts
  failures: Failure[]
}

const LIMIT_MINUTES = 30

/** Runs one runner to its end, its output on ours, and reads what it came to. */
export async function runRunner({ report, ...runner }: Runner, root: string): Promise<Outcome> {
  const exitCode = await exitCodeOf(runner, root)
  const failed = (words: string): Outcome => ({
    counts: { passed: 0, failed: 1, skipped: 0 },
    failures: [{ test: runner.name, words }],
  })
  if (!report) return exitCode === 0 ? { counts: { passed: 1, failed: 0, skipped: 0 }, failures: [] } : failed('See above.')
  try {
    const read: unknown = JSON.parse(readFileSync(report.file, 'utf8'))
    const failures = report.failures(read)
    const counts = withExitCode(report.counts(read), exitCode)
    // It ended badly after its tests, or because of something beside them.
    if (counts.failed > 0 && failures.length === 0) failures.push({ test: runner.name, words: `It ended with ${exitCode}.` })
    return { counts, failures }
  } catch (error) {
    return failed(`There is no report to count: ${error instanceof Error ? error.message : error}`)
  }
}

function exitCodeOf(
  { name, command: [program = '', ...args], env, limitMinutes = LIMIT_MINUTES }: Omit<Runner, 'report'>,
  root: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    // A process group of its own, so that what it started ends with it when it hangs or we are interrupted.
    const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit', detached: true })
    const end = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }
    const interrupted = () => {
      end()
      process.exit(130)
    }
    const timer = setTimeout(() => {
      process.stderr.write(`${name}: ended after ${limitMinutes} minutes\n`)
      end()
    }, limitMinutes * 60_000)
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
    const settle = () => {
      clearTimeout(timer)
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    }
    child.once('error', (error) => {
      settle()
      reject(error)
    })
    child.once('exit', (code) => {
      settle()
      resolve(code ?? 1)
    })
  })
}
