import type { LogEntry } from '../../../core/protocol/applied-log'
import { type LogCliText, logCliEn } from '../../../core/text/log-cli.en'
import { logCliZh } from '../../../core/text/log-cli.zh'
import { HOST_LOG_FOLDER, logIn } from '../../machines/applied-log'
import { netloomHome } from '../../machines/home'
import { MachineUnavailable } from '../../machines/problem'
import { type CliCommand, writeJson } from '../command'
import { labArgument, machineKind } from '../machine'

/** Who applied what, when, with which commands. */
export const log: CliCommand = {
  name: 'log',
  positionals: ['[NAME]'],
  options: {},
  async run(invocation) {
    const words = invocation.locale === 'zh' ? logCliZh : logCliEn
    const lab = invocation.positionals.length > 0 ? labArgument(invocation) : undefined
    const host = machineKind(invocation) === 'host'
    if (host && process.getuid?.() !== 0) throw new MachineUnavailable('host-log-is-roots')
    const entries = await logIn(host ? HOST_LOG_FOLDER : netloomHome(), lab)
    if (invocation.json) writeJson(invocation.io, { entries })
    else invocation.io.out(entries.length > 0 ? entries.map((entry) => entryText(entry, words)).join('') : `${words.nothing}\n`)
    return 0
  },
}

function entryText({ at, lab, actor, did, steps, commands = [], error }: LogEntry, words: LogCliText): string {
  const what = [words.did[did], ...(steps === undefined ? [] : [words.steps(steps)]), ...(error === undefined ? [] : [error])]
  return `${at}  ${lab}  ${actor}  ${what.join(', ')}\n${commands.map((command) => `    ${command}\n`).join('')}`
}
