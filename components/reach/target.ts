import type { Lab } from '../../core/lab/schema'
import { interfacesOf } from '../../core/lab/view'
import { addressText, cidrOf, parseAddress } from '../../core/net/address'

/** Something that can be pinged, as it is offered to choose from. */
export interface TargetOption {
  /** What goes into the field. */
  value: string
  /** Whose it is. */
  label: string
}

/** Every node that has an address, by its name and by each of its addresses. */
export function targetOptions(lab: Lab): TargetOption[] {
  return Object.keys(lab.nodes).flatMap((node) => {
    const addresses = interfacesOf(lab, node).flatMap((view) =>
      (view.config.addresses ?? []).flatMap((text) => {
        const cidr = cidrOf(text)
        return cidr ? [{ value: addressText(cidr), label: view.name === node ? node : `${node} · ${view.name}` }] : []
      }),
    )
    return addresses.length === 0 ? [] : [{ value: node, label: addresses[0]?.value ?? '' }, ...addresses]
  })
}

/** True when the text names a node, a node’s interface, or is an address without a prefix length. */
export function isTarget(lab: Lab, text: string): boolean {
  if (Object.hasOwn(lab.nodes, text)) return true
  const colon = text.indexOf(':')
  const node = colon > 0 ? text.slice(0, colon) : ''
  if (Object.hasOwn(lab.nodes, node) && interfacesOf(lab, node).some((view) => view.name === text.slice(colon + 1))) return true
  return typeof parseAddress(text) !== 'string'
}
