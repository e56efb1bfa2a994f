import { open } from 'node:fs/promises'
import { LIMITS } from '../../core/lab/limits'
import { isLabName } from '../../core/net/names'
import { CliError, type Invocation } from './command'

/** The text of a file, at most one byte longer than a lab may be, so that the parser can say that it is too long. */
export async function boundedText(file: string, { text }: Invocation): Promise<string> {
  try {
    const handle = await open(file)
    try {
      const buffer = Buffer.alloc(LIMITS.bytes + 1)
      let length = 0
      for (let read = -1; read !== 0 && length < buffer.length; length += read) {
        read = (await handle.read(buffer, length, buffer.length - length)).bytesRead
      }
      return buffer.toString('utf8', 0, length)
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw new CliError(text.cannotRead(file, systemWords(error)))
  }
}

/** `ENOENT: no such file or directory, open 'x'` without what the caller says anyway. */
function systemWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/, \w+( '.*')?$/, '')
}

/**
 * The name that a lab file most likely gives its lab, or undefined when that takes more than a look. Only the whole file, read
 * properly, says what it is.
 */
export function labNameIn(text: string): string | undefined {
  const name = /^name: *([^\s#'"]+) *$/m.exec(text)?.[1]
  return name !== undefined && isLabName(name) ? name : undefined
}
