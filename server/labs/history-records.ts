import * as z from 'zod'
import { applyCommand } from '../../core/edit/apply'
import { type Command, commandSchema } from '../../core/edit/change'
import { parseLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import type { LabVersion } from '../../core/protocol/history'

/** How a version came to be that no edit made. */
export const documentReason = z.enum(['start', 'outside'])

const recordSchema = z.discriminatedUnion('kind', [
  /** The whole file at this version, with its comments. What follows builds on it. */
  z.object({ kind: z.literal('document'), version: z.int(), at: z.number(), why: documentReason.optional(), text: z.string() }),
  /** The edit that made this version of the one before it. */
  z.object({ kind: z.literal('edit'), version: z.int(), at: z.number(), edit: z.string(), command: commandSchema }),
])

/** Versions are the revisions that edits are counted by. A document without `why` repeats the version of the edit before it. */
export type HistoryRecord = z.infer<typeof recordSchema>

/** The records of a history file. A torn last line was never counted on; a damaged one elsewhere takes what builds on it along. */
export function readHistory(text: string): { records: HistoryRecord[]; damaged: boolean } {
  const records: HistoryRecord[] = []
  const lines = text.split('\n')
  const torn = lines.pop()
  let damaged = torn !== undefined && torn !== ''
  let stands = false
  for (const line of lines) {
    const record = readRecord(line)
    if (!record) damaged = true
    if (record?.kind === 'document') stands = true
    else if (!record || record.version !== (records.at(-1)?.version ?? 0) + 1) stands = false
    if (record && stands) records.push(record)
  }
  return { records, damaged }
}

function readRecord(line: string): HistoryRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(line)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The versions, newest first. */
export function versionsOf(records: readonly HistoryRecord[]): LabVersion[] {
  const versions = new Map<number, LabVersion>()
  for (const record of records) {
    const { version, at } = record
    if (record.kind === 'edit') versions.set(version, { version, at, label: record.command.label })
    else if (!versions.has(version)) versions.set(version, { version, at, why: record.why ?? 'start' })
  }
  return [...versions.values()].reverse()
}

/** The lab as it was at a version, and the newest whole file that it stands on; undefined for a version that is not kept. */
export function versionAt(records: readonly HistoryRecord[], version: number): { lab: Lab; text: string } | undefined {
  const end = records.findLastIndex((record) => record.version === version)
  const start = records.findLastIndex((record, at) => at <= end && record.kind === 'document')
  const document = records[start]
  if (end === -1 || document?.kind !== 'document') return undefined
  let { lab } = parseLabFile(document.text)
  for (const record of records.slice(start + 1, end + 1)) {
    if (record.kind !== 'edit' || !lab) return undefined
    lab = applied(lab, record.command)
  }
  return lab && { lab, text: document.text }
}

function applied(lab: Lab, command: Command): Lab | undefined {
  const result = applyCommand(lab, command)
  return result.ok ? result.lab : undefined
}
