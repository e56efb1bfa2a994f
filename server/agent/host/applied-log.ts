import { mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { LOG_BYTES, type LogEntry } from '../../../core/protocol/applied-log'
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
}
