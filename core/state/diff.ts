import { equalData } from './equal'
import type { LinkState, MachineState, NetnsChange, NetnsState } from './state'

/** The fields of a namespace that change as a whole; its links change one by one, its name never. */
const FIELDS = [
  'inode',
  'owner',
  'routes',
  'neighbours',
  'forwarding',
  'nat',
  'foreignTables',
  'foreignChains',
  'services',
  'containers',
] as const

/** Those of them that may be absent. */
const OPTIONAL = ['owner', 'foreignChains', 'services', 'containers'] as const

function diffLinks(before: NetnsState['links'], after: NetnsState['links']): Record<string, LinkState | null> | undefined {
  if (before === after) return undefined
  const changes: Record<string, LinkState | null> = {}
  for (const [index, link] of Object.entries(after)) if (!equalData(before[index], link)) changes[index] = link
  for (const index of Object.keys(before)) if (after[index] === undefined) changes[index] = null
  return Object.keys(changes).length > 0 ? changes : undefined
}

/**
 * What changed within one namespace, or null when nothing did. That something optional is gone cannot be told by an
 * absent field, so then the namespace comes whole.
 */
export function diffNetns(before: NetnsState, after: NetnsState): NetnsChange | null {
  if (before === after) return null
  if (OPTIONAL.some((field) => before[field] && !after[field])) return after
  const change: NetnsChange = {}
  for (const field of FIELDS) {
    if (!equalData(before[field], after[field])) Object.assign(change, { [field]: after[field] })
  }
  const links = diffLinks(before.links, after.links)
  if (links) change.links = links
  return Object.keys(change).length > 0 ? change : null
}

/**
 * What turned one state of a machine into the other: by netns, its changes, the whole of it when it is new, null when it
 * is gone. Null when nothing changed. `applyStateChange` is the inverse.
 */
export function diffMachine(before: MachineState, after: MachineState): Record<string, NetnsChange | null> | null {
  if (before.namespaces === after.namespaces) return null
  const changes: Record<string, NetnsChange | null> = {}
  for (const [name, netns] of Object.entries(after.namespaces)) {
    const known = before.namespaces[name]
    if (!known) changes[name] = netns
    else {
      const change = diffNetns(known, netns)
      if (change) changes[name] = change
    }
  }
  for (const name of Object.keys(before.namespaces)) if (!after.namespaces[name]) changes[name] = null
  return Object.keys(changes).length > 0 ? changes : null
}
