import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** Imports that the table of docs/architecture.md forbids, each with the rule that must catch it. */
const FORBIDDEN = [
  ['core/a.ts', 'node:fs', 'core-is-pure'],
  ['core/b.ts', 'react', 'core-is-pure'],
  ['core/c.ts', '../server/labs/store', 'core-is-pure'],
  ['core/d.ts', '../components/ui/button', 'core-is-pure'],
  ['app/a.ts', '../server/labs/store', 'pages-know-no-server'],
  ['app/b.ts', '../core/lab/schema', 'app-only-routes'],
  ['components/a.ts', '../server/labs/store', 'pages-know-no-server'],
  ['components/b.ts', '../app/page', 'components-do-not-know-routes'],
  ['components/c.ts', 'node:fs', 'pages-use-no-node'],
  ['server/labs/a.ts', '../../components/ui/button', 'server-knows-no-pages'],
  ['server/web/a.ts', '../agent/netns', 'agent-is-a-process'],
  ['server/machines/a.ts', '../agent/netns', 'agent-is-a-process'],
  ['server/cli/a.ts', '../agent/netns', 'agent-is-a-process'],
  ['server/agent/a.ts', '../machines/sandbox', 'agent-stands-alone'],
  ['server/agent/b.ts', 'next', 'agent-stands-alone'],
  ['server/labs/e.ts', '../machines/sandbox', 'server-labs-knows-its-place'],
  ['server/machines/b.ts', '../labs/store', 'server-machines-knows-its-place'],
  ['server/web/b.ts', '../main', 'server-web-knows-its-place'],
  ['server/cli/b.ts', '../web/next', 'server-cli-knows-its-place'],
  ['server/labs/b.ts', 'next', 'only-web-loads-next'],
  ['server/labs/c.ts', 'vitest', 'product-without-test-tools'],
  ['core/e.ts', '../test/arbitraries/lab', 'product-without-test-tools'],
  ['server/labs/d.ts', './testing', 'product-without-test-tools'],
  ['core/f.ts', './nowhere', 'nothing-unresolved'],
  ['server/labs/ring-a.ts', './ring-b', 'no-circular'],
] as const

/** Imports that it allows. */
const ALLOWED = [
  ['core/lab/schema.ts', 'zod'],
  ['core/ok.ts', './lab/schema'],
  ['core/ok.test.ts', 'vitest'],
  ['server/labs/testing.ts', 'vitest'],
  ['components/ui/button.ts', '../../core/lab/schema'],
  ['app/page.ts', '../components/ui/button'],
  ['server/agent/netns.ts', '../../core/lab/schema'],
  ['server/machines/sandbox.ts', '../../core/lab/schema'],
  ['server/web/next.ts', 'next'],
  ['server/labs/store.ts', '../../core/lab/schema'],
  ['server/main.ts', './web/next'],
  ['server/cli/ok.ts', '../main'],
  ['server/cli/ok-too.ts', '../labs/store'],
  ['server/labs/ring-b.ts', './ring-a'],
  ['test/arbitraries/lab.ts', '../../core/lab/schema'],
] as const

const reportSchema = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
})

describe('the rules about who imports whom', () => {
  let folder: string
  let caught: Map<string, Set<string>>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netloom-rules-'))
    await copyFile(join(root, '.dependency-cruiser.cjs'), join(folder, '.dependency-cruiser.cjs'))
    await write('package.json', '{ "type": "module" }')
    await write('tsconfig.json', '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler" } }')
    for (const name of ['zod', 'react', 'next', 'vitest']) {
      await write(`node_modules/${name}/package.json`, `{ "name": "${name}", "version": "1.0.0", "main": "index.js" }`)
      await write(`node_modules/${name}/index.js`, 'export const x = 1')
    }
    for (const [file, target] of [...FORBIDDEN, ...ALLOWED])
      await write(file, `import * as x from '${target}'\nexport const y = x\n`)
    const cruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
    const args = [
      cruise,
      'app',
      'components',
      'core',
      'server',
      'test',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
    ]
    const { stdout } = await run(process.execPath, args, { cwd: folder, maxBuffer: 10_000_000 })
    caught = new Map()
    for (const { from, rule } of reportSchema.parse(JSON.parse(stdout)).summary.violations) {
      caught.set(from, (caught.get(from) ?? new Set()).add(rule.name))
    }
  }, 60_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function write(file: string, text: string): Promise<void> {
    const path = join(folder, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }

  it.each(FORBIDDEN)('%s may not import %s', (file, _target, rule) => {
    expect(caught.get(file)).toContain(rule)
  })

  it.each(ALLOWED.filter(([file]) => !file.includes('ring')))('%s may import %s', (file) => {
    expect(caught.get(file)).toBeUndefined()
  })
})
