import type { Interface } from '../../../core/lab/schema'
import type { LinkState } from '../../../core/state/state'
import { useLabStore } from '../../state/labStore'
import { useLinkState, useOwnedLink } from '../../state/machineStore'
import { useNodeNetnsName } from '../../state/nodeNetns'
import { drawnInterface, type InterfaceName, isQuiet, ownerId } from '../model/drawnInterface'
import { type LightState, lightOf } from '../model/light'

interface LiveInterface {
  drawn: Interface
  /** In the kernel, where the drawing has it. */
  found: LinkState | undefined
  light: LightState
}

/** The drawing of an interface and what the kernel has of it; renders again only when one of the two changed. */
export function useInterface(iface: InterfaceName): LiveInterface {
  const labName = useLabStore((store) => store.lab.name)
  const netns = useNodeNetnsName(iface.node)
  const drawn = useLabStore((store) => drawnInterface(store.lab, iface))
  const quiet = useLabStore((store) => isQuiet(store.lab, iface))
  const id = useLabStore((store) => ownerId(store.lab, iface))
  const owned = useOwnedLink(labName, id ?? '', iface.end)
  const named = useLinkState(netns, id === undefined ? iface.name : undefined)
  const found = id === undefined ? named : owned?.netns === netns ? owned.link : undefined
  return { drawn, found, light: lightOf(drawn, found, quiet) }
}
