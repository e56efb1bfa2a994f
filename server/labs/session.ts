import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Command } from '../../core/edit/change'
import { differencesOf } from '../../core/history/difference'
import { mergeLabs, type Side } from '../../core/history/merge'
import { parseLabFile, writeLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import type { OutsideChange } from '../../core/protocol/history'
import { CheckpointTimer } from './checkpoint-timer'
import { ignoreMissing, writeDurably, writeDurablyUnless } from './durable'
import { type FoundFiles, findFiles, hashOf } from './found-files'
import { type History, loadHistory } from './history'
import type { HistoryRecord } from './history-records'
import type { Journal, JournalRecord } from './journal'
import { type Durable, LabEdits } from './lab-edits'
import { brokenOutside, clashOutside, takenOutside } from './outside'
import { LabProblem, storeFailed } from './problem'
import { type PendingEdit, type Recovered, versionsMissing } from './recover'
import { DocumentSize } from './size'

/** The journal starts anew past this, which keeps a start quick. */
const JOURNAL_BYTES = 1_000_000

export interface SessionEvents {
  changed: [event: { revision: number; edit: string; command: Command }]
  replaced: [event: Durable]
  deleted: []
  /** The file was changed by somebody else: what became of that; undefined when nothing waits for an answer any more. */
  outside: [change: OutsideChange | undefined]
  /** Something the operator should know; never the end of the session. */
  warning: [text: string]
}

/**
 * The one place where a lab changes. It applies commands in order, makes each durable before it says so (`lab-edits`), and writes the lab
 * file a little later. A file that somebody else changes meanwhile is merged with the edits that it does not have; where both changed the same
 * element, or it is no lab any more, it is left as it is until somebody has chosen, and edits are kept in the journal alone.
 */
export class LabSession extends EventEmitter<SessionEvents> {
  private readonly edits: LabEdits
  /** A text that somebody else has put into the file and that nothing was decided about. */
  private blocked: { text: string; change: OutsideChange } | undefined
  private readonly timer = new CheckpointTimer(() => this.writeOrWarn())
  private fileWork: Promise<unknown> = Promise.resolve()
  private ended = false

  private readonly journal: Journal
  private readonly history: History
  /** What the file said when it was last read or written, the hash that the journal knows that by, and the lab that it is. */
  private text: string
  private hash: string
  private base: Lab

  private constructor(
    private readonly file: string,
    found: FoundFiles,
  ) {
    super()
    // One or two for each who has the lab open.
    this.setMaxListeners(0)
    this.journal = found.journal
    this.history = found.history
    this.text = found.text
    this.hash = found.hash
    this.base = found.base
    this.edits = new LabEdits(found, ({ revision, edit, command }) => {
      this.scheduleCheckpoint()
      this.emit('changed', { revision, edit, command })
    })
  }

  /** Opens the lab whose file this is, with every acknowledged edit. Throws LabProblem. */
  static async open(file: string, journalFile: string): Promise<LabSession> {
    const found = await findFiles(file, journalFile)
    try {
      const session = new LabSession(file, found)
      await session.begin(found.recovered, found.records)
      if (found.isChanged) await session.reload()
      return session
    } catch (error) {
      await found.journal.close()
      throw error instanceof LabProblem ? error : storeFailed(error)
    }
  }

  private async begin(found: Recovered, records: JournalRecord[]): Promise<void> {
    if (found.startAnew) await this.resetJournal()
    this.history.add(...versionsMissing(found, records, this.history.newest, this.text))
    await this.history.record()
    if (found.lost.length > 0) await this.keepAside(found.lost)
    if (found.unwritten.length > 0) this.scheduleCheckpoint()
  }

  /** The lab and its revision as durably stored. */
  get current(): Durable {
    return this.edits.current
  }

  /** What became of the file that somebody else changed, while that waits for an answer. */
  get outside(): OutsideChange | undefined {
    return this.blocked?.change
  }

  /** Every version that is kept, oldest first; `versionsOf` and `versionAt` read it. Throws LabProblem. */
  versions(): Promise<HistoryRecord[]> {
    return this.alone(async () => {
      await this.history.record()
      return loadHistory(this.history.path)
    }).catch((error: unknown) => {
      throw storeFailed(error)
    })
  }

  private get labName(): string {
    return this.edits.latest.lab.name
  }

  /** The lab file as last written or read, with its comments. */
  get fileText(): string {
    return this.text
  }

  /**
   * Applies a command that was made on `revision`. Resolves with the revision that it made once that is durable; one that was accepted
   * before resolves with the same again. Throws LabProblem: `stale` when the lab has moved where the command touches it, `conflict`
   * when the command did not fit the revision it was made on, `invalid`, `too-large`, `store-failed`.
   */
  async edit(revision: number, edit: string, command: Command): Promise<number> {
    const known = this.edits.known(edit)
    if (known) return known
    if (this.ended) throw new LabProblem('no-such-lab')
    return this.edits.add(revision, edit, command, this.text)
  }

  private scheduleCheckpoint(): void {
    if (!this.ended) this.timer.schedule()
  }

  private writeOrWarn(): void {
    this.write().catch((error: unknown) => {
      const words = storeFailed(error).message
      this.emit('warning', `${this.file} could not be written (its edits are safe in the journal): ${words}`)
      this.scheduleCheckpoint()
    })
  }

  /** Brings the lab file up to date with what is durable. */
  write(): Promise<void> {
    return this.alone(async () => {
      await this.takeOutsideChange()
      await this.history.record()
      if (this.ended || this.blocked || this.edits.unwritten.length === 0) return
      await this.writeFile(this.text)
    })
  }

  /** `there` is what the file is known to hold; when it does not, because somebody has just changed it, it is left and looked at again. */
  private async writeFile(there: string): Promise<void> {
    const { lab, revision } = this.edits.current
    const text = writeLabFile(lab, this.text)
    const hash = hashOf(text)
    await this.journal.append({ kind: 'checkpoint', hash, revision })
    const unless = async () => ((await readFile(this.file, 'utf8').catch(ignoreMissing)) ?? there) !== there
    if (!(await writeDurablyUnless(this.file, text, unless))) return this.scheduleCheckpoint()
    this.text = text
    this.hash = hash
    this.base = lab
    this.edits.written(revision)
    await this.history.recordWhole(revision, text)
    if (this.journal.bytes > JOURNAL_BYTES) await this.resetJournal()
  }

  /** Looks whether the file was changed by someone else, and takes it if so. */
  reload(): Promise<void> {
    return this.alone(() => this.takeOutsideChange())
  }

  /**
   * The answer to an outside change that waits for one. `theirs` takes what the file says where both changed something, `mine` what was
   * edited here; of all else both stay. What is given up remains a version, and a file that is no lab is kept beside. Throws LabProblem.
   */
  settle(take: Side): Promise<void> {
    return this.alone(async () => {
      // What was chosen about is what is there now, or the question is asked anew.
      await this.takeOutsideChange()
      const { blocked } = this
      if (!blocked) return
      const { lab } = parseLabFile(blocked.text)
      if (lab && blocked.change.kind === 'clash') await this.merge(blocked.text, lab, take)
      else if (take === 'mine') {
        await writeDurably(`${this.file}.outside`, blocked.text)
        await this.history.record()
        await this.writeFile(blocked.text)
      } else throw new LabProblem('invalid', 'the file is not a lab')
      this.block(undefined)
    })
  }

  private async takeOutsideChange(): Promise<void> {
    const text = await readFile(this.file, 'utf8').catch(ignoreMissing)
    if (this.ended) return
    if (text === undefined) {
      this.block(undefined)
      return this.goneOutside()
    }
    // Put back by whoever changed it.
    if (text === this.text) return this.block(undefined)
    if (text === this.blocked?.text && this.blocked.change.kind === 'broken') return
    await this.history.record()
    const { lab, diagnostics } = parseLabFile(text)
    if (!lab || lab.name !== this.labName) {
      this.block({ text, change: brokenOutside(diagnostics, lab?.name, this.labName) })
      this.emit('warning', `${this.file} was changed outside and is not a lab of this name now`)
      return
    }
    await this.merge(text, lab, undefined)
  }

  /** Brings their file and the edits here together. Without `prefer`, a clash is put as a question and changes nothing. */
  private async merge(text: string, theirs: Lab, prefer: Side | undefined): Promise<void> {
    let taken: Extract<OutsideChange, { kind: 'taken' }> | undefined
    const attempt = (take: boolean) => {
      const mine = this.edits.latest
      const { lab, clashes, whole = false } = mergeLabs(this.base, mine.lab, theirs, prefer ?? 'mine')
      const size = new DocumentSize(writeLabFile(lab, text))
      if (clashes.length > 0 && !prefer) {
        const other = mergeLabs(this.base, mine.lab, theirs, 'theirs')
        this.block({ text, change: clashOutside(clashes, { mine: whole, theirs: other.whole ?? false }) })
      } else if (size.problem && prefer) throw size.problem
      // Each fits, and together they could not be read again.
      else if (size.problem) this.block({ text, change: brokenOutside(size.problem.diagnostics ?? [], undefined, lab.name) })
      else if (take) {
        taken = takenOutside(mine.revision, differencesOf(mine.lab, lab))
        this.become(text, theirs, lab, size)
      } else return true
      return false
    }
    // Asked first without touching anything: the journal is only started anew for a change that is taken. While it is composed, nothing
    // is under way, so the latest edit is durable.
    if (attempt(false)) await this.resetJournal(() => void attempt(true))
    if (!taken) return
    await this.history.record()
    this.emit('replaced', this.edits.latest)
    this.block(undefined)
    // Whoever chose knows.
    if (!prefer && taken.differences.length > 0) this.emit('outside', taken)
    if (this.edits.unwritten.length > 0) this.scheduleCheckpoint()
  }

  /** Their text is the file that edits are counted from now. */
  private become(text: string, theirs: Lab, merged: Lab, size: DocumentSize): void {
    this.text = text
    this.hash = hashOf(text)
    this.base = theirs
    this.edits.goOnFrom(text, theirs, merged, size)
  }

  private block(blocked: { text: string; change: OutsideChange } | undefined): void {
    if (!blocked && !this.blocked) return
    this.blocked = blocked
    this.emit('outside', blocked?.change)
  }

  /** Editors replace a file by deleting it first; only one that stays away is deleted. */
  private async goneOutside(): Promise<void> {
    if (this.edits.unwritten.length > 0) return
    await this.letGo()
    this.emit('deleted')
  }

  /** Edits that no longer fit a file that was changed by hand stay readable beside it. */
  private async keepAside(lost: PendingEdit[]): Promise<void> {
    const path = `${this.file}.not-applied.json`
    const earlier = await readFile(path, 'utf8').catch(ignoreMissing)
    await writeDurably(path, `${earlier ?? ''}${lost.map((pending) => JSON.stringify(pending)).join('\n')}\n`)
    this.emit('warning', `${lost.length} edits no longer fit ${this.file}, which was changed outside; they are kept in ${path}`)
  }

  private resetJournal(before: () => void = () => {}): Promise<void> {
    return this.edits.resetJournal(() => {
      before()
      return this.hash
    })
  }

  /** File work happens one after the other. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.fileWork.then(work)
    this.fileWork = done.catch(() => {})
    return done
  }

  /** Writes what is left and lets go of the files. */
  async close(): Promise<void> {
    if (this.ended) return
    this.timer.stop()
    await this.write().finally(() => this.end())
  }

  /** Ends without writing: the lab is deleted, or everything is written. */
  end(): Promise<void> {
    return this.alone(() => this.letGo())
  }

  private async letGo(): Promise<void> {
    if (this.ended) return
    this.ended = true
    this.timer.stop()
    await this.journal.close()
  }
}
