import { createInterface } from 'node:readline/promises'
import { hostText } from '../../core/text/host'
import type { AgentConnection } from '../machines/connection'
import type { Invocation } from './command'

/**
 * An apply that may have cut its operator off is put back by the agent unless it is confirmed: asks who sits at a terminal, and tells others
 * how. Resolves with the exit code. The agent waits by itself, so nothing depends on this process.
 */
export async function askToKeep(
  connection: AgentConnection,
  lab: string,
  seconds: number,
  invocation: Invocation,
): Promise<number> {
  const words = hostText(invocation.locale)
  const { io } = invocation
  if (!process.stdin.isTTY || invocation.json) {
    io.err(`${words.confirmByCommand(lab, seconds)}\n`)
    return 0
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const signal = AbortSignal.timeout(seconds * 1000)
    const answer = await terminal.question(words.askToKeep(lab, seconds), { signal }).catch(() => '')
    const keep = /^(y|yes|是)$/i.test(answer.trim())
    const { outcome } = await connection.request({ type: 'confirm', lab, keep })
    io.out(`${words.confirmed[outcome](lab)}\n`)
    return outcome === 'kept' ? 0 : 1
  } finally {
    terminal.close()
  }
}
