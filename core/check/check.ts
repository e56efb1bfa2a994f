import type { Lab } from '../lab/schema'
import { checkContainers } from './containers'
import { Context } from './context'
import { checkDhcp } from './dhcp'
import type { Diagnostic } from './diagnostic'
import { checkFilter } from './filter'
import { checkGraph } from './graph'
import { checkInterfaces } from './interfaces'
import { checkNames } from './names'
import { checkNat } from './nat'
import { checkNeighbours } from './neighbours'
import { checkNics } from './nics'
import { checkRoutes } from './routes'
import { checkSegments } from './segments'

/**
 * Everything that can be said about a lab from the drawing alone. An error keeps it from being applied; a warning says that it
 * will not do what it looks like. Grows with the size of the lab, not with its square: 5,000 nodes take some tens of milliseconds.
 */
export function checkLab(lab: Lab): Diagnostic[] {
  const context = new Context(lab)
  checkGraph(context)
  checkNames(context)
  checkInterfaces(context)
  checkSegments(context)
  checkRoutes(context)
  checkNat(context)
  checkNics(context)
  checkFilter(context)
  checkNeighbours(context)
  checkDhcp(context)
  checkContainers(context)
  return context.diagnostics
}
