import type { Lab } from '../../core/lab/schema'
import { interfacesInNetns, netnsOf } from '../../core/lab/view'
import { addressText, cidrOf, contains, networkOf } from '../../core/net/address'

/**
 * The addresses that may be a gateway for a namespace: those of others that lie in a network that it is connected to. Without
 * prefix length, in the order of the nodes.
 */
export function gatewaysOf(lab: Lab, node: string): string[] {
  const own = addressesIn(lab, node)
  const networks = own.map(networkOf)
  const mine = new Set(own.map((cidr) => addressText(cidr)))
  const found = new Set<string>()
  for (const [other, { kind }] of Object.entries(lab.nodes)) {
    if (other === node || kind === 'bridge') continue
    for (const cidr of addressesIn(lab, other)) {
      if (!mine.has(addressText(cidr)) && networks.some((network) => contains(network, cidr))) found.add(addressText(cidr))
    }
  }
  return [...found]
}

function addressesIn(lab: Lab, node: string) {
  return interfacesInNetns(lab, netnsOf(lab, node)).flatMap(({ view }) =>
    (view.config.addresses ?? []).flatMap((text) => cidrOf(text) ?? []),
  )
}
