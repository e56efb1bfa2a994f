import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { cpus, loadavg, release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { benchApply } from './apply'
import { benchCanvas } from './canvas'
import { Netloom } from './command'
import { benchDiscover } from './discover'
import { endAll } from './ending'
import { benchFirstLoad } from './first-load'
import { benchIdle } from './idle'
import { benchLive } from './live'
import { type BenchResult, isHeld, isReached } from './result'
import { endPrograms } from './sandboxed'
import { benchStart } from './start'
import { table } from './table'

/** `npm run bench [-- ROW…]`: measures, prints one table, and keeps the numbers in `bench/results/`. docs/bench.md says what is measured. */

interface Row {
  /** Minutes after which a row is given up. */
  minutes: number
  measure: () => Promise<BenchResult[]>
}

const ROWS: Record<string, Row> = {
  start: { minutes: 5, measure: benchStart },
  'first-load': { minutes: 2, measure: benchFirstLoad },
  'live-100': { minutes: 4, measure: () => benchLive(100, 50) },
  'live-1000': { minutes: 6, measure: () => benchLive(1000, 100) },
  'canvas-building': { minutes: 4, measure: () => benchCanvas('building') },
  'canvas-star': { minutes: 4, measure: () => benchCanvas('star') },
  'canvas-star-without-ipv6': { minutes: 4, measure: () => benchCanvas('star without IPv6') },
  'apply-100': { minutes: 4, measure: () => benchApply([100]) },
  'apply-500': { minutes: 6, measure: () => benchApply([500]) },
  'apply-1000': { minutes: 10, measure: () => benchApply([1000]) },
  'discover-500': { minutes: 4, measure: () => benchDiscover(500) },
  idle: { minutes: 6, measure: benchIdle },
}

interface Measured {
  row: string
  seconds: number
  /** Load average of the last minute when the row began; above the number of cores, times are those of a busy machine. */
  load: number
  results: BenchResult[]
  error?: string
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(ROWS, name))
if (unknown.length > 0) {
  process.stderr.write(`no such row: ${unknown.join(', ')}; there are ${Object.keys(ROWS).join(', ')}\n`)
  process.exit(64)
}

// All that the rows write is in here, so that what a row leaves behind is found.
const scratch = mkdtempSync(join(tmpdir(), 'netloom-bench-'))
// The server drops to another user, who must find its home.
chmodSync(scratch, 0o711)
process.env.TMPDIR = scratch
// Where it is set, every start of Node reads these certificates, which took longer than all else of a start, and nothing here needs them.
delete process.env.NODE_EXTRA_CA_CERTS

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await clean()
    process.exit(130)
  })
}

const measured: Measured[] = []
for (const [name, row] of Object.entries(ROWS))
  if (asked.length === 0 || asked.includes(name)) measured.push(await run(name, row))
await clean()

const results = measured.flatMap((one) => one.results)
process.stdout.write(`\n${table(results)}`)
for (const { row, error } of measured) if (error !== undefined) process.stdout.write(`${row}: ${error}\n`)
const folder = join(import.meta.dirname, 'results')
await mkdir(folder, { recursive: true })
const machine = { kernel: release(), node: process.version, cores: cpus().length, processor: cpus()[0]?.model.trim() }
const report = { at: new Date().toISOString(), machine, rows: measured.map(withOutcome) }
const file = join(folder, `${report.at.replaceAll(':', '-')}.json`)
await writeFile(file, `${JSON.stringify(report, null, 2)}\n`)
process.stdout.write(`\n${file}\n`)
const failed = measured.some(({ error }) => error !== undefined) || results.some((result) => isHeld(result) && !isReached(result))
process.exit(failed ? 1 : 0)

function withOutcome(one: Measured) {
  return { ...one, results: one.results.map((result) => ({ ...result, ...(isHeld(result) ? { pass: isReached(result) } : {}) })) }
}

async function run(name: string, { minutes, measure }: Row): Promise<Measured> {
  process.stderr.write(`${name} …\n`)
  const began = performance.now()
  const load = loadavg()[0] ?? 0
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`given up after ${minutes} minutes`)), minutes * 60_000)
  })
  const measuring = measure()
  // Given up, it fails once more when its programs end.
  measuring.catch(() => {})
  const end = await Promise.race([measuring, limit]).then(
    (results) => ({ results }),
    (error: Error) => ({ results: [], error: error.message }),
  )
  clearTimeout(timer)
  if (end.results.length > 0) process.stderr.write(table(end.results))
  await endAll()
  endPrograms()
  await destroyLeft()
  return { row: name, seconds: Math.round((performance.now() - began) / 100) / 10, load: Math.round(load * 100) / 100, ...end }
}

/** Destroys the sandboxes that a row left running, as one does that was given up. */
async function destroyLeft(): Promise<void> {
  for (const home of await readdir(scratch)) {
    const sockets = await readdir(join(scratch, home, 'run')).catch(() => [])
    for (const socket of sockets.filter((name) => name.endsWith('.sock'))) {
      await destroy(Netloom.at(join(scratch, home)), socket.slice(0, -'.sock'.length))
    }
  }
}

/** An apply that was under way goes on without its command; it has to end first. */
async function destroy(netloom: Netloom, lab: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await netloom.run(['destroy', lab])
      return
    } catch (error) {
      if (tries < 20) await delay(1000)
      else {
        process.stderr.write(`${lab} could not be destroyed: ${error instanceof Error ? error.message : error}\n`)
        return
      }
    }
  }
}

async function clean(): Promise<void> {
  await endAll()
  endPrograms()
  await destroyLeft()
  rmSync(scratch, { recursive: true, force: true })
}
