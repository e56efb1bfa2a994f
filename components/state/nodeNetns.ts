'use client'

import { nodeId } from '../../core/lab/ids'
import type { Lab } from '../../core/lab/schema'
import { netnsOf } from '../../core/lab/view'
import type { MachineState, NetnsState } from '../../core/state/state'
import { useLabStore } from './labStore'
import { useMachineStore } from './machineStore'

const owners = new WeakMap<MachineState['namespaces'], Map<string, NetnsState>>()

/**
 * A node's namespace in the kernel: by its owner's mark, so that one that was renamed in the drawing is still found. Renders again only
 * when that namespace changed.
 */
export function useNodeNetns(node: string): NetnsState | undefined {
  const home = useLabStore(({ lab }) => netnsOf(lab, node))
  const owner = useLabStore(({ lab }) => ownerOf(lab, home))
  return useMachineStore(({ state }) => state?.namespaces[nameInKernel(state, home, owner)])
}

/** What the kernel calls a node's namespace: the drawn name where none carries the node's mark. */
export function useNodeNetnsName(node: string): string {
  const home = useLabStore(({ lab }) => netnsOf(lab, node))
  const owner = useLabStore(({ lab }) => ownerOf(lab, home))
  return useMachineStore(({ state }) => nameInKernel(state, home, owner))
}

function ownerOf(lab: Lab, name: string): string | undefined {
  const found = lab.nodes[name]
  return found && found.kind !== 'host' ? `${lab.name} ${nodeId(name, found)}` : undefined
}

function nameInKernel(state: MachineState | null, home: string, owner: string | undefined): string {
  return (state && owner !== undefined && byOwner(state).get(owner)?.name) || home
}

function byOwner(state: MachineState): Map<string, NetnsState> {
  const known = owners.get(state.namespaces)
  if (known) return known
  const map = new Map<string, NetnsState>()
  for (const netns of Object.values(state.namespaces)) {
    if (netns.owner) map.set(`${netns.owner.lab} ${netns.owner.id}`, netns)
  }
  owners.set(state.namespaces, map)
  return map
}
