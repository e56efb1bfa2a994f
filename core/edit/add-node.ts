import { HOST } from '../lab/ids'
import type { Lab, LabNode, Position } from '../lab/schema'
import { isInterfaceName, isNodeName } from '../net/names'
import { Edit, type Refused, refuse } from './build'
import type { Command } from './change'
import { freeNodeId, freeNodeName, interfaceNames } from './naming'

/** A place on the canvas, in whole pixels. */
export function placed({ x, y }: Position): Position {
  return { x: Math.round(x), y: Math.round(y) }
}

/** Adds a namespace, or a bridge on the host; without a name, `ns1`, `br0` and so on. */
export function addNode(
  lab: Lab,
  kind: 'namespace' | 'bridge',
  position: Position,
  name?: string,
): { command: Command; node: string } | Refused {
  const node = name ?? freeNodeName(lab, kind)
  const refused = refuseNodeName(lab, kind, node)
  if (refused) return refused
  const id = freeNodeId(lab, node)
  const value: LabNode = { kind, ...(id === undefined ? {} : { id }) }
  const edit = new Edit(lab).set(['nodes', node], value).set(['layout', node], placed(position))
  return { command: edit.command(kind === 'bridge' ? 'add-bridge' : 'add-namespace'), node }
}

/** Why a new node (or `renamed`, one that exists) cannot have this name, if so. */
export function refuseNodeName(
  lab: Lab,
  kind: LabNode['kind'],
  name: string,
  netns = HOST,
  renamed?: string,
): Refused | undefined {
  const element = renamed === undefined ? ({ kind: 'lab' } as const) : ({ kind: 'node', node: renamed } as const)
  if (!isNodeName(name)) return refuse('bad-node-name', element, { name })
  if (kind === 'bridge' && (!isInterfaceName(name) || name === 'lo')) return refuse('bad-bridge-name', element, { name })
  const taken = Object.hasOwn(lab.nodes, name) || name === HOST || (kind === 'bridge' && interfaceNames(lab, netns).has(name))
  return taken ? refuse('name-taken', element, { name }) : undefined
}
