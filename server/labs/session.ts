import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { applyCommand } from '../../core/edit/apply'
import type { Command } from '../../core/edit/change'
import { parseLabFile, writeLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import { ignoreMissing, writeDurably } from './durable'
import { Journal } from './journal'
import { LabProblem, storeFailed } from './problem'
import { type PendingEdit, type Rebased, rebase, recover } from './recover'
import { DocumentSize } from './size'

/** How long edits wait for each other before the lab file is written; the journal already has them. */
const CHECKPOINT_DELAY_MS = 400
/** A lab under constant editing is still written this often. */
const CHECKPOINT_LATEST_MS = 3000
/** The journal starts anew past this, which keeps a start quick. */
const JOURNAL_BYTES = 1_000_000
/** Ids of accepted edits that are remembered, so that one sent again is not applied again. */
const REMEMBERED_EDITS = 2000

export interface SessionEvents {
  changed: [event: { revision: number; edit: string; command: Command }]
  replaced: [event: Durable]
  deleted: []
  /** Something the operator should know; never the end of the session. */
  warning: [text: string]
}

/** What has been made durable: what a browser that opens the lab now gets. */
interface Durable {
  lab: Lab
  revision: number
}

/**
 * The one place where a lab changes. It applies commands in order, makes each durable before it says so, and writes the lab file a
 * little later. A file that is changed by hand meanwhile becomes the document, with the edits that it does not have yet put on top.
 */
export class LabSession extends EventEmitter<SessionEvents> {
  /** With edits whose fsync is under way. */
  private newest: Durable
  private saved: Durable
  /** Accepted edits by id; `durable` resolves with the revision. */
  private readonly edits = new Map<string, { revision: number; durable: Promise<number> }>()
  /** Durable edits that the lab file does not have yet. */
  private unwritten: PendingEdit[] = []
  private timer: NodeJS.Timeout | undefined
  private firstUnwritten = 0
  private fileWork: Promise<unknown> = Promise.resolve()
  private ended = false
  private size: DocumentSize

  private constructor(
    private readonly file: string,
    private readonly journal: Journal,
    private text: string,
    start: Durable,
  ) {
    super()
    this.newest = start
    this.saved = start
    this.size = new DocumentSize(text)
  }

  /** Opens the lab whose file this is, with every acknowledged edit. Throws LabProblem. */
  static async open(file: string, journalFile: string): Promise<LabSession> {
    const text = await readFile(file, 'utf8').catch(ignoreMissing)
    if (text === undefined) throw new LabProblem('no-such-lab')
    const parsed = parseLabFile(text)
    if (!parsed.lab) throw new LabProblem('invalid', 'the file is not a lab', parsed.diagnostics)
    const { journal, records } = await Journal.open(journalFile).catch((error: unknown) => {
      throw storeFailed(error)
    })
    const found = recover(parsed.lab, hashOf(text), records)
    const session = new LabSession(file, journal, text, { lab: found.lab, revision: found.revision })
    for (const [edit, revision] of found.edits) session.edits.set(edit, { revision, durable: Promise.resolve(revision) })
    session.unwritten = found.unwritten
    try {
      if (found.startAnew) await session.resetJournal()
    } catch (error) {
      await journal.close()
      throw storeFailed(error)
    }
    if (found.lost.length > 0) await session.keepAside(found.lost)
    if (found.unwritten.length > 0) session.scheduleCheckpoint()
    return session
  }

  /** The lab and its revision as durably stored. */
  get current(): Durable {
    return this.saved
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
    const known = this.edits.get(edit)
    if (known) return known.durable
    if (this.ended) throw new LabProblem('no-such-lab')
    if (revision > this.newest.revision) throw new LabProblem('stale', `the lab is at revision ${this.newest.revision}`)
    const applied = applyCommand(this.newest.lab, command)
    if (!applied.ok) {
      const code = applied.problem === 'invalid' ? 'invalid' : revision < this.newest.revision ? 'stale' : 'conflict'
      throw new LabProblem(code, `${applied.path.join('.')}: ${applied.text}`, applied.diagnostics)
    }
    if (applied.lab.name !== this.newest.lab.name) throw new LabProblem('invalid', 'name: a lab is renamed by copying it')
    this.size.refuseOverLimit(applied.lab, command, this.text)
    const durable = this.makeDurable(applied.lab, edit, command)
    this.edits.set(edit, { revision: this.newest.revision, durable })
    return durable
  }

  private async makeDurable(lab: Lab, edit: string, command: Command): Promise<number> {
    const next = { lab, revision: this.newest.revision + 1 }
    this.newest = next
    try {
      await this.journal.append({ kind: 'edit', revision: next.revision, edit, command })
    } catch (error) {
      // Later edits stood on this one; the journal refused them too.
      this.newest = this.saved
      this.edits.delete(edit)
      throw storeFailed(error)
    }
    this.saved = next
    this.unwritten.push({ edit, revision: next.revision, command })
    this.forgetOldEdits()
    this.scheduleCheckpoint()
    this.emit('changed', { revision: next.revision, edit, command })
    return next.revision
  }

  private forgetOldEdits(): void {
    for (const edit of this.edits.keys()) {
      if (this.edits.size <= REMEMBERED_EDITS) return
      this.edits.delete(edit)
    }
  }

  private scheduleCheckpoint(): void {
    if (this.ended) return
    const now = performance.now()
    if (!this.timer) this.firstUnwritten = now
    clearTimeout(this.timer)
    const wait = Math.max(0, Math.min(CHECKPOINT_DELAY_MS, this.firstUnwritten + CHECKPOINT_LATEST_MS - now))
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.write().catch((error: unknown) => {
        this.emit(
          'warning',
          `${this.file} could not be written (its edits are safe in the journal): ${storeFailed(error).message}`,
        )
        this.scheduleCheckpoint()
      })
    }, wait)
  }

  /** Brings the lab file up to date with what is durable. */
  write(): Promise<void> {
    return this.alone(async () => {
      await this.takeOutsideChange()
      if (this.ended || this.unwritten.length === 0) return
      const { lab, revision } = this.saved
      const text = writeLabFile(lab, this.text)
      await this.journal.append({ kind: 'checkpoint', hash: hashOf(text), revision })
      await writeDurably(this.file, text)
      this.text = text
      this.unwritten = this.unwritten.filter((pending) => pending.revision > revision)
      if (this.journal.bytes > JOURNAL_BYTES) await this.resetJournal()
    })
  }

  /** Looks whether the file was changed by someone else, and takes it if so. */
  reload(): Promise<void> {
    return this.alone(() => this.takeOutsideChange())
  }

  private async takeOutsideChange(): Promise<void> {
    const text = await readFile(this.file, 'utf8').catch(ignoreMissing)
    if (this.ended || text === this.text) return
    if (text === undefined) return this.goneOutside()
    const { lab } = parseLabFile(text)
    if (!lab || lab.name !== this.newest.lab.name) {
      // Half typed, as likely as not. Ours is not written over it until someone edits here, and then theirs is kept.
      if (this.unwritten.length > 0) await writeDurably(`${this.file}.outside`, text)
      this.emit('warning', `${this.file} was changed outside and is not a lab of this name now`)
      return
    }
    let rebased: Rebased | undefined
    await this.resetJournal(() => {
      // Nothing is under way here, so `newest` is durable and `unwritten` complete.
      rebased = rebase(lab, this.newest.revision + 1, this.unwritten)
      this.text = text
      this.size = new DocumentSize(text)
      this.newest = { lab: rebased.lab, revision: rebased.revision }
      this.saved = this.newest
      this.unwritten = rebased.unwritten
    })
    if (rebased && rebased.lost.length > 0) await this.keepAside(rebased.lost)
    this.emit('replaced', this.newest)
    if (this.unwritten.length > 0) this.scheduleCheckpoint()
  }

  /** Editors replace a file by deleting it first; only one that stays away is deleted. */
  private async goneOutside(): Promise<void> {
    if (this.unwritten.length > 0) return
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
    return this.journal.reset(() => {
      before()
      const revision = this.saved.revision - this.unwritten.length
      const edits = [...this.edits].map(([edit, accepted]): [string, number] => [edit, accepted.revision])
      return [
        { kind: 'base', format: 1, hash: hashOf(this.text), revision, edits },
        ...this.unwritten.map((pending) => ({ kind: 'edit' as const, ...pending })),
      ]
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
    clearTimeout(this.timer)
    await this.write().finally(() => this.end())
  }

  /** Ends without writing: the lab is deleted, or everything is written. */
  end(): Promise<void> {
    return this.alone(() => this.letGo())
  }

  private async letGo(): Promise<void> {
    if (this.ended) return
    this.ended = true
    clearTimeout(this.timer)
    await this.journal.close()
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
