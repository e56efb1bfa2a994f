import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Lab } from '../core/lab/schema'
import { Netloom } from './command'
import { endedNamespaces } from './ended-namespaces'
import type { BenchResult } from './result'
import { inPrivateRoot, median, timed } from './sandboxed'
import { settled, starLab, starScript } from './star'

const FLOOR = fileURLToPath(new URL('./floor.cjs', import.meta.url))
/** Rounds of everything but the script, which takes long and varies little. */
const ROUNDS = 3
/** Below this size, a command's two programs take longer to start than all the requests take; the ratio to these alone is shown, not judged. */
const PROGRAMS_COUNT = 500
const LIMITS = { netlink: 1.5, script: 0.1, mininet: 0.1, plan: 0.2 }
/** Mininet takes two seconds for every hundred namespaces, and fails above some hundreds. */
const MININET_SIZE = 100

/** The whole command `netloom apply` for a star of each size, held against the whole command of a program that speaks netlink alone, a script, and Mininet where it is installed. */
export async function benchApply(sizes: readonly number[]): Promise<BenchResult[]> {
  const netloom = await Netloom.open()
  try {
    const results: BenchResult[] = []
    for (const size of sizes) results.push(...(await benchSize(netloom, size)))
    return results
  } finally {
    await netloom.close()
  }
}

async function benchSize(netloom: Netloom, size: number): Promise<BenchResult[]> {
  const lab = starLab(size)
  const path = await netloom.write(lab)
  const times: Record<'apply' | 'fresh' | 'plan' | 'destroy' | 'floor' | 'requests', number[]> = {
    apply: [],
    fresh: [],
    plan: [],
    destroy: [],
    floor: [],
    requests: [],
  }
  const ended = await endedNamespaces()
  for (let round = 0; round < ROUNDS; round++) {
    times.floor.push(
      await timed(async () => {
        times.requests.push(Number(await inPrivateRoot(process.execPath, [FLOOR, String(size)])))
      }),
    )
    await ended(size)
    times.apply.push(await timed(() => netloom.run(['apply', path])))
    times.fresh.push(await timed(() => netloom.run(['plan', path])))
    await settled(size)
    times.plan.push(await timed(() => netloom.run(['plan', path])))
    times.destroy.push(await timed(() => netloom.run(['destroy', lab.name])))
    await ended(size)
  }
  const apply = median(times.apply)
  const floor = median(times.floor)
  const requests = median(times.requests)
  const script = await benchScript(lab)
  await ended(size)
  const mininet = size === MININET_SIZE ? await benchMininet(size) : undefined
  const against = (of: string, time: number, limit?: number): BenchResult => ({
    what: `apply, star of ${size}, against ${of} (${Math.round(time)} ms)`,
    value: apply,
    unit: 'ms',
    ratio: { of, value: apply / time, ...(limit === undefined ? {} : { limit }) },
  })
  const plan = median(times.plan)
  const fresh = median(times.fresh)
  return [
    against('the requests of netlink alone', requests, size < PROGRAMS_COUNT ? undefined : LIMITS.netlink),
    against('a program that makes them', floor, LIMITS.netlink),
    against('a script', script, LIMITS.script),
    ...(mininet === undefined ? [] : [against('Mininet', mininet, LIMITS.mininet)]),
    {
      what: `plan right after the apply, star of ${size}`,
      value: fresh,
      unit: 'ms',
      ratio: { of: 'the apply', value: fresh / apply },
    },
    {
      what: `plan with nothing to do, star of ${size}`,
      value: plan,
      unit: 'ms',
      ...(size === 1000 ? { ratio: { of: 'the apply', value: plan / apply, limit: LIMITS.plan } } : {}),
    },
    { what: `destroy, star of ${size}`, value: median(times.destroy), unit: 'ms' },
  ]
}

async function benchScript(lab: Lab): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'netloom-bench-'))
  try {
    const path = join(folder, 'star.sh')
    await writeFile(path, starScript(lab))
    return await timed(() => inPrivateRoot('bash', [path]))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Mininet's own timing of building the same star with Linux bridges, in its real-root way; undefined where it is not installed or not allowed. */
async function benchMininet(size: number): Promise<number | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(
      'mn',
      ['--switch', 'lxbr', '--topo', `single,${size}`, '--test', 'none'],
      {
        timeout: 120_000,
      },
    )
    const seconds = /completed in ([\d.]+) seconds/.exec(stdout + stderr)?.[1]
    return seconds === undefined ? undefined : Number(seconds) * 1000
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    process.stderr.write(`Mininet is there but does not run: ${error instanceof Error ? error.message : error}\n`)
    return undefined
  }
}
