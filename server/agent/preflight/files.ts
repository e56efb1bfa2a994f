import { readdirSync, readFileSync } from 'node:fs'

const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'ESRCH', 'EINVAL'])

/** A file's text; undefined where it is not, went meanwhile, or is closed to us. */
export function readText(path: string): string | undefined {
  return orAbsent(() => readFileSync(path, 'utf8'))
}

/** The names in a folder; none where there is no such folder. */
export function namesIn(folder: string): string[] {
  return orAbsent(() => readdirSync(folder)) ?? []
}

function orAbsent<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (NOT_THERE.has((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
