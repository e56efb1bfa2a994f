import type { Lab } from '../lab/schema'
import { type Cidr, cidrOf, networkOf } from '../net/address'

/** A network that a route through an interface alone puts on the link: no address of that interface need be in it (ip-route(8), `scope link`). */
export interface OnLink {
  network: Cidr
  dev: string
}

/** The networks that a node's routes put on a link. `default` through an interface is none: it is no neighbourhood. */
export function onLinkNetworks(lab: Lab, node: string): OnLink[] {
  const found = lab.nodes[node]
  if (!found || found.kind === 'bridge') return []
  return (found.routes ?? []).flatMap(({ to, via, dev }) => {
    const network = via === undefined && dev !== undefined ? cidrOf(to) : undefined
    return network && dev !== undefined ? [{ network: networkOf(network), dev }] : []
  })
}
