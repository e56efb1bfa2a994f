import type { Interface, Lab } from '../lab/schema'
import { Edit, missing, type Refused } from './build'
import type { Command } from './change'
import { setNode, settled } from './set-node'

/** Fields of an interface; one that is present and undefined is removed. */
export type InterfacePatch = Partial<Interface>

/** Changes an interface's fields in an edit that is under way. Entries that say nothing are removed. */
export function patchInterface(edit: Edit, node: string, name: string, patch: InterfacePatch): void {
  const before = edit.lab.nodes[node]?.interfaces
  const fields = Object.entries(patch).map(([key, value]) => [key, settled(key, value)] as const)
  const after = { ...before?.[name], ...Object.fromEntries(fields) }
  if (Object.values(after).some((value) => value !== undefined)) {
    for (const [key, value] of fields) edit.set(['nodes', node, 'interfaces', name, key], value)
  } else dropInterface(edit, node, name)
}

/** Removes what is said about an interface, and the map with the last of them. */
export function dropInterface(edit: Edit, node: string, name: string): void {
  const interfaces = edit.lab.nodes[node]?.interfaces
  if (!interfaces || !Object.hasOwn(interfaces, name)) return
  if (Object.keys(interfaces).length > 1) edit.set(['nodes', node, 'interfaces', name], undefined)
  else edit.set(['nodes', node, 'interfaces'], undefined)
}

/** Changes fields of an interface; a bridge's own interface carries the bridge's name. */
export function setInterface(lab: Lab, node: string, name: string, patch: InterfacePatch): Command | Refused {
  const found = lab.nodes[node]
  if (!found) return missing(node)
  if (found.kind === 'bridge' && name === node) return setNode(lab, node, patch)
  const edit = new Edit(lab)
  patchInterface(edit, node, name, patch)
  return edit.command('set-interface')
}
