import * as z from 'zod'
import { type Owner, ownerSchema } from '../../../core/state/state'
import type { NamespaceRegister } from '../kernel/namespaces'
import { log } from '../log'
import { appendFile, readText, replaceFile } from './files'

const entrySchema = z.object({ names: z.array(z.string()), inode: z.number(), owner: ownerSchema.optional() })
type Entry = z.infer<typeof entrySchema>

/**
 * Which network namespaces of this computer are ours. The kernel has no place for a mark on them, so they stand in a file, a line for
 * each that is made, renamed or gone; the newest line of an inode counts. A namespace is on file before it has a name, so none of ours
 * is ever without.
 */
export class FileRegister implements NamespaceRegister {
  private readonly known = new Map<number, Entry>()
  /** Whether the last write failed, and so may have ended within a line. */
  private isTorn = false

  constructor(private readonly path: string) {
    for (const line of (readText(path) ?? '').split('\n')) if (line !== '') this.take(line)
    this.compact()
  }

  ownerOf(name: string, inode: number): Owner | undefined {
    const entry = this.known.get(inode)
    // An inode number is used again: under another name it is another namespace.
    return entry?.names.includes(name) ? entry.owner : undefined
  }

  made(name: string, inode: number, owner: Owner): void {
    this.write({ names: [name], inode, owner })
  }

  /** Both names until the old one is gone: it may be killed in between. */
  renaming(inode: number, to: string): void {
    const entry = this.known.get(inode)
    if (entry) this.write({ ...entry, names: [...entry.names, to] })
  }

  renamed(inode: number, name: string): void {
    const entry = this.known.get(inode)
    if (entry) this.write({ ...entry, names: [name] })
  }

  gone(inode: number): void {
    const entry = this.known.get(inode)
    if (entry) this.write({ names: entry.names, inode })
  }

  /** Forgets those that are not there any more: what ended while no agent ran. */
  keep(inodes: ReadonlySet<number>): void {
    for (const inode of [...this.known.keys()]) if (!inodes.has(inode)) this.known.delete(inode)
    this.compact()
  }

  private write(entry: Entry): void {
    // What a write that failed has left of its line must not take this one with it.
    const start = this.isTorn ? '\n' : ''
    this.isTorn = true
    appendFile(this.path, `${start}${JSON.stringify(entry)}\n`)
    this.isTorn = false
    this.note(entry)
  }

  private note(entry: Entry): void {
    if (entry.owner) this.known.set(entry.inode, entry)
    else this.known.delete(entry.inode)
  }

  private take(line: string): void {
    try {
      this.note(entrySchema.parse(JSON.parse(line)))
    } catch (error) {
      // A write that was cut off or failed: what it was to say had not begun.
      log(`a line of ${this.path} cannot be read: ${error}`)
    }
  }

  private compact(): void {
    replaceFile(this.path, [...this.known.values()].map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  }
}
