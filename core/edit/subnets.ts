import type { Lab } from '../lab/schema'
import type { Segment } from '../lab/segments'
import { type Cidr, cidrOf, cidrText, contains, type Family, networkOf, nextFreeAddress, overlaps } from '../net/address'

/** The networks of which nobody in the lab should be given another copy, as far as they are IPv4. */
interface Used {
  /** Third-octet blocks (`value >> 8`) that a network of /24 or longer touches. */
  blocks: Set<bigint>
  wide: Cidr[]
}

const known = new WeakMap<Lab, Used>()

function textsOf(lab: Lab): string[] {
  return Object.values(lab.nodes).flatMap((node) => {
    const own = node.kind === 'bridge' ? (node.addresses ?? []) : []
    const addresses = Object.values(node.interfaces ?? {}).flatMap((config) => config.addresses ?? [])
    if (node.kind === 'bridge') return [...own, ...addresses]
    const routes = (node.routes ?? []).map(({ to }) => to)
    const sources = (node.nat ?? []).flatMap((rule) => (rule.type === 'dnat' ? [] : [rule.source ?? '', ...(rule.except ?? [])]))
    return [...addresses, ...routes, ...sources]
  })
}

function usedBy(lab: Lab): Used {
  const before = known.get(lab)
  if (before) return before
  const used: Used = { blocks: new Set(), wide: [] }
  for (const text of textsOf(lab)) {
    const cidr = cidrOf(text)
    if (cidr?.family !== 4 || cidr.prefix === 0) continue
    if (cidr.prefix >= 24) used.blocks.add(cidr.value >> 8n)
    else used.wide.push(networkOf(cidr))
  }
  known.set(lab, used)
  return used
}

/** The first 10.x.y.0/24 that overlaps nothing in the lab; undefined when there is none left. */
export function freeSubnet(lab: Lab): Cidr | undefined {
  const { blocks, wide } = usedBy(lab)
  for (let number = 0n; number < 65536n; number++) {
    const subnet: Cidr = { family: 4, value: ((10n << 16n) | number) << 8n, prefix: 24 }
    if (blocks.has(subnet.value >> 8n) || wide.some((network) => overlaps(network, subnet))) continue
    return subnet
  }
  return undefined
}

/** The addresses on a segment with the bridges' own first: a bridge's network is what its members are in. */
export function addressesOn(segment: Segment): Cidr[] {
  const bridges = new Set(segment.bridges)
  const stations = [
    ...segment.stations.filter(({ node }) => bridges.has(node)),
    ...segment.stations.filter(({ node }) => !bridges.has(node)),
  ]
  return stations.flatMap(({ config }) => config.addresses ?? []).flatMap((text) => cidrOf(text) ?? [])
}

/** The network that a segment's members are in: the first whose prefix leaves room for more than one. */
export function segmentNetwork(addresses: readonly Cidr[], family: Family): Cidr | undefined {
  const found = addresses.find((cidr) => cidr.family === family && cidr.prefix < (family === 4 ? 31 : 127))
  return found && networkOf(found)
}

/** The next free address of each family that a segment with these addresses uses. */
export function nextAddresses(addresses: readonly Cidr[]): string[] {
  return ([4, 6] as const).flatMap((family) => {
    const network = segmentNetwork(addresses, family)
    if (!network) return []
    const taken = new Set(addresses.filter((cidr) => contains(network, cidr)).map(({ value }) => value))
    const free = nextFreeAddress(network, taken)
    return free ? [cidrText(free)] : []
  })
}
