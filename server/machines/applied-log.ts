import { constants } from 'node:fs'
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LOG_BYTES, LOG_FILE, type LogEntry, readLog } from '../../core/protocol/applied-log'
import { netloomHome } from './home'

/** Where the agent of this computer keeps its log, which outlives a reboot as the changes that it tells of do not. */
export const HOST_LOG_FOLDER = '/var/log/netloom'

/**
 * Adds to the log of the sandboxes, in NETLOOM_HOME. A sandbox cannot write a file of this computer, so who asked it writes. The file is its
 * folder's owner's, whoever is first; a link is not followed, for root may write in another user's folder here.
 */
export async function noteInLog(entry: Omit<LogEntry, 'at' | 'machine'>): Promise<void> {
  const home = netloomHome()
  await mkdir(home, { recursive: true, mode: 0o700 })
  const path = join(home, LOG_FILE)
  const size = await stat(path).then(({ size }) => size, absent)
  if (size > LOG_BYTES) await rename(path, `${path}.1`)
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants
  const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600)
  try {
    const owner = await stat(home)
    if (process.geteuid?.() === 0 && owner.uid !== 0) await file.chown(owner.uid, owner.gid)
    await file.appendFile(`${JSON.stringify({ at: new Date().toISOString(), machine: 'sandbox', ...entry })}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** What a folder's log says, of one lab or of all, oldest first. */
export async function logIn(folder: string, lab?: string): Promise<LogEntry[]> {
  const texts = await Promise.all([`${LOG_FILE}.1`, LOG_FILE].map((name) => readFile(join(folder, name), 'utf8').catch(none)))
  return texts.flatMap((text) => readLog(text, lab))
}

function absent(error: NodeJS.ErrnoException): number {
  if (error.code === 'ENOENT') return 0
  throw error
}

function none(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return ''
  throw error
}
