import { open, readFile } from 'node:fs/promises'
import { writeLabFile } from '../../core/lab/file'
import { HISTORY_BYTES, HISTORY_VERSIONS } from '../../core/protocol/history'
import { ignoreMissing, writeDurably } from './durable'
import { type HistoryRecord, readHistory, versionAt } from './history-records'

/** A whole file is written again once the edits since the last one are this many times its size, and at least so many bytes. */
const WHOLE_AGAIN = { times: 2, bytes: 64_000 }
/** What is left of a history that has become too long. */
const KEPT = 0.75

/** Beside the lab's journal. */
export function historyPath(journal: string): string {
  return journal.replace(/\.jsonl$/, '.history.jsonl')
}

/** The records in a history file; none where there is no such file. */
export async function loadHistory(path: string): Promise<HistoryRecord[]> {
  return readHistory((await readFile(path, 'utf8').catch(ignoreMissing)) ?? '').records
}

/**
 * Every version of one lab, on the disk: whole files now and then, and the edits between them. It is written after the journal and before
 * the journal forgets, so a version that was acknowledged is in one of the two at any moment.
 */
export class History {
  private waiting: HistoryRecord[] = []

  private constructor(
    readonly path: string,
    /** Of the newest version; 0 where there is none. */
    private last: number,
    private versions: number,
    private bytes: number,
    private wholeBytes: number,
    private sinceWhole: number,
    private repair: boolean,
  ) {}

  static async open(path: string): Promise<{ history: History; records: HistoryRecord[] }> {
    const text = (await readFile(path, 'utf8').catch(ignoreMissing)) ?? ''
    const { records, damaged } = readHistory(text)
    // More than a torn last line: what cannot be read is kept beside it.
    if (damaged && text.trimEnd().split('\n').length > records.length + 1) await writeDurably(`${path}.damaged`, text)
    const whole = records.findLastIndex(({ kind }) => kind === 'document')
    const newest = records[whole]
    const history = new History(
      path,
      records.at(-1)?.version ?? 0,
      new Set(records.map(({ version }) => version)).size,
      Buffer.byteLength(text),
      newest?.kind === 'document' ? Buffer.byteLength(newest.text) : 0,
      records.slice(whole + 1).reduce((sum, record) => sum + lineOf(record).length, 0),
      damaged,
    )
    return { history, records }
  }

  /** The newest version that is kept; 0 where there is none. */
  get newest(): number {
    return this.last
  }

  /** What `record` will write. */
  add(...records: HistoryRecord[]): void {
    this.waiting.push(...records)
  }

  /** Resolves once all that was added is on the disk; rejects with the system's error, and then it is still waiting. */
  async record(): Promise<void> {
    while (this.waiting.length > 0) {
      // A copy: what is added while the disk is busy is not of this batch.
      const batch = [...this.waiting]
      await this.append(batch)
      this.waiting = this.waiting.slice(batch.length)
    }
  }

  /** Keeps the file that was just written whole, where the edits since the last one are so many that going back would be slow. */
  async recordWhole(version: number, text: string): Promise<void> {
    if (this.sinceWhole <= Math.max(WHOLE_AGAIN.bytes, WHOLE_AGAIN.times * this.wholeBytes) || this.last !== version) return
    await this.append([{ kind: 'document', version, at: Date.now(), text }])
  }

  /** Resolves once they are on the disk; those that are there already are passed over. Rejects with the system's error, and then none are. */
  private async append(records: readonly HistoryRecord[]): Promise<void> {
    const fresh = records.filter(({ version, kind }) => version > this.last || (version === this.last && kind === 'document'))
    if (fresh.length === 0) return
    if (this.repair) await this.rewrite(await loadHistory(this.path))
    const text = fresh.map(lineOf).join('')
    const handle = await open(this.path, 'a', 0o600)
    try {
      const { size } = await handle.stat()
      try {
        await handle.appendFile(text)
        await handle.datasync()
      } catch (error) {
        // Half of it must not stay in the way of what comes next; if it does, the next start or append cuts it off.
        this.repair = true
        await handle.truncate(size)
        this.repair = false
        throw error
      }
    } finally {
      await handle.close()
    }
    for (const record of fresh) this.count(record)
    if (this.bytes > HISTORY_BYTES || this.versions > HISTORY_VERSIONS) await this.shorten()
  }

  private count(record: HistoryRecord): void {
    const bytes = Buffer.byteLength(lineOf(record))
    if (record.version > this.last) this.versions++
    this.last = Math.max(this.last, record.version)
    this.bytes += bytes
    this.sinceWhole = record.kind === 'document' ? 0 : this.sinceWhole + bytes
    if (record.kind === 'document') this.wholeBytes = Buffer.byteLength(record.text)
  }

  /** Lets the oldest versions go, whole files first to last: what is left begins with one. */
  private async shorten(): Promise<void> {
    const records = await loadHistory(this.path)
    const sizes = records.map((record) => Buffer.byteLength(lineOf(record)))
    let bytes = sizes.reduce((sum, size) => sum + size, 0)
    let versions = records.length
    let cut = 0
    while (cut < records.length - 1 && (bytes > KEPT * HISTORY_BYTES || versions > KEPT * HISTORY_VERSIONS)) {
      bytes -= sizes[cut] ?? 0
      versions--
      cut++
    }
    const first = records[cut]
    if (!first || cut === 0) return
    const rest = records.slice(cut + 1)
    await this.rewrite(first.kind === 'document' ? [first, ...rest] : [...wholeOf(records, first), ...rest])
  }

  /** Once written whole, there is nothing half about it. */
  private async rewrite(records: readonly HistoryRecord[]): Promise<void> {
    const text = records.map(lineOf).join('')
    await writeDurably(this.path, text)
    this.repair = false
    this.bytes = Buffer.byteLength(text)
    this.versions = new Set(records.map(({ version }) => version)).size
  }
}

/** The version of an edit as a whole file. */
function wholeOf(records: readonly HistoryRecord[], edit: HistoryRecord): HistoryRecord[] {
  const found = versionAt(records, edit.version)
  return found ? [{ kind: 'document', version: edit.version, at: edit.at, text: writeLabFile(found.lab, found.text) }] : []
}

function lineOf(record: HistoryRecord): string {
  return `${JSON.stringify(record)}\n`
}
