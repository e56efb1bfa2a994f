import { ruleCommand } from './iptables'
import { type Call, DONE, type Outcome, type Program } from './session'

/** Words of a line of iptables-save: quoted texts are one word. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

/** One line of the format of iptables-save(8); returns the table that the next lines are of. */
export function restoreLine(call: Call, family: 4 | 6, line: string, table: string): string {
  const text = line.trim().replace(/^\[\d+:\d+\]\s*/, '')
  if (text === '' || text.startsWith('#') || text === 'COMMIT') return table
  if (text.startsWith('*')) return text.slice(1)
  if (text.startsWith(':')) {
    const [chain = '', policy = ''] = text.slice(1).split(/\s+/)
    ruleCommand(call, family, policy === '-' ? ['-N', chain] : ['-P', chain, policy], table)
  } else ruleCommand(call, family, wordsOf(text), table)
  return table
}

function restore(call: Call, family: 4 | 6): Outcome {
  const { stdin, session, words } = call
  if (stdin === undefined)
    return session.report('error', 'import-file-unknown', { file: words.find((word) => !word.startsWith('-')) ?? '' })
  let table = 'filter'
  for (const line of stdin.split('\n')) table = restoreLine(call, family, line, table)
  return DONE
}

/** `iptables-restore`, from a here-document. */
export const iptablesRestore: Program = (call) => restore(call, 4)
export const ip6tablesRestore: Program = (call) => restore(call, 6)
