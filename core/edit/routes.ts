import type { Lab, Route } from '../lab/schema'
import { Edit, missing, type Refused } from './build'
import type { Command } from './change'

/** Replaces a node's routes. */
export function setRoutes(lab: Lab, node: string, routes: readonly Route[]): Command | Refused {
  const found = lab.nodes[node]
  if (!found || found.kind === 'bridge') return missing(node)
  return new Edit(lab).set(['nodes', node, 'routes'], routes.length ? routes : undefined).command('set-routes')
}
