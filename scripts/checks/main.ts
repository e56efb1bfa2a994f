import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Counts, closingLine, playwrightCounts, sum, vitestCounts } from './counts'
import { type Runner, runRunner } from './runner'

/**
 * Every check of the project, one after the other; a failure does not keep the next from running. Names as arguments pick some of
 * them. The last line adds up all runners.
 */
const root = fileURLToPath(new URL('../../', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'netloom-checks-'))
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
    report: { file, counts: vitestCounts },
  }
}

const e2eReport = join(scratch, 'e2e.json')
const RUNNERS: readonly Runner[] = [
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'typecheck', command: ['npm', 'run', '--silent', 'typecheck'] },
  { name: 'architecture', command: ['npm', 'run', '--silent', 'check:architecture'] },
  { name: 'unused', command: ['npm', 'run', '--silent', 'check:unused'] },
  vitest('unit', ['unit', 'dom']),
  vitest('kernel', ['kernel'], [join(root, 'scripts/private-root.sh')]),
  vitest('docker', ['docker'], [join(root, 'scripts/docker-root.sh')]),
  {
    name: 'e2e',
    command: [node, binary('@playwright/test/cli.js'), 'test', '--config=e2e/playwright.config.ts', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport, PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport },
    report: { file: e2eReport, counts: playwrightCounts },
  },
]

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !RUNNERS.some((runner) => runner.name === name))
if (unknown.length > 0) {
  process.stderr.write(`no such check: ${unknown.join(', ')}; there are ${RUNNERS.map(({ name }) => name).join(', ')}\n`)
  process.exit(64)
}

// No test may come near the labs of the person who runs them.
process.env.NETLOOM_HOME = join(scratch, 'home')
const results: { name: string; counts: Counts; seconds: number }[] = []
try {
  for (const runner of RUNNERS.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    process.stdout.write(`\n── ${runner.name} ──\n`)
    const began = performance.now()
    const counts = await runRunner(runner, root)
    results.push({ name: runner.name, counts, seconds: (performance.now() - began) / 1000 })
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

const total = sum(results.map(({ counts }) => counts))
process.stdout.write('\n')
for (const { name, counts, seconds } of results) {
  process.stdout.write(`${name.padEnd(14)}${closingLine(counts)} (${seconds.toFixed(1)} s)\n`)
}
process.stdout.write(`\n${closingLine(total)}\n`)
process.exitCode = total.failed > 0 ? 1 : 0
