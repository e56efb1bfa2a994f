import type { CliText } from '../../core/text/cli'
import type { Locale } from '../../core/text/locale'

/** Where a command writes: results to `out`, progress and remarks to `err`. Texts come with their newlines. */
export interface Io {
  out(text: string): void
  err(text: string): void
  /** Whether somebody watches `err`, so that a line may be written over. */
  live: boolean
}

type Flag = keyof CliText['flags']

export interface OptionSpec {
  type: 'string' | 'boolean'
  short?: string
  /** What stands for the value in the help, such as `N`. */
  value?: string
  words: Flag
}

export interface Invocation {
  positionals: string[]
  options: Readonly<Record<string, string | boolean | undefined>>
  json: boolean
  locale: Locale
  text: CliText
  io: Io
}

export interface CliCommand {
  name: keyof CliText['summaries']
  /** What follows the command's name, as in the usage line. `...` at the end takes the rest. */
  positionals: readonly string[]
  options: Readonly<Record<string, OptionSpec>>
  /** The exit code of an error, where it is not 1. */
  errorCode?: number
  /** Resolves with the exit code. */
  run(invocation: Invocation): Promise<number>
}

/** A failure that the user can act on: it is printed without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError'
}

/** The arguments make no sense; the usage line follows. */
export class UsageError extends CliError {}

/** JSON for programs: one document on standard output. */
export function writeJson(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`)
}

/** A whole number within bounds, or a UsageError that names the option. */
export function wholeNumber(
  invocation: Invocation,
  option: string,
  bounds: { min: number; max: number; otherwise: number },
): number {
  const value = invocation.options[option]
  if (typeof value !== 'string') return bounds.otherwise
  const number = Number(value)
  if (/^\d+$/.test(value) && number >= bounds.min && number <= bounds.max) return number
  throw new UsageError(invocation.text.wrongNumber(`--${option}`, value, `${bounds.min}–${bounds.max}`))
}

/** One of a few words, the first being the default, or a UsageError that names them all. */
export function choice<T extends string>(invocation: Invocation, option: string, choices: readonly [T, ...T[]]): T {
  const value = invocation.options[option] ?? choices[0]
  const found = choices.find((known) => known === value)
  if (found !== undefined) return found
  throw new UsageError(invocation.text.wrongChoice(`--${option}`, String(value), choices.join(' | ')))
}
