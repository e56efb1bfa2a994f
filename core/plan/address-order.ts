import { HOST } from '../lab/ids'
import { cidrOf, cidrText, networkOf } from '../net/address'
import type { AddressState } from '../state/state'
import type { DesiredLink } from './desired'
import { mayTakeAddress, type PlanDraft } from './draft'

/** Whether an address of an interface may go when the lab does not draw it: neither the kernel's own nor a lease, nor somebody else's. */
export function isTakeable(draft: PlanDraft, link: DesiredLink, { address, automatic, dynamic }: AddressState): boolean {
  return !automatic && !(dynamic && link.dhcp) && mayTakeAddress(draft.kernel, draft.desired.lab, link, address)
}

/**
 * Addresses that stay, of each IPv4 network in which they would keep the wrong one in front, the one in front first: the oldest of a network is
 * the kernel's primary one there, from which packets are sent, and there is no way to change that but to take it off. Not where one of them is
 * not ours to take, and not where an interface of this computer brings its addresses along: its routes would go with them.
 */
export function outOfOrder(draft: PlanDraft, link: DesiredLink, found: readonly AddressState[]): string[][] {
  if (link.addresses.length < 2 || draft.desired.nics.some(({ bridge }) => bridge === link.name && link.netns === HOST)) return []
  const first = new Map<string, string>()
  for (const address of link.addresses) {
    const network = networkText(address)
    if (network !== undefined && !first.has(network)) first.set(network, address)
  }
  return [...first].flatMap(([network, wanted]) => {
    const staying = found.filter(
      (one) => networkText(one.address) === network && (link.addresses.includes(one.address) || !isTakeable(draft, link, one)),
    )
    const primary = staying.find(({ secondary }) => !secondary) ?? staying[0]
    if (!primary || primary.address === wanted || !staying.every((one) => isTakeable(draft, link, one))) return []
    return [[primary, ...staying.filter((one) => one !== primary)].map(({ address }) => address)]
  })
}

/** The network that an IPv4 address is in; undefined for others. */
function networkText(address: string): string | undefined {
  const cidr = cidrOf(address)
  return cidr?.family === 4 ? cidrText(networkOf(cidr)) : undefined
}
