import type { Lab, Neighbour } from '../lab/schema'
import { Edit, missing, type Refused } from './build'
import type { Command } from './change'

/** Replaces the neighbours that are written down in a node. */
export function setNeighbours(lab: Lab, node: string, neighbours: readonly Neighbour[]): Command | Refused {
  const found = lab.nodes[node]
  if (!found || found.kind === 'bridge') return missing(node)
  return new Edit(lab).set(['nodes', node, 'neighbours'], neighbours.length ? neighbours : undefined).command('set-neighbours')
}
