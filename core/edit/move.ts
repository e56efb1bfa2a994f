import type { Lab, Position } from '../lab/schema'
import { placed } from './add-node'
import { Edit } from './build'
import type { Command } from './change'

/** Moves nodes on the canvas; those that are gone are passed over. */
export function moveNodes(lab: Lab, positions: Readonly<Record<string, Position>>): Command {
  const edit = new Edit(lab)
  for (const [node, position] of Object.entries(positions))
    if (Object.hasOwn(lab.nodes, node)) edit.set(['layout', node], placed(position))
  return edit.command('move')
}
