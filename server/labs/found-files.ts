import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import { ignoreMissing } from './durable'
import { History, historyPath } from './history'
import { Journal, type JournalRecord } from './journal'
import { LabProblem, storeFailed } from './problem'
import { lastKnown, type Recovered, recover } from './recover'

/** A lab's files as a session finds them when it opens, and what they come to together. */
export interface FoundFiles {
  journal: Journal
  history: History
  records: JournalRecord[]
  /** What the file said when the journal last knew it, the hash that the journal knows that by, and the lab that it is. */
  text: string
  hash: string
  base: Lab
  recovered: Recovered
  /** Whether somebody else has changed the file since: it is to be looked at once the session stands. */
  isChanged: boolean
}

/** Opens journal and history of the lab whose file this is. Throws LabProblem, and then has nothing open. */
export async function findFiles(file: string, journalFile: string): Promise<FoundFiles> {
  const text = await readFile(file, 'utf8').catch(ignoreMissing)
  if (text === undefined) throw new LabProblem('no-such-lab')
  const parsed = parseLabFile(text)
  const { journal, records } = await Journal.open(journalFile).catch((error: unknown) => {
    throw storeFailed(error)
  })
  try {
    const { history, records: versions } = await History.open(historyPath(journalFile))
    const hash = hashOf(text)
    const isKnown = records.some((record) => record.kind !== 'edit' && record.hash === hash)
    const left = isKnown ? undefined : lastKnown(records, versions, parsed.lab)
    if (left) {
      const { text, hash, base } = left
      return { journal, history, records, text, hash, base, recovered: left, isChanged: true }
    }
    if (!parsed.lab) throw new LabProblem('invalid', 'the file is not a lab', parsed.diagnostics)
    const recovered = recover(parsed.lab, hash, records, history.newest)
    return { journal, history, records, text, hash, base: parsed.lab, recovered, isChanged: false }
  } catch (error) {
    await journal.close()
    throw error instanceof LabProblem ? error : storeFailed(error)
  }
}

/** What the journal knows a text of the lab file by. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
