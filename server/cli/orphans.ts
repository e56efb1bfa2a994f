import { userInfo } from 'node:os'
import type { Orphans } from '../../core/plan/orphans'
import { hostText } from '../../core/text/host'
import type { AgentConnection } from '../machines/connection'
import { startHost } from '../machines/host'
import { type Invocation, UsageError, writeJson } from './command'
import { machineKind } from './machine'

/** What carries our marks on this computer and belongs to no lab that is applied there. */
export async function orphansOn(connection: AgentConnection): Promise<Orphans> {
  const { orphans } = await connection.request({ type: 'orphans', remove: false, actor: userInfo().username })
  return orphans
}

/** Removes what a crash left behind, and says what it did not dare to remove. Resolves with the exit code. */
export async function destroyOrphans(invocation: Invocation): Promise<number> {
  if (machineKind(invocation) !== 'host') throw new UsageError(hostText(invocation.locale).orphansOnHost)
  const connection = await startHost('root')
  try {
    const { orphans, removed } = await connection.request({ type: 'orphans', remove: true, actor: userInfo().username })
    if (invocation.json) writeJson(invocation.io, { removed, ...orphans })
    else invocation.io.out(removedText(orphans, invocation))
    return 0
  } finally {
    connection.close()
  }
}

function removedText(orphans: Orphans, { locale }: Invocation): string {
  const words = hostText(locale)
  const removed = orphans.labs.map(({ lab, steps }) => words.orphanRemoved(lab, steps))
  return lines([...(removed.length > 0 ? removed : [words.noOrphans]), ...doubtfulLines(orphans, words)])
}

/** The orphans as `status` lists them; empty without any. */
export function orphansText(orphans: Orphans, { locale }: Invocation): string {
  const words = hostText(locale)
  return lines([...orphans.labs.map(({ lab, steps }) => words.orphan(lab, steps)), ...doubtfulLines(orphans, words)])
}

function doubtfulLines({ doubtful }: Orphans, words: ReturnType<typeof hostText>): string[] {
  if (doubtful.length === 0) return []
  return [words.leftAlone, ...doubtful.map(({ what, why }) => `  ${what}: ${words.doubts[why]}`)]
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('')
}
