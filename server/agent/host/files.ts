import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Puts the names in a folder on the disk (fsync(2)). */
function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function write(path: string, flags: string, text: string): void {
  const fd = openSync(path, flags, 0o600)
  try {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Replaces a file so that a reader, or a start after a crash, sees the old text or the new one and nothing between. */
export function replaceFile(path: string, text: string): void {
  write(`${path}.new`, 'w', text)
  renameSync(`${path}.new`, path)
  syncFolder(dirname(path))
}

/** Adds to the end of a file, on the disk when this returns. */
export function appendFile(path: string, text: string): void {
  write(path, 'a', text)
}

/** Takes a file away, on the disk when this returns; one that is not there is gone already. */
export function removeFile(path: string): void {
  rmSync(path, { force: true })
  syncFolder(dirname(path))
}

/** A file's text, or undefined when there is none. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * The folder that holds what this computer's agent has to remember. Others may pass through it, to the one socket that is theirs, and
 * read nothing. Throws when it is not root's own, for then its content could be anybody's.
 */
export function openFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const { uid, mode } = statSync(folder)
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0) throw new Error(`${folder} is open to others than root`)
}
