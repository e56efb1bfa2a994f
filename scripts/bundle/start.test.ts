import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** A program that sets a flag of V8 once it runs, as ours do, and whose exit code tells what it was given. */
const program = (word: string) => `
require('node:v8').setFlagsFromString('--interrupt-budget=1000')
process.stdout.write(${JSON.stringify(word)} + process.argv.slice(2).join())
process.exitCode = module.exports === exports && __filename.startsWith(__dirname) ? 3 : 1
`

let folder: string
let bundle: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-start-'))
  bundle = join(folder, 'told.bundle.js')
  copyFileSync(here('start.cjs'), join(folder, 'start.cjs'))
  writeFileSync(bundle, program('first '))
  writeFileSync(join(folder, 'told.js'), `require('./start.cjs').run(${JSON.stringify(bundle)}, require, module)`)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const node = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  return { status, out: stdout + stderr }
}
const start = (...args: string[]) => node(join(folder, 'told.js'), ...args)
const writeCache = () => node(here('write-code-cache.cjs'), join(folder, 'start.cjs'), bundle, 'warm')
/** Whether V8 compiles the bundle from the cache; asked of a process that has no flags of its own. */
const fits = () =>
  node(
    '-p',
    `String(require(${JSON.stringify(join(folder, 'start.cjs'))}).compile(${JSON.stringify(bundle)}).cachedDataRejected)`,
  ).out

test('a bundle without a code cache is compiled', () => {
  expect(start('a', 'b')).toEqual({ status: 3, out: 'first a,b' })
  expect(fits()).toBe('undefined\n')
})

test('the code cache is made by a run of the program, and taken though the program sets flags', () => {
  expect(writeCache()).toEqual({ status: 3, out: 'first warm' })
  expect(existsSync(`${bundle}.cache`)).toBe(true)
  expect(fits()).toBe('false\n')
  expect(start('a')).toEqual({ status: 3, out: 'first a' })
})

test.each([
  ['of another bundle', () => writeFileSync(bundle, program('another '))],
  ['that is damaged', () => writeFileSync(`${bundle}.cache`, 'what somebody left')],
])('a code cache %s is not taken', (_, change) => {
  writeCache()
  change()
  expect(fits()).toBe('true\n')
  expect(start()).toMatchObject({ status: 3, out: expect.stringMatching(/^(first|another) $/) })
})

test('what the bundle throws names the bundle and the line', () => {
  writeFileSync(bundle, '\n\nthrow new Error("not today")')
  expect(start().out).toContain(`${bundle}:3`)
})

// Not `import`: the file is CommonJS that is copied beside the bundles.
test('a bundle that is not there is an error', () => {
  const { compile } = createRequire(import.meta.url)('./start.cjs')
  expect(() => compile(join(folder, 'none.js'))).toThrow('ENOENT')
})
