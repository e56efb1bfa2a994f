import { randomBytes } from 'node:crypto'
import { type FileHandle, link, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes the entries of a folder durable; a rename is only safe after this (fsync(2)). */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Writes a whole file so that a reader, or a start after a crash, sees the old text or the new one and nothing between: a new file,
 * fsync, rename over the old, fsync of the folder. With `exclusive` an existing file is left alone and the error is EEXIST.
 */
export async function writeDurably(path: string, text: string, options: { exclusive?: boolean } = {}): Promise<void> {
  await put(path, text, options)
}

/** The same, unless somebody else has just written the file: `unless` is asked at the last moment. Resolves with whether it was written. */
export function writeDurablyUnless(path: string, text: string, unless: () => Promise<boolean>): Promise<boolean> {
  return put(path, text, { unless })
}

/**
 * Puts a new file in the place of another, and keeps it open for appending: whoever writes to what a path leads to has to go over to the new
 * file in the very moment in which it takes the path, or would go on with one that nobody finds again. The folder is still to be made durable.
 */
export async function replaceOpen(path: string, text: string): Promise<FileHandle> {
  const temporary = temporaryOf(path)
  let handle: FileHandle | undefined
  try {
    handle = await open(temporary, 'ax', 0o600)
    await handle.appendFile(text)
    await handle.sync()
    await rename(temporary, path)
    return handle
  } catch (error) {
    await handle?.close()
    await unlink(temporary).catch(ignoreMissing)
    throw error
  }
}

function temporaryOf(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.tmp`
}

async function put(
  path: string,
  text: string,
  options: { exclusive?: boolean; unless?: () => Promise<boolean> },
): Promise<boolean> {
  const temporary = temporaryOf(path)
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (await options.unless?.()) {
      await unlink(temporary)
      return false
    }
    if (options.exclusive) await link(temporary, path)
    else await rename(temporary, path)
  } catch (error) {
    await unlink(temporary).catch(ignoreMissing)
    throw error
  }
  if (options.exclusive) await unlink(temporary)
  await syncFolder(dirname(path))
  return true
}

/** For a file that may be gone already, which is what was wanted. */
export function ignoreMissing(error: unknown): undefined {
  if (isMissing(error)) return undefined
  throw error
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
