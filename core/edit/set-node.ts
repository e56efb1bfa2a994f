import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { Edit, missing, type Refused } from './build'
import type { Command } from './change'

/** Fields of a node; a field that is present and undefined is removed. `addresses` to `stp` are a bridge's own. */
export interface NodePatch {
  forwarding?: boolean
  on?: string
  stp?: boolean
  addresses?: string[]
  mac?: string
  mtu?: number
  up?: boolean
}

/** Values that say what absence says; they are not written. */
const DEFAULTS: Record<string, unknown> = { forwarding: false, on: HOST, stp: false, up: true, dhcp: false }

/** A field's value as the lab holds it: undefined for a default and for an empty list. */
export function settled(key: string, value: unknown): unknown {
  if (Array.isArray(value) && value.length === 0) return undefined
  return key in DEFAULTS && DEFAULTS[key] === value ? undefined : value
}

/** Changes fields of a node. */
export function setNode(lab: Lab, node: string, patch: NodePatch): Command | Refused {
  if (!lab.nodes[node]) return missing(node)
  const edit = new Edit(lab)
  for (const [key, value] of Object.entries(patch)) edit.set(['nodes', node, key], settled(key, value))
  return edit.command('forwarding' in patch ? 'set-forwarding' : 'set-node')
}

/** Sets the lab's description; an empty one is removed. */
export function setDescription(lab: Lab, description: string): Command {
  return new Edit(lab).set(['description'], description === '' ? undefined : description).command('describe')
}
