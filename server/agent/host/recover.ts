import type { Op } from '../../../core/plan/ops'
import type { Recovery } from '../../../core/protocol/agent'
import { LINK_GROUP } from '../../../core/state/owner'
import type { Applier } from '../apply/applier'
import { spareDoomed } from '../apply/delete-links'
import { errorWords } from '../apply/execute'
import type { Channel } from '../kernel/channel'
import { KernelError } from '../kernel/libc'
import { deleteLink } from '../kernel/link'
import { clearName } from '../kernel/netns'
import { log } from '../log'
import type { Observer } from '../observe/observer'
import type { HostKeeper } from './keeper'
import type { HostMemory, Journal } from './memory'

/**
 * Ends what an agent left half done when it was killed: everything that the change had made is taken back. Undefined when there was
 * nothing under way.
 */
export async function recover(
  memory: HostMemory,
  keeper: HostKeeper,
  observer: Observer,
  applier: Applier,
): Promise<Recovery | undefined> {
  const { journal } = memory
  if (!journal) return undefined
  keeper.resume(journal)
  log(`the change of ${journal.lab} by ${journal.actor} was cut off; it is taken back`)
  try {
    spareDoomed(observer.machine.namespaces)
    removeHalfMade(observer, journal)
  } catch (error) {
    log(`what was half made of ${journal.lab} could not be removed: ${errorWords(error)}`)
  }
  const { undone, undoError } = await applier.takeBack({ ...journal })
  log(undone ? `${journal.lab} is as it was before` : `${journal.lab} could not be taken back: ${undoError}`)
  return { lab: journal.lab, undone, ...(undoError !== undefined && { error: undoError }) }
}

/** Where a step of the journal makes a link: its namespace and name. */
function births(op: Op): { netns: string; name: string }[] {
  if (op.op === 'bridge-add') return [op]
  return op.op === 'veth-add' ? op.ends : []
}

/**
 * Links that carry the group, which is set in the message that makes them, and not yet the alias; and names of namespaces that were
 * reserved and not yet given.
 */
function removeHalfMade({ machine }: Observer, { ops }: Journal): void {
  for (const op of ops) {
    if (op.op === 'netns-add') clearName(op.netns)
    if (op.op === 'netns-rename') {
      clearName(op.to)
      machine.namespaces.unname(op.to, op.netns)
    }
    for (const { netns, name } of births(op)) {
      const namespace = machine.namespaces.find(netns)
      const links = Object.values(machine.state.namespaces[netns]?.links ?? {})
      const half = links.find((link) => link.name === name && link.group === LINK_GROUP && !link.alias)
      if (!namespace || !half) continue
      removeLink(namespace.route, half.index, name)
    }
  }
}

function removeLink(route: Channel, index: number, name: string): void {
  try {
    deleteLink(route, index, `remove ${name}`)
  } catch (error) {
    // It went with its other end.
    if (!(error instanceof KernelError) || error.code !== 'ENODEV') throw error
  }
}
