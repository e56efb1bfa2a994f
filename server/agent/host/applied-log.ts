import { mkdirSync, renameSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { LOG_BYTES, type LogEntry, readLog } from '../../../core/protocol/applied-log'
import { appendFile } from './files'

/** The log of what was done to this computer; root's own. */
export class AppliedLog {
  constructor(private readonly path: string) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  }

  /** On the disk when this returns. Throws when it cannot be written. */
  note(entry: Omit<LogEntry, 'at' | 'machine'>): void {
    const size = statSync(this.path, { throwIfNoEntry: false })?.size ?? 0
    if (size > LOG_BYTES) renameSync(this.path, `${this.path}.1`)
    appendFile(this.path, `${JSON.stringify({ at: new Date().toISOString(), machine: 'host', ...entry })}\n`)
  }

  /** What it says of a lab, oldest first. */
  async of(lab: string): Promise<LogEntry[]> {
    const texts = await Promise.all([`${this.path}.1`, this.path].map((path) => readFile(path, 'utf8').catch(none)))
    return texts.flatMap((text) => readLog(text, lab))
  }
}

function none(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return ''
  throw error
}
