import type { Diagnostic } from '../../core/check/diagnostic'
import { parseLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import { describeDiagnostic } from '../../core/text/diagnostics'
import { type Invocation, writeJson } from './command'
import { boundedText } from './file-text'

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

/** The lab of a file that must be without errors; its warnings are printed. Undefined after printing its errors, for programs as well. */
export async function readSoundLab(invocation: Invocation): Promise<Lab | undefined> {
  return soundLab(await boundedText(invocation.positionals[0] ?? '', invocation), invocation)
}

/** The same for a text that was read already; `plain` as `parseLabFile` has it. */
export function soundLab(source: string, invocation: Invocation, plain?: Lab): Lab | undefined {
  const { io, text, positionals } = invocation
  const [file = ''] = positionals
  const { lab, diagnostics } = parseLabFile(source, plain)
  for (const diagnostic of diagnostics) io.err(problemLines(file, diagnostic, invocation))
  if (lab && !diagnostics.some(({ severity }) => severity === 'error')) return lab
  const message = text.refusedErrors(file)
  const problems = () => diagnostics.map((diagnostic) => problemJson(diagnostic, invocation))
  if (invocation.json) writeJson(io, { error: { message }, problems: problems() })
  io.err(`${message}\n`)
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
