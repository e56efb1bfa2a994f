import { open } from 'node:fs/promises'
import type { Diagnostic } from '../../core/check/diagnostic'
import { parseLabFile } from '../../core/lab/file'
import { type Lab, LIMITS } from '../../core/lab/schema'
import { describeDiagnostic } from '../../core/text/diagnostics'
import { CliError, type Invocation } from './command'

/** A lab file as read: the lab where there is one, and everything that is wrong with it. */
export interface LabFile {
  file: string
  lab: Lab | undefined
  diagnostics: Diagnostic[]
}

/** Reads and checks a lab file. Throws CliError when it cannot be read at all. */
export async function readLabFile(invocation: Invocation): Promise<LabFile> {
  const file = invocation.positionals[0] ?? ''
  const { lab, diagnostics } = parseLabFile(await boundedText(file, invocation))
  return { file, lab, diagnostics }
}

/** The lab of a file that must be without errors; its warnings are printed. Undefined after printing its errors. */
export async function readSoundLab(invocation: Invocation): Promise<Lab | undefined> {
  const read = await readLabFile(invocation)
  const { io, text } = invocation
  for (const diagnostic of read.diagnostics) io.err(problemLines(read.file, diagnostic, invocation))
  if (read.lab && !read.diagnostics.some(({ severity }) => severity === 'error')) return read.lab
  io.err(`${text.refusedErrors(read.file)}\n`)
  return undefined
}

/** `FILE:LINE:COL: error: message`, and the suggestion on a line of its own. */
export function problemLines(file: string, diagnostic: Diagnostic, { locale, text }: Invocation): string {
  const { message, suggestion } = describeDiagnostic(diagnostic, locale)
  const { line, column } = diagnostic.position ?? { line: 1, column: 1 }
  return `${file}:${line}:${column}: ${text[diagnostic.severity]}: ${message}\n    ${suggestion}\n`
}

/** A diagnostic as JSON shows it. */
export function problemJson(diagnostic: Diagnostic, { locale }: Invocation) {
  const { code, severity, element, path, position } = diagnostic
  return { code, severity, ...position, ...describeDiagnostic(diagnostic, locale), element, path }
}

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
