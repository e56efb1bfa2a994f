import { natTable } from './owner'
import type { MachineState } from './state'

/** What carries a lab's marks on a machine, by where it is. */
export interface Owned {
  namespaces: string[]
  /** `NAMESPACE:INTERFACE`. */
  interfaces: string[]
  /** `NAMESPACE:TABLE`, of nft. */
  tables: string[]
}

/** Everything that a lab owns, found by marks and never by names. Its routes and addresses stand on these, or in the host's record. */
export function ownedBy(lab: string, state: MachineState): Owned {
  const namespaces = Object.values(state.namespaces).sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    namespaces: namespaces.filter(({ owner }) => owner?.lab === lab).map(({ name }) => name),
    interfaces: namespaces.flatMap(({ name, links }) =>
      Object.values(links)
        .filter(({ owner }) => owner?.lab === lab)
        .map((link) => `${name}:${link.name}`)
        .sort(),
    ),
    tables: namespaces.filter(({ nat }) => nat.some((table) => table.lab === lab)).map(({ name }) => `${name}:${natTable(lab)}`),
  }
}
