'use client'

import { nodeId } from '../../core/lab/ids'
import { netnsOf } from '../../core/lab/view'
import { eachChanged } from '../../core/state/changed'
import type { MachineState, NetnsState, Owner } from '../../core/state/state'
import { useLabStore } from './labStore'
import { useStatePart } from './machineStore'
import { isCalledAlike, stateKeys } from './stateKeys'

/** The names of the newest state's namespaces by their marks, kept up to date change by change. */
const owners = { namespaces: {} as MachineState['namespaces'], names: new Map<string, string>() }

/**
 * A node's namespace in the kernel: by its owner's mark, so that one that was renamed in the drawing is still found. Renders again only
 * when that namespace changed.
 */
export function useNodeNetns(node: string): NetnsState | undefined {
  const home = useLabStore(({ lab }) => netnsOf(lab, node))
  const owner = useOwner(home)
  const keys = [stateKeys.netns(home), ...(owner ? [stateKeys.owned(owner)] : [])]
  return useStatePart(keys, (state) => state?.namespaces[nameInKernel(state, home, owner)])
}

/** What the kernel calls a node's namespace: the drawn name where none carries the node's mark. */
export function useNodeNetnsName(node: string): string {
  const home = useLabStore(({ lab }) => netnsOf(lab, node))
  const owner = useOwner(home)
  return useStatePart(owner ? [stateKeys.called(owner)] : [], (state) => nameInKernel(state, home, owner))
}

/** The mark of the namespace that is drawn under this name; undefined for the host's, which is nobody's. */
function useOwner(name: string): Owner | undefined {
  const lab = useLabStore((store) => store.lab.name)
  const id = useLabStore((store) => {
    const found = store.lab.nodes[name]
    return found && found.kind !== 'host' ? nodeId(name, found) : undefined
  })
  return id === undefined ? undefined : { lab, id }
}

function nameInKernel(state: MachineState | null, home: string, owner: Owner | undefined): string {
  return (state && owner !== undefined && byOwner(state).get(stateKeys.owned(owner))) || home
}

function byOwner(state: MachineState): ReadonlyMap<string, string> {
  if (owners.namespaces !== state.namespaces) {
    // Gone first: a namespace may have been made anew under another name.
    const made: NetnsState[] = []
    eachChanged(owners.namespaces, state.namespaces, (before, now) => {
      if (isCalledAlike(before, now)) return
      if (before?.owner && owners.names.get(stateKeys.owned(before.owner)) === before.name)
        owners.names.delete(stateKeys.owned(before.owner))
      if (now) made.push(now)
    })
    for (const { owner, name } of made) if (owner) owners.names.set(stateKeys.owned(owner), name)
    owners.namespaces = state.namespaces
  }
  return owners.names
}
