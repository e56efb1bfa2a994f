import { parseArgs } from 'node:util'
import type { CliText } from '../../core/text/cli'
import type { Locale } from '../../core/text/locale'
import { type CliCommand, type Invocation, type Io, type OptionSpec, UsageError } from './command'

/** What every command takes. */
const COMMON: Readonly<Record<string, OptionSpec>> = {
  machine: { type: 'string', value: 'sandbox|host', words: 'machine' },
  json: { type: 'boolean', words: 'json' },
  help: { type: 'boolean', short: 'h', words: 'help' },
}

interface Surroundings {
  locale: Locale
  text: CliText
  io: Io
}

/** Reads a command's arguments; `help` when they ask for it. Throws UsageError on anything that the command does not take. */
export function parseInvocation(command: CliCommand, argv: readonly string[], around: Surroundings): Invocation | 'help' {
  const { text } = around
  const options = { ...command.options, ...COMMON }
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(argv, options)
  } catch (error) {
    throw new UsageError(text.badArguments(error instanceof Error ? error.message : String(error)))
  }
  if (parsed.values.help) return 'help'
  checkPositionals(command, parsed.positionals, text)
  return { ...around, positionals: parsed.positionals, options: parsed.values, json: parsed.values.json === true }
}

function parse(argv: readonly string[], options: Readonly<Record<string, OptionSpec>>) {
  const config: Record<string, { type: 'string' | 'boolean'; short?: string }> = {}
  for (const [name, { type, short }] of Object.entries(options)) config[name] = short === undefined ? { type } : { type, short }
  const { values, positionals } = parseArgs({ args: [...argv], options: config, allowPositionals: true, strict: true })
  return { values: values as Record<string, string | boolean | undefined>, positionals }
}

function checkPositionals(command: CliCommand, given: readonly string[], text: CliText): void {
  const rest = command.positionals.at(-1)?.endsWith('...') ?? false
  const required = command.positionals.filter((name) => !name.startsWith('['))
  const missing = required[given.length]
  if (missing !== undefined) throw new UsageError(text.missingArgument(missing.replace(/\.\.\.$/, '')))
  const extra = given[command.positionals.length]
  if (extra !== undefined && !rest) throw new UsageError(text.extraArgument(extra))
}

/** `netloom ping NAME FROM TO [options]`. */
export function usageLine(command: CliCommand, text: CliText): string {
  const positionals = command.positionals.map((name) => (command.name === 'exec' && name === 'CMD...' ? '-- CMD...' : name))
  return `${text.usage}: ${['netloom', command.name, ...positionals].join(' ')} [${text.options}]\n`
}

/** The help of one command. */
export function commandHelp(command: CliCommand, text: CliText): string {
  const options = Object.entries({ ...command.options, ...COMMON }).map(([name, { short, value, words }]): [string, string] => [
    `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`,
    text.flags[words],
  ])
  return `${usageLine(command, text)}\n${text.summaries[command.name]}\n\n${text.options}:\n${table(options)}\n${text.exits[command.name]}\n`
}

/** The help of the whole. */
export function overviewHelp(text: CliText): string {
  const rows = Object.entries(text.summaries)
  return `${text.tagline}\n\n${text.usage}: netloom COMMAND …\n\n${text.commands}:\n${table(rows)}\n${text.moreHelp}\n`
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('')
}
