import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HOST_FOLDER } from './host'

/**
 * Whether something of a lab may be on this computer itself, for a process that its agent does not let in. What the agent remembers is closed,
 * but whether there is a file can be asked: one for each lab that is applied, and the journal of a change of any lab that is under way, waits
 * to be confirmed or was cut off. True where even that cannot be told.
 */
export async function mayBeOnHost(lab: string): Promise<boolean> {
  const found = await Promise.all([join('labs', `${lab}.json`), 'journal.json'].map((name) => isThere(join(HOST_FOLDER, name))))
  return found.includes(true)
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    // ENOENT: since the computer was started, no agent has written it.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}
