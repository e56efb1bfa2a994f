/** Ids of accepted edits that are remembered, so that one sent again is not applied again. */
const REMEMBERED = 2000

/** The edits that a session has accepted, by the ids that browsers gave them; of the older ones the oldest are forgotten. */
export class AcceptedEdits {
  private readonly edits = new Map<string, { revision: number; durable: Promise<number> }>()

  /** @param known edits that are durable, each with the revision that it was made on */
  constructor(known: Iterable<[edit: string, revision: number]>) {
    for (const [edit, revision] of known) this.edits.set(edit, { revision, durable: Promise.resolve(revision) })
  }

  /** Resolves with the revision that the edit made once it is durable; undefined for one that is not known. */
  durable(edit: string): Promise<number> | undefined {
    return this.edits.get(edit)?.durable
  }

  accept(edit: string, revision: number, durable: Promise<number>): void {
    this.edits.set(edit, { revision, durable })
  }

  /** One that could not be made durable may come again. */
  drop(edit: string): void {
    this.edits.delete(edit)
  }

  forgetOld(): void {
    for (const edit of this.edits.keys()) {
      if (this.edits.size <= REMEMBERED) return
      this.edits.delete(edit)
    }
  }

  /** As the journal keeps them. */
  list(): [edit: string, revision: number][] {
    return [...this.edits].map(([edit, accepted]) => [edit, accepted.revision])
  }
}
