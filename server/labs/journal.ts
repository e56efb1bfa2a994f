import { type FileHandle, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod'
import { commandSchema } from '../../core/edit/change'
import { isMissing, replaceOpen, syncFolder, writeDurably } from './durable'

const hash = z.string().length(64)

const recordSchema = z.discriminatedUnion('kind', [
  /** The lab file whose text has this hash is the lab at this revision; `edits` are the ids that led there, newest last. */
  z.object({
    kind: z.literal('base'),
    format: z.literal(1),
    hash,
    revision: z.int(),
    edits: z.array(z.tuple([z.string(), z.int()])),
  }),
  /** An accepted edit. */
  z.object({ kind: z.literal('edit'), revision: z.int(), edit: z.string(), command: commandSchema, at: z.number().optional() }),
  /** Written before the lab file is: a file with this hash holds every edit up to here. */
  z.object({ kind: z.literal('checkpoint'), hash, revision: z.int() }),
])

export type JournalRecord = z.infer<typeof recordSchema>

interface Waiting {
  line: string
  resolve: () => void
  reject: (error: Error) => void
}

/**
 * The append-only journal of one lab: a JSON record a line. A record that `append` acknowledged is on the disk. Records that arrive
 * while the disk is busy share the next fsync, so a burst of edits costs two of them and not one each.
 */
export class Journal {
  private waiting: Waiting[] = []
  private writing: Promise<void> | undefined
  /** Half a record may stand after `size`, and goes before the next is written. */
  private torn = false
  private isInFolder = true

  private constructor(
    private readonly path: string,
    private handle: FileHandle,
    private size: number,
  ) {}

  /**
   * Opens or makes the journal and reads what it holds. A torn last record, never acknowledged, is cut off; anything more that cannot
   * be read is kept beside it first.
   */
  static async open(path: string): Promise<{ journal: Journal; records: JournalRecord[] }> {
    const bytes = await readFile(path).catch((error: unknown) => {
      if (isMissing(error)) return Buffer.alloc(0)
      throw error
    })
    const { records, end } = readRecords(bytes)
    if (bytes.indexOf(10, end) !== -1) await writeDurably(`${path}.damaged`, bytes.toString('utf8'))
    const handle = await open(path, 'a', 0o600)
    try {
      if (end < bytes.length) {
        await handle.truncate(end)
        await handle.sync()
      }
    } catch (error) {
      await handle.close()
      throw error
    }
    return { journal: new Journal(path, handle, end), records }
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.size
  }

  /** Resolves once the record is durable; rejects with the system's error, and then nothing of it is kept. */
  append(record: JournalRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ line: `${JSON.stringify(record)}\n`, resolve, reject })
      this.writing ??= this.drain()
    })
  }

  /**
   * Starts the journal anew, at once or not at all. `compose` is called when nothing is under way, and what is appended from then on
   * comes after the records that it returns.
   */
  async reset(compose: () => JournalRecord[]): Promise<void> {
    while (this.writing) await this.writing
    const text = compose()
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('')
    const replaced = this.replace(text)
    // Holds back what is appended meanwhile; it is this reset's caller who hears of a failure.
    this.writing = replaced.then(
      () => this.drain(),
      () => this.drain(),
    )
    await replaced
  }

  private async replace(text: string): Promise<void> {
    const before = this.handle
    this.handle = await replaceOpen(this.path, text)
    this.size = Buffer.byteLength(text)
    this.torn = false
    this.isInFolder = false
    await before.close()
    await this.settle()
  }

  /** After a crash the path leads to this file, and no longer to the one before it. */
  private async settle(): Promise<void> {
    if (this.isInFolder) return
    await syncFolder(dirname(this.path))
    this.isInFolder = true
  }

  async close(): Promise<void> {
    while (this.writing) await this.writing
    await this.handle.close()
  }

  private async drain(): Promise<void> {
    // One turn of the event loop gathers what was sent together.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.waiting.length > 0) {
      const batch = this.waiting
      this.waiting = []
      try {
        if (this.torn) await this.handle.truncate(this.size)
        this.torn = true
        const bytes = Buffer.from(batch.map(({ line }) => line).join(''))
        await this.handle.appendFile(bytes)
        await this.handle.datasync()
        await this.settle()
        this.size += bytes.length
        this.torn = false
        for (const { resolve } of batch) resolve()
      } catch (error) {
        // What followed the failed batch was built on it, so all of it is refused.
        const refused = [...batch, ...this.waiting]
        this.waiting = []
        for (const { reject } of refused) reject(error instanceof Error ? error : new Error(String(error)))
      }
    }
    this.writing = undefined
  }
}

/** The whole records at the start of `bytes`, and where they end. */
export function readRecords(bytes: Buffer): { records: JournalRecord[]; end: number } {
  const records: JournalRecord[] = []
  let end = 0
  for (let newline = bytes.indexOf(10); newline !== -1; newline = bytes.indexOf(10, end)) {
    const record = readRecord(bytes.subarray(end, newline).toString('utf8'))
    if (!record) break
    records.push(record)
    end = newline + 1
  }
  return { records, end }
}

function readRecord(line: string): JournalRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(line)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
