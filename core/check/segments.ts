import type { Segment } from '../lab/segments'
import {
  addressText,
  bitsOf,
  type Cidr,
  cidrText,
  contains,
  type Family,
  networkOf,
  nextFreeAddress,
  overlaps,
  parseMac,
} from '../net/address'
import { type CheckedAddress, type CheckedInterface, type CheckedNetns, type Context, interfaceText } from './context'
import { effectiveMtu } from './interfaces'
import { onLinkNetworks } from './on-link'

/** So many duplicates get a free address suggested; the search for it is not for thousands. */
const MAX_FREE_TEXTS = 20

/** What neighbours must agree on: addresses and MACs that are one's own, a common network, one MTU. */
export function checkSegments(context: Context): void {
  const members = new Map<Segment, CheckedInterface[]>()
  for (const checked of context.interfaces) {
    if (!checked.segment) continue
    const list = members.get(checked.segment)
    if (list) list.push(checked)
    else members.set(checked.segment, [checked])
  }
  for (const [segment, interfaces] of members) {
    checkDuplicates(context, segment, interfaces)
    checkMacs(context, interfaces)
    checkCommonNetwork(context, interfaces)
  }
  checkLinkMtus(context)
  for (const netns of context.netns.values()) checkOverlaps(context, netns)
}

function checkDuplicates(context: Context, segment: Segment, interfaces: readonly CheckedInterface[]): void {
  const holders = context.addressesOn(segment)
  for (const checked of interfaces) {
    if (checked.port !== undefined) continue
    for (const address of checked.addresses) {
      const text = addressText(address.cidr)
      const holder = holders.get(text)
      if (!holder || holder.owner === checked) continue
      const free = ++context.duplicates > MAX_FREE_TEXTS ? '' : freeText(address.cidr, holders.values())
      const params = { address: text, other: interfaceText(holder.owner), free }
      context.report('duplicate-address', checked.element, address.path, params)
    }
  }
}

function freeText(cidr: Cidr, holders: Iterable<CheckedAddress>): string {
  const taken = new Set<bigint>()
  for (const other of holders) if (contains(cidr, other.cidr)) taken.add(other.cidr.value)
  const free = nextFreeAddress(cidr, taken)
  return free ? cidrText(free) : ''
}

/** A bridge may carry the MAC of one of its own ports, as it does by itself. */
function checkMacs(context: Context, interfaces: readonly CheckedInterface[]): void {
  const seen = new Map<string, CheckedInterface>()
  for (const checked of interfaces) {
    const { mac } = checked.view.config
    const parsed = mac === undefined ? 'bad-mac' : parseMac(mac)
    if (typeof parsed === 'string') continue
    const other = seen.get(parsed.mac)
    if (!other) seen.set(parsed.mac, checked)
    else if (other.port !== checked.node && checked.port !== other.node) {
      const params = { mac: parsed.mac, other: interfaceText(other) }
      context.report('duplicate-mac', checked.element, [...checked.path, 'mac'], params)
    }
  }
}

interface Cluster {
  network: Cidr
  members: Set<CheckedInterface>
}

/** The addresses in groups of overlapping networks: networks nest, so sorted by start each falls into the open one or begins anew. */
function clustersOf(interfaces: readonly CheckedInterface[], family: Family): Cluster[] {
  const networks: { network: Cidr; owner: CheckedInterface }[] = []
  for (const owner of interfaces)
    for (const { cidr } of owner.addresses) if (cidr.family === family) networks.push({ network: networkOf(cidr), owner })
  networks.sort((a, b) => compare(a.network, b.network))
  const clusters: Cluster[] = []
  for (const { network, owner } of networks) {
    const open = clusters.at(-1)
    if (open && overlaps(open.network, network)) open.members.add(owner)
    else clusters.push({ network, members: new Set([owner]) })
  }
  return clusters
}

function compare(a: Cidr, b: Cidr): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1
  return a.prefix - b.prefix
}

/** Each member with addresses should share a network with another, if others have addresses at all. */
function checkCommonNetwork(context: Context, interfaces: readonly CheckedInterface[]): void {
  const addressed = interfaces.filter(({ port, addresses }) => port === undefined && addresses.length > 0)
  if (addressed.length < 2) return
  const clusters = [...clustersOf(addressed, 4), ...clustersOf(addressed, 6)]
  const joined = new Set<CheckedInterface>()
  for (const { members } of clusters) if (members.size > 1) for (const member of members) joined.add(member)
  for (const checked of addressed) {
    if (joined.has(checked)) continue
    const [first] = checked.addresses
    if (!first) continue
    const theirs = clusters.find(({ network, members }) => network.family === first.cidr.family && !members.has(checked))
    // Two that speak different families do not get in each other's way.
    if (!theirs || reachesOne(context, checked, addressed)) continue
    const params = {
      node: checked.node,
      name: checked.view.name,
      address: cidrText(first.cidr),
      network: cidrText(theirs.network),
    }
    context.report('no-common-subnet', checked.element, first.path, params, 'warning')
  }
}

/** Whether a route through the interface puts an address of one of the others on its link. */
function reachesOne({ lab }: Context, from: CheckedInterface, others: readonly CheckedInterface[]): boolean {
  const networks = onLinkNetworks(lab, from.netns).filter(({ dev }) => dev === from.view.name)
  if (networks.length === 0) return false
  return others.some(
    (to) => to !== from && to.addresses.some(({ cidr }) => networks.some(({ network }) => contains(network, cidr))),
  )
}

function checkLinkMtus(context: Context): void {
  const ends = new Map<string, CheckedInterface>()
  for (const checked of context.interfaces) {
    const { link } = checked.view
    if (link === undefined) continue
    const other = ends.get(link)
    if (!other) {
      ends.set(link, checked)
      continue
    }
    const [mtu, theirs] = [effectiveMtu(checked), effectiveMtu(other)]
    if (mtu === theirs) continue
    // The finding stands where an MTU was written.
    const said = checked.view.config.mtu === undefined ? other : checked
    const params = { mtu: effectiveMtu(said), other: said === checked ? theirs : mtu }
    context.report('mtu-mismatch', said.element, [...said.path, 'mtu'], params, 'warning')
  }
}

/** Networks of different interfaces of one namespace that overlap. A single address (/32, /128) is a host, not a network. */
function checkOverlaps(context: Context, { name: node, interfaces }: CheckedNetns): void {
  const addresses = interfaces
    .flatMap((checked) => (checked.port === undefined && checked.view.name !== 'lo' ? checked.addresses : []))
    .filter(({ cidr }) => cidr.prefix > 0 && cidr.prefix < bitsOf(cidr.family))
    .map((address) => ({ address, network: networkOf(address.cidr) }))
  addresses.sort((a, b) => a.network.family - b.network.family || compare(a.network, b.network))
  let open: (typeof addresses)[number] | undefined
  const reported = new Set<CheckedInterface>()
  for (const one of addresses) {
    if (!open || !overlaps(open.network, one.network)) {
      open = one
      continue
    }
    const { owner, path } = one.address
    const other = open.address.owner
    if (other === owner || reported.has(owner)) continue
    reported.add(owner)
    context.report(
      'overlapping-subnets',
      owner.element,
      path,
      {
        node,
        name: owner.view.name,
        network: cidrText(one.network),
        other: other.view.name,
        otherNetwork: cidrText(open.network),
      },
      'warning',
    )
  }
}
