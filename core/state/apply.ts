import { noteChange } from './changed'
import { equalData } from './equal'
import type { LinkState, MachineState, NetnsChange, NetnsState, StateChange } from './state'

/** A change that carries the name is a whole namespace (`diffNetns`). */
function wholeNetns(change: NetnsChange, known: NetnsState | undefined): NetnsState | null {
  const { name, inode, owner, routes, neighbours, forwarding, nat, foreignTables, foreignChains, services, containers } = change
  if (name === undefined || inode === undefined || !routes || !neighbours || !forwarding || !nat || !foreignTables) return null
  const links: NetnsState['links'] = {}
  for (const [index, link] of Object.entries(change.links ?? {})) {
    const before: LinkState | undefined = known?.links[index]
    if (link) links[index] = before && equalData(before, link) ? before : link
  }
  return {
    name,
    inode,
    ...(owner && { owner }),
    links,
    routes,
    neighbours,
    forwarding,
    nat,
    foreignTables,
    ...(foreignChains && { foreignChains }),
    ...(services && { services }),
    ...(containers && { containers }),
  }
}

function changedLinks(links: NetnsState['links'], changes: NonNullable<NetnsChange['links']>): NetnsState['links'] {
  const next = { ...links }
  for (const [index, link] of Object.entries(changes)) {
    if (link) next[index] = link
    else delete next[index]
  }
  return next
}

/**
 * The state after a change. Namespaces and links that the change does not name keep their identity, so that whoever shows
 * one of them has nothing to do.
 *
 * Null when the change does not follow on this state (another epoch, a gap in `seq`, a namespace that we never saw whole):
 * then only a snapshot helps.
 */
export function applyStateChange(state: MachineState, change: StateChange): MachineState | null {
  if (change.epoch !== state.epoch || change.seq !== state.seq + 1) return null
  const namespaces = { ...state.namespaces }
  for (const [name, netns] of Object.entries(change.namespaces)) {
    const known = state.namespaces[name]
    if (netns === null) delete namespaces[name]
    else if (netns.name !== undefined) {
      const whole = wholeNetns(netns, known)
      if (!whole) return null
      namespaces[name] = whole
    } else {
      if (!known) return null
      const { links, ...fields } = netns
      namespaces[name] = { ...known, ...fields, links: links ? changedLinks(known.links, links) : known.links } as NetnsState
    }
  }
  noteChange(state.namespaces, namespaces, change.namespaces)
  const { missingPrograms: before, ...known } = state
  const missing = change.missingPrograms ?? before ?? []
  return { ...known, epoch: change.epoch, seq: change.seq, namespaces, ...(missing.length > 0 && { missingPrograms: missing }) }
}
