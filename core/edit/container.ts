import { type ContainerIdentity, containerNetns, containerOf, isContainerNetns } from '../lab/container'
import type { Lab, LabNode, Position } from '../lab/schema'
import { netnsOf } from '../lab/view'
import { isNodeName } from '../net/names'
import type { MachineState } from '../state/state'
import { placed } from './add-node'
import { Edit, missing, type Refused } from './build'
import type { Command } from './change'
import { freeNodeId, freeNodeName } from './naming'

/** Adds a node for a running container, named after it; without one, a node that is yet to be told which container it is. */
export function addContainer(lab: Lab, position: Position, identity?: ContainerIdentity): { command: Command; node: string } {
  const wanted = identity?.container?.toLowerCase()
  const node = freeNodeName(lab, 'container', wanted !== undefined && isNodeName(wanted) ? wanted : undefined)
  const id = freeNodeId(lab, node)
  const value: LabNode = { kind: 'container', ...(id === undefined ? {} : { id }), ...identity }
  const edit = new Edit(lab).set(['nodes', node], value).set(['layout', node], placed(position))
  return { command: edit.command('add-container'), node }
}

/** Says which container a node is; a field that is undefined is removed. Docker is what an absent engine means. */
export function setContainer(lab: Lab, node: string, identity: ContainerIdentity): Command | Refused {
  if (lab.nodes[node]?.kind !== 'container') return missing(node)
  const edit = new Edit(lab)
  for (const key of ['engine', 'container', 'pid'] as const) {
    if (!(key in identity)) continue
    edit.set(['nodes', node, key], key === 'engine' && identity.engine === 'docker' ? undefined : identity[key])
  }
  return edit.command('set-container')
}

/** The running containers that the lab does not have yet, in the order of their names. */
export function freeContainers(lab: Lab, state: MachineState | null): ContainerIdentity[] {
  const drawn = new Set(Object.keys(lab.nodes).map((node) => netnsOf(lab, node)))
  return Object.keys(state?.namespaces ?? {})
    .filter((netns) => isContainerNetns(netns) && !drawn.has(netns))
    .sort()
    .flatMap((netns): ContainerIdentity[] => {
      const { engine, name } = containerOf(netns)
      if (engine === 'podman') return [{ engine, container: name }]
      return engine === 'docker' ? [{ container: name }] : []
    })
}

/** The identity that a namespace's key stands for; undefined for a namespace that is no container's. */
export function identityOf(netns: string): ContainerIdentity | undefined {
  if (!isContainerNetns(netns)) return undefined
  const { engine, name } = containerOf(netns)
  if (engine === 'pid') return { pid: Number(name) }
  const identity: ContainerIdentity = { engine: engine === 'podman' ? 'podman' : 'docker', container: name }
  return containerNetns(identity) === netns ? identity : undefined
}
