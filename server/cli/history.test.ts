import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parseLabFile } from '../../core/lab/file'
import { lockHome } from '../labs/lock'
import { LabProblem } from '../labs/problem'
import { LabStore } from '../labs/store'
import { cli } from './testing'

let home: string
const homeBefore = process.env.NETLOOM_HOME

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'netloom-history-'))
  process.env.NETLOOM_HOME = home
  const store = await LabStore.open(home, home, expect.fail)
  await store.create({ name: 'lab' })
  const session = await store.use('lab')
  for (const name of ['red', 'blue']) {
    const changes = [{ change: 'set' as const, path: ['nodes', name], to: { kind: 'namespace' } }]
    await session.edit(session.current.revision, name, { label: 'add-namespace', changes })
  }
  await store.close()
})
afterAll(async () => {
  if (homeBefore === undefined) delete process.env.NETLOOM_HOME
  else process.env.NETLOOM_HOME = homeBefore
  await rm(home, { recursive: true, force: true })
})

const nodes = async () => {
  const { lab } = parseLabFile(await readFile(join(home, 'labs/lab.netloom.yaml'), 'utf8'))
  return Object.keys(lab?.nodes ?? {})
}

describe('netloom history', () => {
  it('lists the versions, newest first, with what each changed', async () => {
    const { code, out } = await cli(['history', 'lab'])
    expect(code).toBe(0)
    expect(out.split('\n').map((line) => line.replace(/\d{4}-\S+ \S+/, 'TIME'))).toEqual([
      '3  TIME  Add namespace: blue added',
      '2  TIME  Add namespace: red added',
      '1  TIME  First version kept',
      '',
    ])
    const { versions } = JSON.parse((await cli(['history', 'lab', '--json', '--limit', '1'])).out)
    expect(versions).toMatchObject([
      { version: 3, label: 'add-namespace', changes: [{ change: 'added', message: 'blue added' }] },
    ])
  })

  it('compares two versions, or one with what is there now', async () => {
    expect((await cli(['history', 'lab', '--compare', '1..2'])).out).toContain('  red added\n')
    expect((await cli(['history', 'lab', '--compare', '1'], { LANG: 'zh_CN.UTF-8' })).out).toContain('  blue 已添加\n')
    expect((await cli(['history', 'lab', '--compare', '3'])).out).toBe('Versions 3 and 3 are the same.\n')
    expect(JSON.parse((await cli(['history', 'lab', '--compare', '3..1', '--json'])).out)).toMatchObject({
      from: 3,
      to: 1,
      differences: [{ change: 'removed' }, { change: 'removed' }],
    })
  })

  it('restores a version as one edit, which is a version like any other', async () => {
    expect(await cli(['history', 'lab', '--restore', '2'])).toMatchObject({ code: 0, err: '' })
    expect(await nodes()).toEqual(['host', 'red'])
    expect((await cli(['history', 'lab', '--limit', '1'])).out).toContain('Go back to a version: blue removed')
    await cli(['history', 'lab', '--restore', '3'])
    expect(await nodes()).toEqual(['host', 'red', 'blue'])
    expect((await cli(['history', 'lab', '--restore', '3'])).out).toContain('already')
  })

  it('hands the file to the server that has the store open, which takes it in', async () => {
    const unlock = await lockHome(home)
    const store = await LabStore.open(home, home, expect.fail)
    try {
      const session = await store.use('lab')
      const replaced = new Promise((resolve) => session.once('replaced', resolve))
      expect((await cli(['history', 'lab', '--restore', '1', '--json'])).out).toContain('handed-over')
      await replaced
      expect(Object.keys(session.current.lab.nodes)).toEqual(['host'])
    } finally {
      await store.close()
      await unlock()
    }
    expect(await nodes()).toEqual(['host'])
  })

  it.each([
    [{ LANG: 'C' }, 'error: The lab could not be written: ENOSPC\nSee to it that the disk has room'],
    [{ LANG: 'zh_CN.UTF-8' }, '错误: 实验无法写入：ENOSPC\n请确认磁盘有剩余空间'],
  ])('says in the reader’s language (%j) why a version could not be restored', async (env, words) => {
    vi.spyOn(LabStore.prototype, 'use').mockRejectedValue(new LabProblem('store-failed', 'ENOSPC'))
    const { code, err, out } = await cli(['history', 'lab', '--restore', '1', '--json'], env)
    expect(code).toBe(1)
    expect(err).toContain(words)
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'store-failed' } })
  })

  it.each([
    [['history', 'other'], 'There is no lab “other”'],
    [['history', 'lab', '--restore', '99'], 'has no version 99'],
    [['history', 'lab', '--compare', '1..x'], '--compare takes A | A..B'],
    [['history', '../etc'], 'cannot be a lab’s name'],
  ])('%j is refused', async (argv, words) => {
    const { code, err } = await cli(argv)
    expect(code).toBe(1)
    expect(err).toContain(words)
  })
})
