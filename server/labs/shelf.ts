import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceLab } from '../../core/history/replace'
import { writeLabFile } from '../../core/lab/file'
import { ignoreMissing, writeDurably } from './durable'
import { historyPath, loadHistory } from './history'
import { type HistoryRecord, versionAt } from './history-records'
import { readRecords } from './journal'
import { lockHome, StoreTaken } from './lock'
import { LabProblem } from './problem'
import { pendingAfter, versionOf } from './recover'
import { LabStore } from './store'

/** For the command line, which works beside a server that may have the store open. */

function placeOf(home: string, lab: string): { file: string; journal: string } {
  return { file: join(home, 'labs', `${lab}.netloom.yaml`), journal: join(home, 'journal', `${lab}.jsonl`) }
}

/** Every version of a lab of the store, oldest first; undefined when there is no such lab. Writes nothing. */
export async function storedVersions(home: string, lab: string): Promise<HistoryRecord[] | undefined> {
  const { file, journal } = placeOf(home, lab)
  if ((await readFile(file, 'utf8').catch(ignoreMissing)) === undefined) return undefined
  const records = await loadHistory(historyPath(journal))
  const newest = records.at(-1)?.version
  if (newest === undefined) return []
  // What the history does not have yet stands in the journal.
  const bytes = (await readFile(journal).catch(ignoreMissing)) ?? Buffer.alloc(0)
  return [...records, ...pendingAfter(readRecords(bytes).records, newest).map(versionOf)]
}

/**
 * Makes a lab what it was at a version, as one edit. Where a server has the store, the file is changed and the server takes that in as it does
 * any change from outside; resolves with which of the two it was, or that there was nothing to change. Throws LabProblem.
 */
export async function restoreVersion(home: string, lab: string, version: number): Promise<'edited' | 'handed-over' | 'same'> {
  const found = versionAt((await storedVersions(home, lab)) ?? [], version)
  if (!found) throw new LabProblem('no-such-lab', `version ${version} is not kept`)
  let unlock: () => Promise<void>
  try {
    unlock = await lockHome(home)
  } catch (error) {
    if (!(error instanceof StoreTaken)) throw error
    const { file } = placeOf(home, lab)
    const text = await readFile(file, 'utf8')
    const restored = writeLabFile(found.lab, text)
    if (restored === text) return 'same'
    await writeDurably(file, restored)
    return 'handed-over'
  }
  try {
    const store = await LabStore.open(home, join(home, 'labs'), () => {})
    try {
      const session = await store.use(lab)
      const command = replaceLab(session.current.lab, found.lab, 'restore')
      if (!command) return 'same'
      await session.edit(session.current.revision, randomUUID(), command)
      return 'edited'
    } finally {
      await store.close()
    }
  } finally {
    await unlock()
  }
}
