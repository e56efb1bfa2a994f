import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Counts, closingLine, playwrightCounts, sum, vitestCounts } from './counts'
import { type Failure, failureList, playwrightFailures, vitestFailures } from './failures'
import { figureTable, readFigures } from './figures'
import { type Runner, runRunner } from './runner'

/**
 * Every check of the project, one after the other; a failure does not keep the next from running. Names as arguments pick some of
 * them. `--long` runs the long forms instead. At the end come what failed, the figures that the tests counted, and a line that adds up all runners.
 */
const root = fileURLToPath(new URL('../../', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'netloom-checks-'))
// Whichever way we end, an interruption and a name that no check has included.
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
const node = process.execPath
const binary = (path: string) => join(root, 'node_modules', path)

function vitest(name: string, projects: readonly string[], before: readonly string[] = []): Runner {
  const file = join(scratch, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  return {
    name,
    command: [
      ...before,
      node,
      binary('vitest/vitest.mjs'),
      'run',
      ...projects.map((project) => `--project=${project}`),
      ...reporters,
    ],
    report: { file, counts: vitestCounts, failures: vitestFailures },
  }
}

const privateRoot = join(root, 'scripts/private-root.sh')
const dockerRoot = join(root, 'scripts/docker-root.sh')
const e2eReport = join(scratch, 'e2e.json')
const USUAL: readonly Runner[] = [
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'typecheck', command: ['npm', 'run', '--silent', 'typecheck'] },
  { name: 'architecture', command: ['npm', 'run', '--silent', 'check:architecture'] },
  { name: 'unused', command: ['npm', 'run', '--silent', 'check:unused'] },
  vitest('unit', ['unit', 'dom']),
  vitest('kernel', ['kernel'], [privateRoot]),
  vitest('docker', ['docker'], [dockerRoot]),
  {
    name: 'e2e',
    command: [node, binary('@playwright/test/cli.js'), 'test', '--config=e2e/playwright.config.ts', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport, PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport },
    report: { file: e2eReport, counts: playwrightCounts, failures: playwrightFailures },
  },
]

/** What takes hours rather than minutes: the tests on a real kernel with many more cases, and those that have no short form. */
const LONG: readonly Runner[] = [
  vitest('long', ['long'], [privateRoot]),
  vitest('kernel', ['kernel'], [privateRoot]),
  vitest('docker', ['docker'], [dockerRoot]),
].map((runner) => ({ ...runner, limitMinutes: 240 }))

const { positionals: asked, values } = parseArgs({ allowPositionals: true, options: { long: { type: 'boolean' } } })
const RUNNERS = values.long ? LONG : USUAL
const unknown = asked.filter((name) => !RUNNERS.some((runner) => runner.name === name))
if (unknown.length > 0) {
  process.stderr.write(`no such check: ${unknown.join(', ')}; there are ${RUNNERS.map(({ name }) => name).join(', ')}\n`)
  process.exit(64)
}

// No test may come near the labs of the person who runs them.
process.env.NETLOOM_HOME = join(scratch, 'home')
process.env.NETLOOM_FIGURES = join(scratch, 'figures')
if (values.long) process.env.NETLOOM_LONG = '1'
let figures = ''
const results: { name: string; counts: Counts; seconds: number }[] = []
const failures: Failure[] = []
for (const runner of RUNNERS.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  process.stdout.write(`\n── ${runner.name} ──\n`)
  const began = performance.now()
  const outcome = await runRunner(runner, root)
  failures.push(...outcome.failures)
  results.push({ name: runner.name, counts: outcome.counts, seconds: (performance.now() - began) / 1000 })
}
figures = figureTable(readFigures(process.env.NETLOOM_FIGURES))

const total = sum(results.map(({ counts }) => counts))
if (failures.length > 0) process.stdout.write(`\n${failureList(failures)}`)
process.stdout.write('\n')
for (const { name, counts, seconds } of results) {
  process.stdout.write(`${name.padEnd(14)}${closingLine(counts)} (${seconds.toFixed(1)} s)\n`)
}
if (figures !== '') process.stdout.write(`\n${figures}`)
process.stdout.write(`\n${closingLine(total)}\n`)
process.exitCode = total.failed > 0 ? 1 : 0
