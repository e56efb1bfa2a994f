import { addressOf, cidrOf, contains } from '../net/address'
import { ROUTE_PROTOCOL } from '../state/owner'
import { isSharedNetns } from '../state/shared'
import type { AddressState, Owner } from '../state/state'
import { DEFAULT_METRIC, DEFAULT_MTU, LOOPBACK_MTU } from './desired'
import type { Kernel, KernelLink, KernelNetns } from './kernel'
import { applyLinkOp, deleteAddress, deleteLink } from './link-effects'
import { writeNeighbour } from './neighbours'
import { applyNicOp } from './nics'
import type { Op } from './ops'
import { ruleLines } from './rules'
import { startService, stopService } from './services'

/**
 * What each operation does to a kernel, side effects included. It errs to one side: what a step might have taken away is
 * taken to be gone, so that the plan puts it back, and putting back what is still there does no harm.
 *
 * Each side effect here and in `link-effects` was seen on a real kernel; the kernel tests hold the two files to it.
 */

function newLink(netns: KernelNetns, fields: Pick<KernelLink, 'name' | 'kind'> & Partial<KernelLink>): KernelLink {
  const link: KernelLink = { netns, group: 0, tagged: true, up: false, addresses: new Map(), ...fields }
  netns.links.set(link.name, link)
  return link
}

function addVeth(kernel: Kernel, lab: string, op: Extract<Op, { op: 'veth-add' }>): void {
  const ends = op.ends.map((end, index) => {
    const netns = kernel.namespaces.get(end.netns)
    const owner: Owner = { lab, id: op.link, end: index === 0 ? 0 : 1 }
    return netns && newLink(netns, { name: end.name, kind: 'veth', owner, mac: end.mac, mtu: end.mtu ?? DEFAULT_MTU })
  })
  const [a, b] = ends
  if (a) a.peer = b
  if (b) b.peer = a
}

/** The device that the kernel finds for a gateway: that with the longest connected network, or route through a device, that holds it. */
function deviceFor(netns: KernelNetns, via: string): KernelLink | undefined {
  const gateway = addressOf(via)
  if (!gateway) return undefined
  let best: { dev: KernelLink; prefix: number } | undefined
  const consider = (text: string, dev: KernelLink) => {
    const cidr = cidrOf(text)
    if (cidr && contains(cidr, gateway) && (!best || cidr.prefix > best.prefix)) best = { dev, prefix: cidr.prefix }
  }
  for (const link of netns.links.values()) {
    if (link.up && link.kind !== 'loopback') for (const address of link.addresses.keys()) consider(address, link)
  }
  for (const route of netns.routes) if (route.via === undefined && route.dev) consider(route.to, route.dev)
  return best?.dev
}

function addRoute(netns: KernelNetns, op: Extract<Op, { op: 'route-add' }>, lab: string | undefined): void {
  const metric = op.metric ?? DEFAULT_METRIC[op.family]
  // `replace`: a route to the same destination with the same metric gives way.
  netns.routes = netns.routes.filter((route) => route.family !== op.family || route.to !== op.to || route.metric !== metric)
  const dev = op.dev !== undefined ? netns.links.get(op.dev) : op.via !== undefined ? deviceFor(netns, op.via) : undefined
  netns.routes.push({
    family: op.family,
    to: op.to,
    ...(op.via !== undefined && { via: op.via }),
    ...(dev && { dev }),
    metric,
    protocol: op.protocol ?? ROUTE_PROTOCOL,
    ...(lab !== undefined && { lab }),
  })
}

function deleteRoute(netns: KernelNetns, op: Extract<Op, { op: 'route-delete' }>): void {
  const metric = op.metric ?? DEFAULT_METRIC[op.family]
  const found = netns.routes.findIndex(
    (route) =>
      route.family === op.family &&
      route.to === op.to &&
      route.metric === metric &&
      route.via === op.via &&
      (op.dev === undefined || route.dev?.name === op.dev),
  )
  if (found >= 0) netns.routes.splice(found, 1)
}

function applyNetnsOp(kernel: Kernel, lab: string, op: Extract<Op, { op: 'netns-add' | 'netns-delete' | 'netns-rename' }>): void {
  if (op.op === 'netns-add') {
    const netns: KernelNetns = {
      name: op.netns,
      owner: { lab, id: op.id },
      links: new Map(),
      altNames: new Map(),
      routes: [],
      neighbours: [],
      nat: new Map(),
      services: [],
    }
    newLink(netns, { name: 'lo', kind: 'loopback', mtu: LOOPBACK_MTU })
    kernel.namespaces.set(op.netns, netns)
    return
  }
  const netns = kernel.namespaces.get(op.netns)
  if (!netns) return
  if (op.op === 'netns-rename') {
    kernel.namespaces.delete(op.netns)
    netns.name = op.to
    kernel.namespaces.set(op.to, netns)
    return
  }
  for (const link of [...netns.links.values()]) deleteLink(kernel, link)
  kernel.namespaces.delete(op.netns)
}

/** Changes the kernel as the operation would. Operations on what is not there change nothing. */
export function applyOp(kernel: Kernel, lab: string, op: Op): void {
  switch (op.op) {
    case 'netns-add':
    case 'netns-delete':
    case 'netns-rename':
      applyNetnsOp(kernel, lab, op)
      return
    case 'veth-add':
      addVeth(kernel, lab, op)
      return
    case 'nic-attach':
    case 'nic-detach':
      applyNicOp(kernel, op)
      return
  }
  const netns = kernel.namespaces.get(op.netns)
  if (!netns) return
  switch (op.op) {
    case 'bridge-add': {
      const { name, mac, mtu, stp, node } = op
      const follows = { followsPorts: 'yes' as const, macSet: mac !== undefined }
      const fields = { mac, mtu: mtu ?? DEFAULT_MTU, stp, ...follows, owner: { lab, id: node } }
      newLink(netns, { name, kind: 'bridge', ...fields })
      return
    }
    case 'address-add': {
      const address: AddressState = { address: op.address, scope: 'global', automatic: false }
      netns.links.get(op.dev)?.addresses.set(op.address, address)
      return
    }
    case 'address-delete': {
      const link = netns.links.get(op.dev)
      if (link) deleteAddress(link, op.address)
      return
    }
    case 'route-add':
      addRoute(netns, op, kernel.record && isSharedNetns(netns.name) && op.protocol === undefined ? lab : undefined)
      return
    case 'route-delete':
      deleteRoute(netns, op)
      return
    case 'neighbour-add': {
      const dev = netns.links.get(op.dev)
      if (dev) writeNeighbour(netns, dev, op.address, op.mac)
      return
    }
    case 'neighbour-delete': {
      const { address, dev: name } = op
      netns.neighbours = netns.neighbours.filter(({ dev, address: other }) => dev.name !== name || other !== address)
      return
    }
    case 'forwarding':
      netns.forwarding = { ipv4: op.on, ipv6: op.ipv6 ?? op.on }
      return
    case 'rules-set':
      netns.nat.set(op.lab, ruleLines({ nat: op.rules, filter: op.filter ?? [] }))
      return
    case 'rules-delete':
      netns.nat.delete(op.lab)
      return
    case 'service-start':
      startService(netns, op)
      return
    case 'service-stop':
      stopService(netns, op)
      return
  }
  const link = netns.links.get(op.name)
  if (link) applyLinkOp(kernel, link, op)
}
