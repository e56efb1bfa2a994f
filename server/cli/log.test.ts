import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { noteInLog } from '../machines/applied-log'
import { LoggedApply } from '../machines/logged-apply'
import { cli } from './testing'

let home: string
let before: string | undefined

beforeEach(() => {
  before = process.env.NETLOOM_HOME
  home = mkdtempSync(join(tmpdir(), 'netloom-log-'))
  process.env.NETLOOM_HOME = home
})
afterEach(() => {
  if (before === undefined) delete process.env.NETLOOM_HOME
  else process.env.NETLOOM_HOME = before
  rmSync(home, { recursive: true })
})

const NETNS = { op: 'netns-add', netns: 'red', id: 'red' } as const
const plan = {
  counts: [{ op: 'netns-add', count: 1 }],
  steps: [{ op: NETNS, action: 'create' as const, reason: { code: 'netns-new' as never, params: {} } }],
}

it('says nothing before anything was applied', async () => {
  expect(await cli(['log'])).toEqual({ code: 0, out: 'Nothing was applied yet.\n', err: '' })
})

it('has who applied what, when, with the commands, and how it ended', async () => {
  const logged = new LoggedApply('sandbox', 'demo', 'someone')
  logged.started(plan)
  await logged.ended({ outcome: 'applied', planId: 'p', steps: 1, milliseconds: 3 })
  await noteInLog({ lab: 'other', actor: 'someone else', did: 'destroyed' })

  const { out } = await cli(['log', '--json'])
  const { entries } = JSON.parse(out)
  expect(entries).toMatchObject([
    { machine: 'sandbox', lab: 'demo', actor: 'someone', did: 'started', steps: 1, commands: ['ip netns add red'] },
    { lab: 'demo', did: 'applied', steps: 1 },
    { lab: 'other', actor: 'someone else', did: 'destroyed' },
  ])
  for (const { at } of entries) expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000)
  const text = await cli(['log', 'demo'])
  expect(text.out).toMatch(
    /^\S+Z {2}demo {2}someone {2}began, 1 step\n {4}ip netns add red\n\S+Z {2}demo {2}someone {2}applied, 1 step\n$/,
  )
  expect((await cli(['log', 'demo'], { LANG: 'zh_CN.UTF-8' })).out).toContain('已应用, 1 步')
})

it('of this computer is root’s own, and says so', async () => {
  vi.spyOn(process, 'getuid').mockReturnValue(1000)
  const { code, err } = await cli(['log', '--machine', 'host'])
  expect(code).toBe(1)
  expect(err).toContain('Only root may read the log')
})

it('keeps nothing from who may not read it, and goes on after a line that a crash cut short', async () => {
  await noteInLog({ lab: 'demo', actor: 'me', did: 'destroyed' })
  const file = join(home, 'applied.jsonl')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  appendFileSync(file, '{"at":"2026\n')
  await noteInLog({ lab: 'demo', actor: 'me', did: 'destroyed' })
  expect(JSON.parse((await cli(['log', '--json'])).out).entries).toHaveLength(2)
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4)
})

it('tells of a plan that failed what became of it, and of one with nothing to do nothing', async () => {
  const failed = new LoggedApply('sandbox', 'demo', 'me')
  failed.started(plan)
  await failed.ended({ outcome: 'failed', planId: 'p', failure: { error: 'No space left', undone: true } })
  const idle = new LoggedApply('sandbox', 'demo', 'me')
  idle.started({ counts: [], steps: [] })
  await idle.ended({ outcome: 'applied', planId: 'p', steps: 0, milliseconds: 1 })
  const { entries } = JSON.parse((await cli(['log', '--json'])).out)
  expect(entries.map(({ did }: { did: string }) => did)).toEqual(['started', 'put-back'])
  expect(entries[1]).toMatchObject({ error: 'No space left' })
})
