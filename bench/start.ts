import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onEnd } from './ending'
import type { BenchResult } from './result'
import { median } from './sandboxed'

const ROOT = join(import.meta.dirname, '..')
const ROUNDS = 5
const LIMIT = 2000
const NOBODY = 65534

/** `npm start` with nothing to set up, from the command to the printed link. */
export async function benchStart(): Promise<BenchResult[]> {
  const home = await mkdtemp(join(tmpdir(), 'netloom-start-'))
  await chmod(home, 0o700)
  if (process.getuid?.() === 0) await chown(home, NOBODY, NOBODY)
  // The first one may have to build.
  await start(home)
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) times.push(await start(home))
  return [{ what: 'npm start with nothing to do, to the link', value: median(times), unit: 'ms', limit: LIMIT }]
}

/** Starts the server, waits for its link, and ends it again. Milliseconds to the link. */
async function start(home: string): Promise<number> {
  const began = performance.now()
  // A group of its own: npm passes a signal on, but not to everything.
  const child = spawn('npm', ['start', '--silent', '--', '--port', '0'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NETLOOM_HOME: home },
  })
  const ended = once(child, 'exit')
  const end = async () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    process.kill(-child.pid, 'SIGTERM')
    await ended
  }
  onEnd(end)
  let seen = ''
  for await (const chunk of child.stdout) {
    seen += chunk
    if (!/http:\/\/\S+token=\S+/.test(seen)) continue
    const took = performance.now() - began
    await end()
    return took
  }
  throw new Error(`npm start ended without a link:\n${seen}`)
}
