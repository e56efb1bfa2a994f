import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { type Lab, labSchema } from '../../../core/lab/schema'
import { opSchema } from '../../../core/plan/ops'
import { type HostRecord, hostRecordSchema, UNTOUCHED } from '../../../core/state/host-record'
import { machineStateSchema } from '../../../core/state/state'
import { log } from '../log'
import { openFolder, readText, removeFile, replaceFile } from './files'

/** A change of this computer that is under way: what it is, and what there was before it. */
export const journalSchema = z.object({
  lab: z.string(),
  actor: z.string(),
  ops: z.array(opSchema),
  before: machineStateSchema,
  /** What is on record while the change is made. */
  record: hostRecordSchema,
  /** What was applied of the lab before; absent when nothing was. */
  applied: labSchema.optional(),
})

export type Journal = z.infer<typeof journalSchema>

/**
 * What the agent of this computer has to know when it starts again. It lives in /run as the kernel's own state lives in memory: a
 * reboot ends both. `incarnation` (boot id and inode of the root namespace) makes sure of that where /run outlives the kernel.
 */
export class HostMemory {
  constructor(
    readonly folder: string,
    incarnation: string,
  ) {
    openFolder(folder)
    if (readText(this.at('incarnation')) !== incarnation) {
      for (const name of ['journal.json', 'record.json', 'namespaces', 'labs'])
        rmSync(this.at(name), { recursive: true, force: true })
      replaceFile(this.at('incarnation'), incarnation)
    }
    mkdirSync(this.at('labs'), { recursive: true })
    // A server that is not let in can ask whether a lab is here, by its name; it can neither list nor read them (server/machines/host-traces).
    chmodSync(this.at('labs'), 0o711)
  }

  at(name: string): string {
    return join(this.folder, name)
  }

  /** What labs changed of what is not theirs. */
  get record(): HostRecord {
    return this.read('record.json', hostRecordSchema) ?? UNTOUCHED
  }

  set record(record: HostRecord) {
    replaceFile(this.at('record.json'), JSON.stringify(record))
  }

  /** The change that was under way when the agent ended. */
  get journal(): Journal | undefined {
    return this.read('journal.json', journalSchema)
  }

  set journal(journal: Journal | undefined) {
    if (journal) replaceFile(this.at('journal.json'), JSON.stringify(journal))
    else removeFile(this.at('journal.json'))
  }

  /** Throws while there is a journal that cannot be read: what it tells of can neither be taken back nor be forgotten by writing over it. */
  checkJournal(): void {
    if (this.journal || readText(this.at('journal.json')) === undefined) return
    throw new Error(
      `${this.at('journal.json')} cannot be read, so that a change which was cut off cannot be taken back; ` +
        'see what is left with “netloom status”, then move that file away',
    )
  }

  /** The labs as last applied, by name. */
  get applied(): Record<string, Lab> {
    const labs: Record<string, Lab> = {}
    for (const file of readdirSync(this.at('labs')).sort()) {
      const lab = file.endsWith('.json') ? this.read(join('labs', file), labSchema) : undefined
      if (lab) labs[lab.name] = lab
    }
    return labs
  }

  /** Notes what is applied of a lab; undefined when nothing is any more. */
  setApplied(name: string, lab: Lab | undefined): void {
    const path = this.at(join('labs', `${name}.json`))
    if (lab) replaceFile(path, JSON.stringify(lab))
    else removeFile(path)
  }

  private read<T>(name: string, schema: z.ZodType<T>): T | undefined {
    const text = readText(this.at(name))
    if (text === undefined) return undefined
    try {
      return schema.parse(JSON.parse(text))
    } catch (error) {
      // Only another version of us, or a hand, can have written it: what is in the kernel still carries our marks.
      log(`${this.at(name)} cannot be read and is left out: ${error}`)
      return undefined
    }
  }
}

/** What tells this run of the kernel, and this root namespace, from every other. */
export function incarnationOf(rootInode: number): string {
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${rootInode}`
}
