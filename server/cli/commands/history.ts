import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Difference, differencesOf } from '../../../core/history/difference'
import type { Lab } from '../../../core/lab/schema'
import { HISTORY_BYTES, HISTORY_VERSIONS, type LabVersion } from '../../../core/protocol/history'
import { describeCommand } from '../../../core/text/commands'
import { describeDifference, historyText } from '../../../core/text/history'
import { type HistoryCliText, historyCliEn } from '../../../core/text/history-cli.en'
import { historyCliZh } from '../../../core/text/history-cli.zh'
import { ignoreMissing } from '../../labs/durable'
import { type HistoryRecord, versionAt, versionsOf } from '../../labs/history-records'
import { restoreVersion, storedVersions } from '../../labs/shelf'
import { netloomHome } from '../../machines/home'
import { isMapped } from '../../machines/service-user'
import { type CliCommand, CliError, type Invocation, UsageError, wholeNumber, writeJson } from '../command'
import { labArgument } from '../machine'

const LISTED = 30
/** Differences of one version that its line tells. */
const TOLD = 3

export const history: CliCommand = {
  name: 'history',
  positionals: ['LAB'],
  options: {
    compare: { type: 'string', value: 'A[..B]', words: 'compare' },
    restore: { type: 'string', value: 'N', words: 'restore' },
    limit: { type: 'string', value: 'N', words: 'limit' },
  },
  async run(invocation) {
    const words = invocation.locale === 'zh' ? historyCliZh : historyCliEn
    const lab = labArgument(invocation)
    const home = netloomHome()
    return asOwner(home, async () => {
      const records = await storedVersions(home, lab)
      if (!records) throw new CliError(words.noSuchLab(lab, join(home, 'labs')))
      if (records.length === 0) throw new CliError(words.noVersions(lab))
      const { compare, restore } = invocation.options
      if (typeof compare === 'string') return tellComparison(invocation, words, lab, records, compare)
      if (restore !== undefined) return restoreOne(invocation, words, lab, records)
      return list(invocation, words, lab, records)
    })
  },
}

/**
 * Root works as the store's owner: what is written there must be theirs, and no path in it may lead root elsewhere. Root of a user namespace
 * that does not know the owner has no rights beyond its own.
 */
async function asOwner<T>(home: string, work: () => Promise<T>): Promise<T> {
  const owner = process.geteuid?.() === 0 ? await stat(join(home, 'labs')).catch(ignoreMissing) : undefined
  if (!owner || owner.uid === 0 || !(await isMapped('uid', owner.uid)) || !(await isMapped('gid', owner.gid))) return work()
  process.setegid?.(owner.gid)
  process.seteuid?.(owner.uid)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
    process.setegid?.(0)
  }
}

function list(invocation: Invocation, words: HistoryCliText, lab: string, records: readonly HistoryRecord[]): number {
  const { io, locale } = invocation
  const limit = wholeNumber(invocation, 'limit', { min: 1, max: HISTORY_VERSIONS, otherwise: LISTED })
  const versions = versionsOf(records)
  const listed = versions.slice(0, limit).map((version) => ({ ...version, changes: changesOf(records, version.version) }))
  const [first] = records
  const whole = first?.kind === 'document' && first.why === 'start'
  if (invocation.json) {
    const told = listed.map(({ changes, ...version }) => ({
      ...version,
      at: new Date(version.at).toISOString(),
      changes: changes.map((difference) => ({ ...difference, message: describeDifference(difference, locale) })),
    }))
    writeJson(io, { lab, versions: told, kept: versions.length, whole })
    return 0
  }
  const width = String(listed[0]?.version ?? 0).length
  for (const version of listed) {
    const changes = version.changes.slice(0, TOLD).map((difference) => describeDifference(difference, locale))
    if (version.changes.length > TOLD) changes.push(words.more(version.changes.length - TOLD))
    const detail = changes.length > 0 ? `: ${changes.join('; ')}` : ''
    io.out(`${String(version.version).padStart(width)}  ${timeText(version.at)}  ${madeBy(version, locale)}${detail}\n`)
  }
  if (versions.length > limit) io.out(`${words.older(versions.length - limit, versions.length)}\n`)
  if (!whole) io.out(`${words.letGo(HISTORY_VERSIONS, HISTORY_BYTES / 1_000_000)}\n`)
  return 0
}

function madeBy({ label, why = 'start' }: LabVersion, locale: Invocation['locale']): string {
  return label === undefined ? historyText(locale).why[why] : describeCommand(label, locale)
}

function changesOf(records: readonly HistoryRecord[], version: number): Difference[] {
  const before = versionAt(records, version - 1)
  const after = versionAt(records, version)
  return before && after ? differencesOf(before.lab, after.lab) : []
}

/** `2026-11-21 06:32:29`, in the computer's time zone. */
function timeText(at: number): string {
  return new Date(at).toLocaleString('sv-SE')
}

function labAt(words: HistoryCliText, lab: string, records: readonly HistoryRecord[], version: number): Lab {
  const found = versionAt(records, version)
  if (!found) throw new CliError(words.noVersion(lab, version))
  return found.lab
}

function tellComparison(
  invocation: Invocation,
  words: HistoryCliText,
  lab: string,
  records: readonly HistoryRecord[],
  asked: string,
): number {
  const { io, locale, text } = invocation
  const parts = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(asked)
  if (!parts) throw new UsageError(text.wrongChoice('--compare', asked, 'A | A..B'))
  const from = Number(parts[1])
  const to = parts[2] === undefined ? (records.at(-1)?.version ?? 0) : Number(parts[2])
  const differences = differencesOf(labAt(words, lab, records, from), labAt(words, lab, records, to))
  if (invocation.json) {
    const told = differences.map((difference) => ({ ...difference, message: describeDifference(difference, locale) }))
    writeJson(io, { lab, from, to, differences: told })
  } else if (differences.length === 0) io.out(`${words.same(from, to)}\n`)
  else {
    io.out(`${words.compared(from, to, differences.length)}\n`)
    for (const difference of differences) io.out(`  ${describeDifference(difference, locale)}\n`)
  }
  return 0
}

async function restoreOne(
  invocation: Invocation,
  words: HistoryCliText,
  lab: string,
  records: readonly HistoryRecord[],
): Promise<number> {
  const version = wholeNumber(invocation, 'restore', { min: 0, max: 999_999_999, otherwise: 0 })
  labAt(words, lab, records, version)
  const outcome = await restoreVersion(netloomHome(), lab, version)
  const tell = { edited: words.restored, 'handed-over': words.handedOver, same: words.alreadySo }[outcome]
  if (invocation.json) writeJson(invocation.io, { lab, version, outcome })
  else invocation.io.out(`${tell(lab, version)}\n`)
  return 0
}
