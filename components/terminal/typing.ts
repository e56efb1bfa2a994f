import { MAX_CONSOLE_INPUT } from '../../core/protocol/console'
import { useConsoleStore } from '../state/consoleStore'
import { OFFLINE, request } from '../state/socket'

/** What was typed and not taken yet, by console, in order. */
const typed = new Map<string, Uint8Array[]>()
const RETRY_MS = 100

/** Sends what was typed, one message after the other, so that quick typing and long pastes become few messages and stay in order. */
export function typeInto(id: string, data: Uint8Array): void {
  const waiting = typed.get(id)
  if (waiting) {
    waiting.push(data)
    return
  }
  const pending = [data]
  typed.set(id, pending)
  void sendTyped(id, pending).finally(() => typed.delete(id))
}

async function sendTyped(id: string, pending: Uint8Array[]): Promise<void> {
  while (pending.length > 0) {
    const { lab, consoles } = useConsoleStore.getState()
    const all = joined(pending.splice(0))
    const data = all.subarray(0, MAX_CONSOLE_INPUT)
    if (!lab || !consoles.some((console) => console.id === id && !console.end && !console.lost)) return
    const ack = await request('console:input', { lab, console: id, data })
    const refused = !ack.ok && (ack.error.code === 'limit' || ack.error.code === 'too-fast')
    // Typed into a broken line: nobody would expect it to arrive a minute later.
    if (!ack.ok && ack.error.text === OFFLINE) return
    const rest = refused ? all : all.subarray(data.length)
    if (rest.length > 0) pending.unshift(rest)
    // The program does not read; ask again until it does.
    if (refused) await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
