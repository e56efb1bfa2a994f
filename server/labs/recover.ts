import { applyCommand } from '../../core/edit/apply'
import type { Command } from '../../core/edit/change'
import type { Lab } from '../../core/lab/schema'
import type { JournalRecord } from './journal'

/** A durable edit that the lab file does not have yet. */
export interface PendingEdit {
  edit: string
  revision: number
  command: Command
}

export interface Rebased {
  lab: Lab
  revision: number
  /** Those that fit, with the revisions that they have now. */
  unwritten: PendingEdit[]
  /** Accepted edits that do not fit the file any more, because it was changed by hand. */
  lost: PendingEdit[]
}

interface Recovered extends Rebased {
  /** Ids of accepted edits with their revisions, oldest first. */
  edits: [string, number][]
  /** The journal does not lead from the file to this lab and has to be started anew. */
  startAnew: boolean
}

/**
 * Brings a lab file and its journal together at start. The newest record that names the file's hash says which edits the file has; the
 * edits after it are applied again. A file that no record names was changed outside: then it counts, and what it may not have is put on top.
 */
export function recover(file: Lab, fileHash: string, records: JournalRecord[]): Recovered {
  const edits = records.flatMap((record): [string, number][] =>
    record.kind === 'base' ? record.edits : record.kind === 'edit' ? [[record.edit, record.revision]] : [],
  )
  const known = records.findLastIndex((record) => record.kind !== 'edit' && record.hash === fileHash)
  const newest = records.reduce((revision, record) => Math.max(revision, record.revision), 0)
  if (known !== -1) {
    const start = records[known]?.revision ?? 0
    const replay = rebase(file, start, pendingAfter(records, start))
    return { ...replay, edits, startAnew: replay.lost.length > 0 }
  }
  const written = records.findLast((record) => record.kind !== 'edit')?.revision ?? 0
  return { ...rebase(file, newest + 1, pendingAfter(records, written)), edits, startAnew: true }
}

/** By revision, not by place: an edit may stand before the record of a file that was composed without it. */
function pendingAfter(records: JournalRecord[], revision: number): PendingEdit[] {
  return records
    .filter((record) => record.kind === 'edit')
    .filter((record) => record.revision > revision)
    .map(({ edit, revision, command }) => ({ edit, revision, command }))
}

/** Puts edits on top of a document that may not be the one that they were made on. */
export function rebase(file: Lab, start: number, pending: PendingEdit[]): Rebased {
  let lab = file
  let revision = start
  const unwritten: PendingEdit[] = []
  const lost: PendingEdit[] = []
  for (const edit of pending) {
    const applied = applyCommand(lab, edit.command)
    if (!applied.ok) {
      lost.push(edit)
      continue
    }
    lab = applied.lab
    unwritten.push({ ...edit, revision: ++revision })
  }
  return { lab, revision, unwritten, lost }
}
