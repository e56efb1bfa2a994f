import type * as Fs from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { Journal, type JournalRecord } from './journal'
import { add, temporaryFolder } from './testing'

let folderFails = false
// What opens a folder to make its entries durable is refused, as by a process that has too many files open.
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof Fs>()
  const open = (...args: Parameters<typeof fs.open>) =>
    folderFails && args[1] === 'r'
      ? Promise.reject(Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' }))
      : fs.open(...args)
  return { ...fs, open }
})

const record = (revision: number): JournalRecord => ({
  kind: 'edit',
  revision,
  edit: `e${revision}`,
  command: add(`n${revision}`),
})

it('a reset that fails past its rename neither loses what is acknowledged after it nor acknowledges what may be lost', async () => {
  const path = join(await temporaryFolder(), 'lab.jsonl')
  const { journal } = await Journal.open(path)
  await journal.append(record(1))
  folderFails = true
  await expect(journal.reset(() => [record(1)])).rejects.toThrow('EMFILE')
  await expect(journal.append(record(2))).rejects.toThrow('EMFILE')
  folderFails = false
  await journal.append(record(3))
  await journal.close()
  const again = await Journal.open(path)
  expect(again.records).toEqual([record(1), record(3)])
  await again.journal.close()
})
