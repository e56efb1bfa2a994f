import { HOST } from '../lab/ids'
import type { LinkState, MachineState } from '../state/state'

/** An interface that this computer has, and that no lab made. */
export interface HostNic {
  link: LinkState
  /** The bridge that it is a port of already, by somebody else's doing. */
  takenBy?: string
}

/** The interfaces of a computer that a lab could make ports of its bridges, by name; none in a sandbox, which has none. */
export function hostNics(lab: string, state: MachineState | null): HostNic[] {
  const host = state?.host ? state.namespaces[HOST] : undefined
  const links = Object.values(host?.links ?? {}).filter(({ owner, kind }) => !owner && kind !== 'loopback' && kind !== 'bridge')
  return links
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((link) => {
      const ours = state?.host?.nics?.some((nic) => nic.lab === lab && nic.name === link.name)
      return link.master !== undefined && !ours ? { link, takenBy: link.master } : { link }
    })
}
