import { type FSWatcher, watch } from 'node:fs'
import { mkdir, readdir, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { emptyLab } from '../../core/lab/empty'
import { parseLabFile, writeLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import { isLabName } from '../../core/net/names'
import type { ClientRequest, MachineKind } from '../../core/protocol/socket'
import { ignoreMissing, isMissing, syncFolder, writeDurably } from './durable'
import { freeName, isTaken } from './free-name'
import { historyPath, loadHistory } from './history'
import { versionAt } from './history-records'
import { forgetMachine, keepMachine, readMachine } from './machine-choice'
import { keepOrigin, type Origin, originPath, readOrigin } from './origin'
import { LabProblem, storeFailed } from './problem'
import { LabSession } from './session'

const SUFFIX = '.netloom.yaml'
/** Editors write a file in several steps. */
const OUTSIDE_CHANGE_MS = 100
/** A file that is missing this long has been deleted, and not merely replaced. */
const OUTSIDE_DELETE_MS = 1000
/** A session that nobody has open is kept this long, for a page that reloads. */
const LINGER_MS = 10_000

export interface StoredLab {
  lab: Lab
  /** Milliseconds since the epoch. */
  changed: number
}

interface Open {
  session: Promise<LabSession>
  opened?: LabSession
  users: number
  linger?: NodeJS.Timeout
}

interface Cached extends StoredLab {
  size: number
}

/**
 * The labs in NETLOOM_HOME: `labs/NAME.netloom.yaml`, which people may edit and keep in git, with `journal/NAME.jsonl` and
 * `journal/NAME.history.jsonl` beside. One process at a time may have a store open.
 */
export class LabStore {
  private readonly open = new Map<string, Open>()
  private readonly cache = new Map<string, Cached>()
  private readonly checks = new Map<string, NodeJS.Timeout>()
  private watcher: FSWatcher | undefined

  private constructor(
    private readonly labs: string,
    private readonly journals: string,
    private readonly examples: string,
    private readonly warn: (text: string) => void,
  ) {}

  /** Opens the store under `home`. `examples` is the folder of the example labs; `warn` gets what the operator should know. */
  static async open(home: string, examples: string, warn: (text: string) => void): Promise<LabStore> {
    const labs = join(home, 'labs')
    const journals = join(home, 'journal')
    await mkdir(labs, { recursive: true, mode: 0o700 })
    await mkdir(journals, { recursive: true, mode: 0o700 })
    const store = new LabStore(labs, journals, examples, warn)
    store.watcher = watch(labs, (_event, name) => store.changedOutside(name))
    store.watcher.on('error', (error) => warn(`${labs} is not watched any more: ${error.message}`))
    return store
  }

  /** All labs that can be read, last changed first; edits that are not in their files yet included. */
  async list(): Promise<StoredLab[]> {
    const names = await namesIn(this.labs)
    const labs = await Promise.all(names.map((name) => this.stored(name)))
    return labs.filter((lab) => lab !== undefined).sort((a, b) => b.changed - a.changed)
  }

  /** The example labs, in the order of their file names. */
  async listExamples(): Promise<Lab[]> {
    const texts = await Promise.all((await namesIn(this.examples)).map((name) => this.exampleText(name)))
    return texts.flatMap((text) => parseLabFile(text).lab ?? [])
  }

  /** One example, whole. Throws LabProblem. */
  async example(name: string): Promise<Lab> {
    const { lab, diagnostics } = parseLabFile(await this.exampleText(name))
    if (!lab) throw new LabProblem('invalid', 'the example is not a lab', diagnostics)
    return lab
  }

  /** Which example a lab was made from, itself or the lab that it is a copy of; undefined for a lab of the reader's own. */
  async originOf(name: string): Promise<Origin | undefined> {
    return isLabName(name) ? readOrigin(this.journals, name) : undefined
  }

  /** Where a lab runs. The lab's file does not say: it is about the network, whichever kernel has it. */
  machineOf(name: string): Promise<MachineKind> {
    return isLabName(name) ? readMachine(this.journals, name) : Promise.resolve('sandbox')
  }

  /** Remembers where a lab runs. Throws LabProblem. */
  async rememberMachine(name: string, machine: MachineKind): Promise<void> {
    if (!isLabName(name)) throw new LabProblem('no-such-lab')
    await keepMachine(this.journals, name, machine).catch((error: unknown) => {
      throw storeFailed(error)
    })
  }

  /** Makes a lab and returns its name, which differs from the one asked for when that is taken. Throws LabProblem. */
  async create(request: ClientRequest<'lab:create'>): Promise<string> {
    const { text, lab } = await this.source(request.from)
    const wanted = request.name ?? lab.name
    if (!isLabName(wanted)) throw new LabProblem('invalid', `${JSON.stringify(wanted)} cannot be the name of a lab`)
    for (;;) {
      const name = freeName(wanted, new Set(await namesIn(this.labs)))
      const content = text !== undefined && name === lab.name ? text : writeLabFile({ ...lab, name }, text)
      try {
        // What an earlier lab of this name left behind must not be taken for this one's.
        await unlink(this.journalPath(name)).catch(ignoreMissing)
        await forgetMachine(this.journals, name)
        await unlink(historyPath(this.journalPath(name))).catch(ignoreMissing)
        await writeDurably(this.labPath(name), content, { exclusive: true })
        await this.rememberOrigin(name, request.from)
        return name
      } catch (error) {
        if (!isTaken(error)) throw storeFailed(error)
      }
    }
  }

  /** Deletes a lab; who has it open is told. Throws LabProblem. */
  async delete(name: string): Promise<void> {
    const path = this.labPath(name)
    const open = this.open.get(name)
    this.open.delete(name)
    clearTimeout(open?.linger)
    const session = await open?.session.catch(() => undefined)
    try {
      await session?.end()
      await unlink(path)
      await unlink(this.journalPath(name)).catch(ignoreMissing)
      await unlink(historyPath(this.journalPath(name))).catch(ignoreMissing)
      await unlink(originPath(this.journals, name)).catch(ignoreMissing)
      await forgetMachine(this.journals, name)
      await syncFolder(this.labs)
    } catch (error) {
      throw isMissing(error) ? new LabProblem('no-such-lab') : storeFailed(error)
    } finally {
      session?.emit('deleted')
    }
  }

  /** The session of a lab, shared by all who have it open; each calls `release` once. Throws LabProblem. */
  async use(name: string): Promise<LabSession> {
    const open = this.open.get(name) ?? this.start(name)
    open.users++
    clearTimeout(open.linger)
    try {
      return await open.session
    } catch (error) {
      if (this.open.get(name) === open) this.open.delete(name)
      throw error
    }
  }

  release(session: LabSession): void {
    const found = [...this.open].find(([, open]) => open.opened === session)
    if (!found) return
    const [name, open] = found
    if (open.users === 0 || --open.users > 0) return
    open.linger = setTimeout(() => {
      if (this.open.get(name) !== open) return
      this.open.delete(name)
      this.closeSession(name, open)
    }, LINGER_MS)
    open.linger.unref()
  }

  /** Writes everything and lets go. */
  async close(): Promise<void> {
    this.watcher?.close()
    for (const timer of this.checks.values()) clearTimeout(timer)
    const open = [...this.open]
    this.open.clear()
    await Promise.all(
      open.map(([name, entry]) => {
        clearTimeout(entry.linger)
        return this.closeSession(name, entry)
      }),
    )
  }

  private closeSession(name: string, open: Open): Promise<void> {
    return open.session
      .then((session) => session.close())
      .catch((error: unknown) => this.warn(`${name} could not be written (its edits are safe in the journal): ${String(error)}`))
  }

  private start(name: string): Open {
    const session = LabSession.open(this.labPath(name), this.journalPath(name))
    const open: Open = { session, users: 0 }
    this.open.set(name, open)
    session.then(
      (opened) => {
        open.opened = opened
        opened.on('warning', this.warn)
        opened.on('deleted', () => {
          if (this.open.get(name) === open) this.open.delete(name)
        })
      },
      // Whoever asked for the session hears of it.
      () => {},
    )
    return open
  }

  private async stored(name: string): Promise<StoredLab | undefined> {
    const session = await this.open.get(name)?.session.catch(() => undefined)
    const info = await stat(this.labPath(name)).catch(ignoreMissing)
    if (!info) return undefined
    if (session) return { lab: session.current.lab, changed: info.mtimeMs }
    const cached = this.cache.get(name)
    if (cached && cached.changed === info.mtimeMs && cached.size === info.size) return cached
    const text = await readFile(this.labPath(name), 'utf8').catch(ignoreMissing)
    const said = text === undefined ? undefined : parseLabFile(text).lab
    // A file that was broken outside can be opened all the same, as it was last known.
    const lab = said?.name === name ? said : await this.lastVersion(name)
    if (!lab) return undefined
    const entry = { lab, changed: info.mtimeMs, size: info.size }
    this.cache.set(name, entry)
    return entry
  }

  private async lastVersion(name: string): Promise<Lab | undefined> {
    const records = await loadHistory(historyPath(this.journalPath(name)))
    return versionAt(records, records.at(-1)?.version ?? 0)?.lab
  }

  /** Never a line of the lab's file: where a lab comes from says nothing about its network. */
  private async rememberOrigin(name: string, from: ClientRequest<'lab:create'>['from']): Promise<void> {
    const example = from?.source === 'example' ? from.example : undefined
    const copied = from?.source === 'lab' ? (await this.originOf(from.lab))?.example : undefined
    await keepOrigin(this.journals, name, example ?? copied)
  }

  private async source(from: ClientRequest<'lab:create'>['from']): Promise<{ lab: Lab; text?: string }> {
    if (!from) return { lab: emptyLab('lab') }
    if (from.source === 'lab') {
      const session = await this.use(from.lab)
      this.release(session)
      return { lab: session.current.lab, text: session.fileText }
    }
    const text = from.source === 'yaml' ? from.text : await this.exampleText(from.example)
    const { lab, diagnostics } = parseLabFile(text)
    if (!lab) throw new LabProblem('invalid', 'the text is not a lab', diagnostics)
    return { lab, text }
  }

  private async exampleText(name: string): Promise<string> {
    const text = isLabName(name) ? await readFile(join(this.examples, name + SUFFIX), 'utf8').catch(ignoreMissing) : undefined
    if (text === undefined) throw new LabProblem('no-such-lab', `there is no example ${JSON.stringify(name)}`)
    return text
  }

  private changedOutside(file: string | null): void {
    const name = file?.endsWith(SUFFIX) ? file.slice(0, -SUFFIX.length) : undefined
    if (name === undefined || !this.open.has(name)) return
    clearTimeout(this.checks.get(name))
    this.checks.set(
      name,
      setTimeout(() => {
        this.checkOutside(name).catch((error: unknown) => this.warn(`${name} could not be read again: ${String(error)}`))
      }, OUTSIDE_CHANGE_MS),
    )
  }

  private async checkOutside(name: string): Promise<void> {
    this.checks.delete(name)
    if (!(await stat(this.labPath(name)).catch(ignoreMissing)))
      await new Promise((resolve) => setTimeout(resolve, OUTSIDE_DELETE_MS))
    const session = await this.open.get(name)?.session
    await session?.reload()
  }

  private labPath(name: string): string {
    if (!isLabName(name)) throw new LabProblem('no-such-lab')
    return join(this.labs, name + SUFFIX)
  }

  private journalPath(name: string): string {
    return join(this.journals, `${name}.jsonl`)
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder)
  return files
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .filter(isLabName)
    .sort()
}
