import { cliText } from '../../core/text/cli'
import type { Locale } from '../../core/text/locale'
import { commandHelp, overviewHelp, parseInvocation, usageLine } from './arguments'
import { type CliCommand, type Io, UsageError, writeJson } from './command'
import { plainWords } from './plain-words'

/** Each command is loaded when it is asked for: `validate` needs no server, `serve` no planner. */
const COMMANDS: Readonly<Record<CliCommand['name'], () => Promise<CliCommand>>> = {
  serve: async () => (await import('./commands/serve')).serve,
  validate: async () => (await import('./commands/validate')).validate,
  plan: async () => (await import('./commands/plan')).plan,
  apply: async () => (await import('./commands/apply')).apply,
  destroy: async () => (await import('./commands/destroy')).destroy,
  status: async () => (await import('./commands/status')).status,
  confirm: async () => (await import('./commands/confirm')).confirm,
  exec: async () => (await import('./commands/exec')).exec,
  console: async () => (await import('./commands/console')).openConsole,
  ping: async () => (await import('./commands/ping')).ping,
  export: async () => (await import('./commands/export')).exportLab,
  import: async () => (await import('./commands/import')).importLab,
  preflight: async () => (await import('./commands/preflight')).preflight,
  history: async () => (await import('./commands/history')).history,
  log: async () => (await import('./commands/log')).log,
  discover: async () => (await import('./commands/discover')).discover,
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Runs one command line and resolves with its exit code. Failures that a user can act on are printed, others are thrown. */
export async function runCommandLine(argv: readonly string[], env: Environment, io: Io): Promise<number> {
  const locale = localeOf(env)
  const text = cliText(locale)
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(overviewHelp(text))
    return name === undefined ? 1 : 0
  }
  if (!isCommand(name)) {
    io.err(`${text.unknownCommand(name)}\n\n${overviewHelp(text)}`)
    return 1
  }
  const command = await COMMANDS[name]()
  try {
    const invocation = parseInvocation(command, rest, { locale, text, io })
    if (invocation === 'help') {
      io.out(commandHelp(command, text))
      return 0
    }
    if (invocation.options.machine !== undefined) checkMachine(String(invocation.options.machine), text)
    return await command.run(invocation)
  } catch (error) {
    const words = plainWords(error, locale)
    if (words === undefined) throw error
    if (rest.includes('--json')) writeJson(io, { error: words })
    io.err(`${text.error}: ${words.message}\n${words.suggestion === undefined ? '' : `${words.suggestion}\n`}`)
    if (error instanceof UsageError) io.err(usageLine(command, text))
    return command.errorCode ?? 1
  }
}

function isCommand(name: string): name is CliCommand['name'] {
  return Object.hasOwn(COMMANDS, name)
}

function checkMachine(machine: string, text: ReturnType<typeof cliText>): void {
  if (machine !== 'sandbox' && machine !== 'host') throw new UsageError(text.wrongChoice('--machine', machine, 'sandbox | host'))
}

/** The reader's language as setlocale(3) finds it, Chinese or else English. */
function localeOf(env: Environment): Locale {
  const name = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return name.startsWith('zh') ? 'zh' : 'en'
}
