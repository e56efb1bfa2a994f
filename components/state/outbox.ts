import type { WireError } from '../../core/protocol/socket'
import { type Edit, isConsequence, unfounded } from './editQueue'
import { isOpen, OFFLINE, request, whenOpen } from './socket'

/** An edit that the server would not take. */
interface RefusedEdit {
  edit: Edit
  error: WireError
}

/** What a lab was left with. */
interface Left {
  /** Not acknowledged yet, in the order made. */
  edits: readonly Edit[]
  /** The last that was refused since for a reason of its own, to be said once the lab is opened again. */
  refused: RefusedEdit | null
  sending: boolean
}

/** By lab. */
const left = new Map<string, Left>()
let stopWaiting: (() => void) | undefined

/** Sends the edits of a lab that is not shown any more, now or when there is a connection, and closes it at the server. */
export function sendLater(lab: string, edits: readonly Edit[]): void {
  left.set(lab, { edits, refused: null, sending: false })
  stopWaiting ??= whenOpen(() => {
    for (const [name, one] of left) void deliver(name, one)
  })
  const one = left.get(lab)
  if (one && isOpen()) void deliver(lab, one)
}

/** Takes over what has not been sent of a lab that is opened again, and what was refused of it. An edit that is on its way may be sent twice: the server knows it by its id. */
export function takeBack(lab: string): Pick<Left, 'edits' | 'refused'> {
  const one = left.get(lab)
  left.delete(lab)
  rest()
  return one ?? { edits: [], refused: null }
}

/** True while edits of a lab that was left have not reached the server. */
export function isWaiting(): boolean {
  return [...left.values()].some(({ edits }) => edits.length > 0)
}

async function deliver(lab: string, one: Left): Promise<void> {
  if (one.sending || one.edits.length === 0) return
  one.sending = true
  try {
    await send(lab, one)
  } finally {
    one.sending = false
    rest()
  }
}

async function send(lab: string, one: Left): Promise<void> {
  const isMine = () => left.get(lab) === one
  const opened = await request('lab:open', { lab })
  if (!isMine()) return
  if (!opened.ok) {
    // Without an answer the next connection tries again; a lab that is gone has no use for its edits.
    if (opened.error.text !== OFFLINE) left.delete(lab)
    return
  }
  let { revision } = opened.value
  for (let first = one.edits[0]; first && isOpen(); first = one.edits[0]) {
    const { edit, command } = first
    const ack = await request('lab:edit', { lab, revision, edit, command })
    if (!isMine()) return
    if (!ack.ok && ack.error.text === OFFLINE) continue
    one.edits = one.edits.slice(1)
    if (ack.ok) revision = Math.max(revision, ack.value.revision)
    else {
      one.edits = unfounded(one.edits)
      if (!isConsequence(first, ack.error)) one.refused = { edit: first, error: ack.error }
    }
  }
  if (one.edits.length > 0) return
  if (!one.refused) left.delete(lab)
  void request('lab:close', { lab })
}

function rest(): void {
  if (isWaiting()) return
  stopWaiting?.()
  stopWaiting = undefined
}
