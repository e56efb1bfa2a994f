import { cidrOf, cidrText, type Family, networkOf } from '../net/address'
import { DEFAULT_MTU } from './desired'
import { type Kernel, type KernelLink, setMaster } from './kernel'
import type { Op } from './ops'

/** What becomes of links, of their addresses and neighbours, and of the routes through them; see `effects`. */

/** Below this MTU the kernel takes IPv6 off an interface (IPV6_MIN_MTU). */
const IPV6_MIN_MTU = 1280

const isV6 = (address: string) => address.includes(':')

function dropRoutes(link: KernelLink, family?: Family): void {
  const { netns } = link
  if (netns.routes.length === 0) return
  netns.routes = netns.routes.filter((route) => route.dev !== link || (family !== undefined && route.family !== family))
}

/** Even permanent neighbours go (neigh_changeaddr, neigh_ifdown); of one family where the kernel takes that family off the link. */
function dropNeighbours(link: KernelLink, family?: Family): void {
  const { netns } = link
  if (netns.neighbours.length === 0) return
  netns.neighbours = netns.neighbours.filter(
    ({ dev, address }) => dev !== link || (family !== undefined && isV6(address) !== (family === 6)),
  )
}

function dropV6(link: KernelLink): void {
  dropNeighbours(link, 6)
  for (const address of link.addresses.keys()) if (isV6(address)) link.addresses.delete(address)
  dropRoutes(link, 6)
}

/** The smallest MTU of a bridge's ports; undefined where one of them is not known. */
function smallestMtu(ports: Iterable<KernelLink>): number | undefined {
  let smallest: number | undefined
  for (const { mtu } of ports) {
    if (mtu === undefined) return undefined
    smallest = Math.min(mtu, smallest ?? mtu)
  }
  return smallest ?? DEFAULT_MTU
}

/**
 * A bridge's MTU after its ports changed: the smallest of theirs, while nobody has set it (br_mtu_auto_adjust). `added`: one came, and
 * nothing else changed; to look through all ports at each of a thousand takes longer than the rest of the plan.
 */
function adjustBridgeMtu(kernel: Kernel, bridge: KernelLink, added?: KernelLink): void {
  if (bridge.followsPorts === 'no' || bridge.kind !== 'bridge') return
  const ports = kernel.ports.get(bridge) ?? new Set()
  const known = added && ports.size > 1 && bridge.followsPorts === 'yes' && bridge.mtu !== undefined
  const smallest = known && added.mtu !== undefined ? Math.min(bridge.mtu ?? added.mtu, added.mtu) : smallestMtu(ports)
  if (smallest === undefined || smallest < IPV6_MIN_MTU) dropV6(bridge)
  if (bridge.followsPorts === 'yes') bridge.mtu = smallest
  else if (bridge.mtu !== smallest) bridge.mtu = undefined
}

/** A bridge's ports changed: its MTU and MAC follow them while nobody has set them; which MAC that gives is the kernel's to say. */
function portsChanged(kernel: Kernel, bridge: KernelLink, added?: KernelLink): void {
  if (bridge.kind === 'bridge' && !bridge.macSet) {
    bridge.mac = undefined
    dropNeighbours(bridge)
  }
  adjustBridgeMtu(kernel, bridge, added)
}

function setLinkMac(link: KernelLink, mac: string): void {
  if (link.mac !== mac) dropNeighbours(link)
  link.mac = mac
  if (link.kind === 'bridge') link.macSet = true
  const { master } = link
  if (master && !master.macSet) {
    master.mac = undefined
    dropNeighbours(master)
  }
}

/** Down: routes through the link and its neighbours go, IPv6 addresses too (without keep_addr_on_down), IPv4 addresses stay. */
function down(link: KernelLink): void {
  link.up = false
  dropRoutes(link)
  dropNeighbours(link)
  dropV6(link)
}

/** A link leaves its namespace, by deletion or move: its name, routes, neighbours and port are free. */
function leave(kernel: Kernel, link: KernelLink): void {
  dropRoutes(link)
  dropNeighbours(link)
  link.netns.links.delete(link.name)
  const { master } = link
  setMaster(kernel, link, undefined)
  if (master) portsChanged(kernel, master)
}

/** The link goes, and with it its peer. */
export function deleteLink(kernel: Kernel, link: KernelLink): void {
  leave(kernel, link)
  for (const port of kernel.ports.get(link) ?? []) port.master = undefined
  kernel.ports.delete(link)
  const { peer } = link
  if (peer) {
    link.peer = undefined
    peer.peer = undefined
    deleteLink(kernel, peer)
  }
}

/** The last IPv4 address takes all IPv4 routes and neighbours of the link with it; a primary one takes its secondaries (unless promote_secondaries). */
export function deleteAddress(link: KernelLink, address: string): void {
  const found = link.addresses.get(address)
  link.addresses.delete(address)
  const cidr = cidrOf(address)
  if (!cidr || cidr.family === 6) return
  const network = cidrText(networkOf(cidr))
  if (found?.secondary !== true) {
    for (const other of link.addresses.keys()) {
      const otherCidr = cidrOf(other)
      if (otherCidr?.family === 4 && cidrText(networkOf(otherCidr)) === network) link.addresses.delete(other)
    }
  }
  for (const other of link.addresses.keys()) if (!isV6(other)) return
  dropRoutes(link, 4)
  dropNeighbours(link, 4)
}

function setMtu(kernel: Kernel, link: KernelLink, mtu: number): void {
  link.mtu = mtu
  if (link.kind === 'bridge') link.followsPorts = 'no'
  if (mtu < IPV6_MIN_MTU) dropV6(link)
  if (link.master) adjustBridgeMtu(kernel, link.master)
}

/** What an operation on one link does to it, and to what hangs on it. */
export function applyLinkOp(kernel: Kernel, link: KernelLink, op: Op): void {
  switch (op.op) {
    case 'link-delete':
      deleteLink(kernel, link)
      return
    case 'link-rename':
      link.netns.links.delete(link.name)
      link.name = op.to
      link.netns.links.set(op.to, link)
      return
    case 'link-move': {
      const target = kernel.namespaces.get(op.to)
      leave(kernel, link)
      link.up = false
      link.addresses.clear()
      if (target) {
        link.netns = target
        target.links.set(link.name, link)
      }
      return
    }
    case 'link-up':
      link.up = true
      return
    case 'link-down':
      down(link)
      return
    case 'link-mac':
      setLinkMac(link, op.mac)
      return
    case 'link-mtu':
      setMtu(kernel, link, op.mtu)
      return
    case 'bridge-stp':
      link.stp = op.stp
      return
    case 'port-attach': {
      const before = link.master
      const bridge = link.netns.links.get(op.bridge)
      setMaster(kernel, link, bridge)
      if (before) portsChanged(kernel, before)
      if (bridge) portsChanged(kernel, bridge, link)
      return
    }
    case 'port-detach': {
      const before = link.master
      setMaster(kernel, link, undefined)
      if (before) portsChanged(kernel, before)
      return
    }
  }
}
