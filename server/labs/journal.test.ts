import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Journal, type JournalRecord } from './journal'
import { add, temporaryFolder } from './testing'

const record = (revision: number): JournalRecord => ({
  kind: 'edit',
  revision,
  edit: `e${revision}`,
  command: add(`n${revision}`),
})

async function journalPath(): Promise<string> {
  return join(await temporaryFolder(), 'lab.jsonl')
}

it('keeps records in the order in which they came', async () => {
  const path = await journalPath()
  const { journal } = await Journal.open(path)
  await Promise.all([1, 2, 3, 4, 5].map((revision) => journal.append(record(revision))))
  await journal.close()
  const again = await Journal.open(path)
  expect(again.records).toEqual([1, 2, 3, 4, 5].map(record))
  await again.journal.close()
})

it('cuts off a record that was torn by a crash, and goes on behind the last whole one', async () => {
  const path = await journalPath()
  const { journal } = await Journal.open(path)
  await journal.append(record(1))
  await journal.close()
  await appendFile(path, JSON.stringify(record(2)).slice(0, 30))
  const torn = await Journal.open(path)
  expect(torn.records).toEqual([record(1)])
  await torn.journal.append(record(2))
  await torn.journal.close()
  const whole = await Journal.open(path)
  expect(whole.records).toEqual([record(1), record(2)])
  await whole.journal.close()
})

it('keeps a copy of what it cannot read before it cuts that off', async () => {
  const path = await journalPath()
  const text = `${JSON.stringify(record(1))}\n{"kind":"from a later version"}\n${JSON.stringify(record(2))}\n`
  await writeFile(path, text)
  const { journal, records } = await Journal.open(path)
  expect(records).toEqual([record(1)])
  expect(await readFile(`${path}.damaged`, 'utf8')).toBe(text)
  await journal.close()
})

it('loses nothing that is appended around a reset', async () => {
  const path = await journalPath()
  const { journal } = await Journal.open(path)
  const written: JournalRecord[] = []
  const append = (revision: number) => journal.append(record(revision)).then(() => written.push(record(revision)))
  const before = append(1)
  const base: JournalRecord = { kind: 'base', format: 1, hash: 'a'.repeat(64), revision: 1, edits: [['e1', 1]] }
  const reset = journal.reset(() => [base, ...written])
  const during = append(2)
  await before
  const later = append(3)
  await Promise.all([reset, during, later])
  await journal.close()
  const again = await Journal.open(path)
  expect(again.records).toEqual([base, record(1), record(2), record(3)])
  await again.journal.close()
})
