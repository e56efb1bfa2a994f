'use client'

import { nodeId } from '../../../core/lab/ids'
import { netnsOf } from '../../../core/lab/view'
import type { MachineState, NetnsState } from '../../../core/state/state'
import { useLab } from '../../state/labStore'
import { useMachineStore } from '../../state/machineStore'

const owners = new WeakMap<MachineState['namespaces'], Map<string, NetnsState>>()

/** A node's namespace in the kernel: by its owner's mark, so that one that was renamed in the drawing is still found. */
export function useNodeNetns(node: string): NetnsState | undefined {
  const lab = useLab()
  const home = netnsOf(lab, node)
  const found = lab.nodes[home]
  return useMachineStore(({ state }) => {
    if (!state) return undefined
    const owned = found && found.kind !== 'host' ? byOwner(state).get(`${lab.name} ${nodeId(home, found)}`) : undefined
    return owned ?? state.namespaces[home]
  })
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
