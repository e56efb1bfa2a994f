import { type Environment, runCommandLine } from './run'

/** What a command line printed, and its exit code. */
export interface Ran {
  code: number
  out: string
  err: string
}

/** Runs a command line in this process, as in a terminal with this language. */
export async function cli(argv: readonly string[], env: Environment = { LANG: 'C.UTF-8' }): Promise<Ran> {
  const ran: Ran = { code: -1, out: '', err: '' }
  ran.code = await runCommandLine(argv, env, {
    out: (text) => {
      ran.out += text
    },
    err: (text) => {
      ran.err += text
    },
    live: false,
  })
  return ran
}
