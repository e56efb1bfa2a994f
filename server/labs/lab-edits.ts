import { randomUUID } from 'node:crypto'
import { applyCommand } from '../../core/edit/apply'
import type { Command } from '../../core/edit/change'
import { replaceLab } from '../../core/history/replace'
import { writeLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import { AcceptedEdits } from './accepted-edits'
import type { FoundFiles } from './found-files'
import type { History } from './history'
import type { Journal } from './journal'
import { LabProblem, storeFailed } from './problem'
import { type PendingEdit, versionOf } from './recover'
import { DocumentSize } from './size'

/** A lab as an edit left it. */
export interface Durable {
  lab: Lab
  revision: number
}

/**
 * The edits of one lab: each is made on what those before it left, and is in the journal before it counts. The lab's file has them a
 * little later (`session`); until then they are `unwritten`.
 */
export class LabEdits {
  private newest: Durable
  private saved: Durable
  private pending: PendingEdit[]
  private size: DocumentSize
  private readonly accepted: AcceptedEdits
  private readonly journal: Journal
  private readonly history: History

  /** `onDurable` is called for each edit that came to count. */
  constructor(
    { journal, history, recovered, text }: FoundFiles,
    private readonly onDurable: (edit: PendingEdit) => void,
  ) {
    const { lab, revision, unwritten, edits } = recovered
    this.newest = { lab, revision }
    this.saved = this.newest
    this.pending = unwritten
    this.size = new DocumentSize(unwritten.length > 0 ? writeLabFile(lab, text) : text)
    this.accepted = new AcceptedEdits(edits)
    this.journal = journal
    this.history = history
  }

  /** What is durable: what a browser that opens the lab now gets. */
  get current(): Durable {
    return this.saved
  }

  /** With edits whose fsync is under way. */
  get latest(): Durable {
    return this.newest
  }

  /** Durable edits that the lab file does not have yet. */
  get unwritten(): readonly PendingEdit[] {
    return this.pending
  }

  /** Resolves with the revision that this edit made, once that is durable; undefined for one that was not accepted yet. */
  known(edit: string): Promise<number> | undefined {
    return this.accepted.durable(edit)
  }

  /**
   * Applies a command that was made on `revision`; `text` is the lab file as last written. Resolves with the revision that it made once
   * that is durable. Throws LabProblem: `stale`, `conflict`, `invalid`, `too-large`, `store-failed`.
   */
  async add(revision: number, edit: string, command: Command, text: string): Promise<number> {
    const { newest } = this
    if (revision > newest.revision) throw new LabProblem('stale', `the lab is at revision ${newest.revision}`)
    const applied = applyCommand(newest.lab, command)
    if (!applied.ok) {
      const code = applied.problem === 'invalid' ? 'invalid' : revision < newest.revision ? 'stale' : 'conflict'
      throw new LabProblem(code, `${applied.path.join('.')}: ${applied.text}`, applied.diagnostics)
    }
    if (applied.lab.name !== newest.lab.name) throw new LabProblem('invalid', 'name: a lab is renamed by copying it')
    this.size.refuseOverLimit(applied.lab, command, text)
    const durable = this.makeDurable(applied.lab, edit, command)
    this.accepted.accept(edit, this.newest.revision, durable)
    return durable
  }

  private async makeDurable(lab: Lab, edit: string, command: Command): Promise<number> {
    const next = { lab, revision: this.newest.revision + 1 }
    const pending = { edit, revision: next.revision, command, at: Date.now() }
    this.newest = next
    try {
      await this.journal.append({ kind: 'edit', ...pending })
    } catch (error) {
      // Later edits stood on this one; the journal refused them too.
      this.newest = this.saved
      this.accepted.drop(edit)
      throw storeFailed(error)
    }
    this.saved = next
    this.pending.push(pending)
    this.history.add(versionOf(pending))
    this.accepted.forgetOld()
    this.onDurable(pending)
    return next.revision
  }

  /** The lab file has all edits up to this revision. */
  written(revision: number): void {
    this.pending = this.pending.filter((pending) => pending.revision > revision)
  }

  /**
   * Goes on from a file that somebody else wrote, `text`, which is the lab `theirs`; what that lacks of `merged` is one edit on top. For
   * when nothing is under way.
   */
  goOnFrom(text: string, theirs: Lab, merged: Lab, size: DocumentSize): void {
    const at = Date.now()
    const version = this.newest.revision + 1
    this.size = size
    const command = replaceLab(theirs, merged, 'merge-outside')
    this.pending = command ? [{ edit: randomUUID(), revision: version + 1, command, at }] : []
    this.history.add({ kind: 'document', version, at, why: 'outside', text }, ...this.pending.map(versionOf))
    this.newest = { lab: merged, revision: version + this.pending.length }
    this.saved = this.newest
  }

  /** Starts the journal anew. `hashOfFile` is called when nothing is under way, and gives the hash of the file that edits are counted from. */
  resetJournal(hashOfFile: () => string): Promise<void> {
    return this.journal.reset(() => {
      const hash = hashOfFile()
      const revision = this.saved.revision - this.pending.length
      return [
        { kind: 'base', format: 1, hash, revision, edits: this.accepted.list() },
        ...this.pending.map((pending) => ({ kind: 'edit' as const, ...pending })),
      ]
    })
  }
}
