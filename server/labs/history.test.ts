import { open as openFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { replaceLab } from '../../core/history/replace'
import { emptyLab } from '../../core/lab/empty'
import { writeLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import { HISTORY_BYTES, HISTORY_VERSIONS } from '../../core/protocol/history'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { historyPath } from './history'
import { readHistory, versionAt, versionsOf } from './history-records'
import { LabSession } from './session'
import { add, temporaryFolder } from './testing'

vi.setConfig({ testTimeout: 120_000 })

interface Place {
  file: string
  journal: string
}

async function place(): Promise<Place> {
  const folder = await temporaryFolder()
  const file = join(folder, 'lab.netloom.yaml')
  await writeFile(file, writeLabFile(emptyLab('lab')))
  return { file, journal: join(folder, 'lab.jsonl') }
}

async function open(at: Place): Promise<LabSession> {
  const session = await LabSession.open(at.file, at.journal)
  onTestFinished(() => session.end())
  return session
}

describe('the history', () => {
  it('has every version that there was, also over starts and kills', async () => {
    const labs = fc.array(fc.record({ lab: arbitraryLab({ name: 'lab', maxNamespaces: 3 }), next: fc.nat({ max: 5 }) }), {
      minLength: 1,
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(labs, async (steps) => {
        const at = await place()
        let session = await LabSession.open(at.file, at.journal)
        const seen = new Map<number, Lab>([[session.current.revision, session.current.lab]])
        for (const [step, { lab, next }] of steps.entries()) {
          const command = replaceLab(session.current.lab, lab, 'test')
          if (command) await session.edit(session.current.revision, `e${step}`, command)
          seen.set(session.current.revision, session.current.lab)
          if (next === 1) await session.write()
          if (next === 2) await session.close()
          if (next === 3) await session.end()
          if (next === 2 || next === 3) session = await LabSession.open(at.file, at.journal)
        }
        const records = await session.versions()
        await session.end()
        for (const [version, lab] of seen) expect(versionAt(records, version)?.lab).toEqual(lab)
        expect(versionsOf(records).map(({ version }) => version)).toEqual([...seen.keys()].reverse())
      }),
      { numRuns: 40 },
    )
  })

  it('misses none that is made while the history is being written', async () => {
    const session = await open(await place())
    const made: Promise<unknown>[] = []
    for (let number = 0; number < 60; number++) {
      made.push(session.edit(session.current.revision, `e${number}`, add(`n${number}`)), session.versions())
      if (number % 4 === 0) await made.at(-2)
    }
    await Promise.all(made)
    const records = await session.versions()
    expect(versionsOf(records)).toHaveLength(61)
    for (const [at, { version }] of versionsOf(records).entries())
      expect(Object.keys(versionAt(records, version)?.lab.nodes ?? {})).toHaveLength(61 - at)
  })

  it('is bounded: the oldest go, the newest stay whole', async () => {
    const at = await place()
    const session = await open(at)
    const first = session.current.revision
    const total = HISTORY_VERSIONS + 300
    for (let batch = 0; batch < total / 50; batch++) {
      const names = Array.from({ length: 50 }, (_, number) => `n${batch}-${number}`)
      await Promise.all(names.map((name) => session.edit(session.current.revision, name, add(name))))
      await session.write()
    }
    const records = await session.versions()
    const versions = versionsOf(records)
    expect(versions.length).toBeLessThanOrEqual(HISTORY_VERSIONS)
    expect(versions.length).toBeGreaterThan(HISTORY_VERSIONS / 2)
    expect((await readFile(historyPath(at.journal))).length).toBeLessThan(HISTORY_BYTES)
    for (const { version } of [versions[0], versions[700], versions.at(-1)].filter((one) => one !== undefined))
      expect(Object.keys(versionAt(records, version)?.lab.nodes ?? {})).toHaveLength(version - first + 1)
  })

  it('torn anywhere in its last records loses nothing that was acknowledged', async () => {
    const at = await place()
    const session = await open(at)
    const path = historyPath(at.journal)
    for (const name of ['a', 'b']) await session.edit(session.current.revision, name, add(name))
    await session.write()
    const { length } = await readFile(path)
    for (const name of ['c', 'd']) await session.edit(session.current.revision, name, add(name))
    await session.versions()
    const whole = await readFile(path)
    await session.end()
    const journal = await readFile(at.journal)
    for (let end = length; end < whole.length; end += 37) {
      await writeFile(path, whole)
      await writeFile(at.journal, journal)
      await truncate(path, end)
      const again = await open(at)
      const records = await again.versions()
      for (const [index, { version }] of versionsOf(records).reverse().entries())
        expect(Object.keys(versionAt(records, version)?.lab.nodes ?? {})).toEqual(
          ['host', 'a', 'b', 'c', 'd'].slice(0, index + 1),
        )
      expect(versionsOf(records)).toHaveLength(5)
      await again.end()
    }
  })

  it('damaged in the middle keeps what still makes sense, and the bytes beside', async () => {
    const at = await place()
    const session = await open(at)
    for (const name of ['a', 'b', 'c']) await session.edit(session.current.revision, name, add(name))
    await session.close()
    const path = historyPath(at.journal)
    const lines = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, [...lines.slice(0, 2), '{"kind":"edit"', ...lines.slice(3)].join('\n'))
    const again = await open(at)
    const records = await again.versions()
    expect(versionAt(records, again.current.revision)?.lab).toEqual(again.current.lab)
    for (const { version } of versionsOf(records)) expect(versionAt(records, version)).toBeDefined()
    expect(await readFile(`${path}.damaged`, 'utf8')).toContain('{"kind":"edit"\n')
  })

  it('is whole again after an append that failed half way', async () => {
    const at = await place()
    const session = await open(at)
    await session.edit(session.current.revision, 'a', add('a'))
    await session.versions()
    const handle = await openFile(historyPath(at.journal), 'a')
    await handle.appendFile('{"kind":"edit","vers')
    await handle.close()
    await session.end()
    const again = await open(at)
    await again.edit(again.current.revision, 'b', add('b'))
    const records = await again.versions()
    expect(versionsOf(records)).toHaveLength(3)
    expect(readHistory(await readFile(historyPath(at.journal), 'utf8')).damaged).toBe(false)
  })
})
