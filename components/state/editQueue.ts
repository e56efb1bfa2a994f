import type { Command } from '../../core/edit/change'
import { changeLab } from '../../core/edit/change-lab'
import type { Lab } from '../../core/lab/schema'
import type { WireError } from '../../core/protocol/socket'
import { knownForms } from './forms'

/** A command with the client's own id for it, which is what is sent; the rest is for saying why it was refused. */
export interface Edit {
  edit: string
  command: Command
  /** It takes a command of this user back, or makes one again that was taken back. */
  step?: 'undo' | 'redo'
  /** One that was made before it was refused, so it may have lost its ground without anybody else. */
  unfounded?: true
}

/**
 * The lab as the server has confirmed it, and what this browser did since. What is shown is `visible`: the confirmed lab
 * with the pending edits on top. Pure, so that the races between browsers can be tested without any.
 */
export interface EditQueue {
  readonly confirmed: Lab
  readonly revision: number
  /** In the order made; not yet acknowledged. */
  readonly pending: readonly Edit[]
  /** Confirmed edits that arrived before one that they follow, by revision. */
  readonly early: Readonly<Record<number, Edit>>
  readonly visible: Lab
}

/** A queue that starts from a document of the server. */
export function queueFrom(lab: Lab, revision: number, pending: readonly Edit[] = []): EditQueue {
  return { confirmed: lab, revision, pending, early: {}, visible: overlay(lab, pending) }
}

/** Adds an edit that `visible` is known to take, with the lab that it makes. */
export function addPending(queue: EditQueue, edit: Edit, visible: Lab): EditQueue {
  return { ...queue, pending: [...queue.pending, edit], visible }
}

/**
 * The server made `edit` revision `revision`: ours or somebody else's. Repeated news changes nothing; news that comes too
 * early is kept until what is missing has come (see `hasGap`).
 */
export function confirmEdit(queue: EditQueue, revision: number, edit: Edit): EditQueue {
  if (revision <= queue.revision) return dropPending(queue, edit.edit)
  let next: EditQueue = { ...queue, early: { ...queue.early, [revision]: edit } }
  for (;;) {
    const following = next.early[next.revision + 1]
    const advanced = following && advance(next, following)
    if (!advanced) return next
    next = advanced
  }
}

/** True when a confirmed edit is missing: the document must be fetched whole. */
export function hasGap(queue: EditQueue): boolean {
  return Object.keys(queue.early).length > 0
}

/** Takes an edit out that the server already had. */
export function dropPending(queue: EditQueue, edit: string): EditQueue {
  const pending = queue.pending.filter((one) => one.edit !== edit)
  if (pending.length === queue.pending.length) return queue
  return { ...queue, pending, visible: overlay(queue.confirmed, pending) }
}

/** Takes an edit out that the server refused: those made after it were made on top of it. */
export function refusePending(queue: EditQueue, edit: string): EditQueue {
  const at = queue.pending.findIndex((one) => one.edit === edit)
  if (at < 0) return queue
  const [before, after] = [queue.pending.slice(0, at + 1), queue.pending.slice(at + 1)]
  return dropPending({ ...queue, pending: [...before, ...unfounded(after)] }, edit)
}

/** The edits that were made after one that was refused. */
export function unfounded(edits: readonly Edit[]): readonly Edit[] {
  return edits.map((edit) => ({ ...edit, unfounded: true }))
}

/** True for a refusal that follows from the one before it. What was said of that is the reason of this one, too. */
export function isConsequence(edit: Edit, { code }: Pick<WireError, 'code'>): boolean {
  return edit.unfounded === true && (code === 'conflict' || code === 'stale')
}

function advance(queue: EditQueue, edit: Edit): EditQueue | undefined {
  const revision = queue.revision + 1
  const { [revision]: _, ...early } = queue.early
  const applied = changeLab(queue.confirmed, edit.command)
  // The server took it, so a lab that does not is not the server's: leave the gap, the whole document follows.
  if (!applied.ok) return undefined
  const wasFirst = queue.pending[0]?.edit === edit.edit
  const pending = queue.pending.filter((one) => one.edit !== edit.edit)
  // Our own oldest edit came back: nothing to see moved, so nothing is drawn again.
  const visible = wasFirst ? queue.visible : overlay(applied.lab, pending)
  return { confirmed: applied.lab, revision, pending, early, visible }
}

/** The pending edits on top of a lab. One that no longer applies is not shown; whether it stands is the server's to say. */
function overlay(lab: Lab, pending: readonly Edit[]): Lab {
  return pending.reduce((shown, { command }) => {
    const applied = changeLab(shown, command, knownForms())
    return applied.ok ? applied.lab : shown
  }, lab)
}
