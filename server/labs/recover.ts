import { applyCommand } from '../../core/edit/apply'
import type { Command } from '../../core/edit/change'
import { differencesOf } from '../../core/history/difference'
import type { Lab } from '../../core/lab/schema'
import { type HistoryRecord, versionAt } from './history-records'
import type { JournalRecord } from './journal'

/** A durable edit that the lab file does not have yet. */
export interface PendingEdit {
  edit: string
  revision: number
  command: Command
  /** Milliseconds since the epoch. */
  at?: number
}

export interface Rebased {
  lab: Lab
  revision: number
  /** Those that fit, with the revisions that they have now. */
  unwritten: PendingEdit[]
  /** Accepted edits that do not fit the file any more, because it was changed by hand. */
  lost: PendingEdit[]
}

interface LastKnown extends Recovered {
  /** What the file said when it was last written or read, a text of it with its comments, and the hash that the journal knows it by. */
  base: Lab
  text: string
  hash: string
}

export interface Recovered extends Rebased {
  /** Ids of accepted edits with their revisions, oldest first. */
  edits: [string, number][]
  /** The journal does not lead from the file to this lab and has to be started anew. */
  startAnew: boolean
}

/**
 * Brings a lab file and its journal together at start. The newest record that names the file's hash says which edits the file has; the
 * edits after it are applied again. A file that no record names was changed outside: then it counts, and what it may not have is put on top.
 * Revisions go on past `atLeast`, which is known of even where the journal is lost.
 */
export function recover(file: Lab, fileHash: string, records: JournalRecord[], atLeast = 0): Recovered {
  const edits = editsIn(records)
  const known = records.findLastIndex((record) => record.kind !== 'edit' && record.hash === fileHash)
  const newest = records.reduce((revision, record) => Math.max(revision, record.revision), atLeast)
  if (known !== -1) {
    const start = records[known]?.revision ?? 0
    const replay = rebase(file, start, pendingAfter(records, start))
    return { ...replay, edits, startAnew: replay.lost.length > 0 }
  }
  const written = records.findLast((record) => record.kind !== 'edit')?.revision ?? 0
  return { ...rebase(file, newest + 1, pendingAfter(records, written)), edits, startAnew: true }
}

/**
 * The lab as it was known when its file is not what it was left as, or is no lab any more (then `file` is absent): what the file said last,
 * and that with the edits that it does not have. Undefined where no version of it was kept.
 */
export function lastKnown(
  records: JournalRecord[],
  versions: readonly HistoryRecord[],
  file: Lab | undefined,
): LastKnown | undefined {
  // Killed after the record of a file and before the file itself: somebody may have gone on from the one before.
  const [newest, earlier] = records
    .filter((record) => record.kind !== 'edit')
    .slice(-2)
    .reverse()
    .map((record) => ({ record, version: versionAt(versions, record.revision) }))
  if (!newest?.version) return undefined
  const distance = (lab: Lab | undefined) => (lab && file ? differencesOf(lab, file).length : Number.POSITIVE_INFINITY)
  const nearer = earlier?.version && distance(earlier.version.lab) < distance(newest.version.lab) ? earlier : newest
  const replay = rebase(newest.version.lab, newest.record.revision, pendingAfter(records, newest.record.revision))
  const { lab: base = newest.version.lab, text = newest.version.text } = nearer.version ?? {}
  const hash = newest.record.hash
  return { ...replay, edits: editsIn(records), startAnew: replay.lost.length > 0, base, text, hash }
}

/** An edit as the history keeps it. */
export function versionOf({ edit, revision, command, at = Date.now() }: PendingEdit): HistoryRecord {
  return { kind: 'edit', version: revision, at, edit, command }
}

/** What the history lacks after a start: the edits since its newest version, or the whole file where they do not follow on that. */
export function versionsMissing(found: Recovered, records: JournalRecord[], newest: number, text: string): HistoryRecord[] {
  const edits = found.startAnew ? found.unwritten : pendingAfter(records, newest)
  if (newest > 0 && (edits[0]?.revision ?? found.revision + 1) === newest + 1) return edits.map(versionOf)
  if (newest >= found.revision) return []
  const version = found.revision - found.unwritten.length
  return [{ kind: 'document', version, at: Date.now(), why: 'start', text }, ...found.unwritten.map(versionOf)]
}

function editsIn(records: JournalRecord[]): [string, number][] {
  return records.flatMap((record): [string, number][] =>
    record.kind === 'base' ? record.edits : record.kind === 'edit' ? [[record.edit, record.revision]] : [],
  )
}

/** By revision, not by place: an edit may stand before the record of a file that was composed without it. */
export function pendingAfter(records: JournalRecord[], revision: number): PendingEdit[] {
  return records
    .filter((record) => record.kind === 'edit')
    .filter((record) => record.revision > revision)
    .map(({ edit, revision, command, at }) => ({ edit, revision, command, ...(at === undefined ? {} : { at }) }))
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
