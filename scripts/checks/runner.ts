import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type Counts, withExitCode } from './counts'

/** One of the programs that check the project. */
export interface Runner {
  name: string
  command: readonly string[]
  env?: Readonly<Record<string, string>>
  /** One that has not ended by then hangs; half an hour where it says nothing. */
  limitMinutes?: number
  /** Where it writes its JSON report, and how to count in it; a runner without one is a single check. */
  report?: { file: string; counts: (report: unknown) => Counts }
}

const LIMIT_MINUTES = 30

/** Runs one runner to its end, its output on ours, and counts. */
export async function runRunner(runner: Runner, root: string): Promise<Counts> {
  const exitCode = await exitCodeOf(runner, root)
  if (!runner.report) return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
  try {
    return withExitCode(runner.report.counts(JSON.parse(readFileSync(runner.report.file, 'utf8'))), exitCode)
  } catch (error) {
    process.stderr.write(`${runner.name}: no report to count: ${error instanceof Error ? error.message : error}\n`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

function exitCodeOf(
  { name, command: [program = '', ...args], env, limitMinutes = LIMIT_MINUTES }: Runner,
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
