import { DEFAULT_METRIC } from './desired'
import { isReplaceable } from './guests'
import { findLink, type Kernel, type KernelLink, type KernelRoute } from './kernel'
import { findNeighbour, neighboursOf } from './neighbours'
import type { Op } from './ops'

function vethEnd(link: KernelLink): Extract<Op, { op: 'veth-add' }>['ends'][number] {
  const { name, mac, mtu } = link
  return { netns: link.netns.name, name, ...(mac !== undefined && { mac }), ...(mtu !== undefined && { mtu }) }
}

function routeOp(op: 'route-add', netns: string, route: KernelRoute): Extract<Op, { op: 'route-add' }> {
  const { family, to, via, dev, metric } = route
  return { op, netns, family, to, ...(via !== undefined && { via }), ...(dev && { dev: dev.name }), metric }
}

/** Routes that were not the kernel's own: RTPROT_KERNEL (2) come back by themselves. */
function routesOf(link: KernelLink, family?: 4 | 6): Op[] {
  const { netns } = link
  const lost = netns.routes.filter(
    (route) => route.dev === link && route.protocol > 2 && (family === undefined || route.family === family),
  )
  return lost.map((route) => routeOp('route-add', netns.name, route))
}

/** What a link carries and loses when it leaves its namespace. */
function dress(link: KernelLink): Op[] {
  const netns = link.netns.name
  const ops: Op[] = []
  if (link.master) ops.push({ op: 'port-attach', netns, name: link.name, bridge: link.master.name })
  for (const { address, automatic } of link.addresses.values()) {
    if (!automatic) ops.push({ op: 'address-add', netns, dev: link.name, address })
  }
  if (link.up) ops.push({ op: 'link-up', netns, name: link.name }, ...routesOf(link))
  return [...ops, ...neighboursOf(link)]
}

function remake(kernel: Kernel, link: KernelLink): Op[] {
  const { owner, name } = link
  if (!owner) return []
  if (link.kind === 'bridge') {
    const { mac, mtu, stp = false } = link
    const add: Op = { op: 'bridge-add', netns: link.netns.name, name, node: owner.id, mac, mtu, stp }
    const ports = [...(kernel.ports.get(link) ?? [])]
    const attach: Op[] = ports.map((port) => ({ op: 'port-attach', netns: port.netns.name, name: port.name, bridge: name }))
    return [add, ...attach, ...dress(link)]
  }
  const { peer } = link
  if (!peer) return []
  const [a, b] = owner.end === 1 ? [peer, link] : [link, peer]
  return [{ op: 'veth-add', link: owner.id, ends: [vethEnd(a), vethEnd(b)] }, ...dress(a), ...dress(b)]
}

function inverseOfLinkOp(kernel: Kernel, op: Op & { netns: string; name: string }): Op[] {
  const link = findLink(kernel, op.netns, op.name)
  if (!link) return []
  const { netns, name } = op
  switch (op.op) {
    case 'link-delete':
      return remake(kernel, link)
    case 'link-rename':
      return [{ op: 'link-rename', netns, name: op.to, to: name }]
    case 'link-move':
      return [{ op: 'link-move', netns: op.to, name, to: netns }, ...dress(link)]
    case 'link-up':
      return link.up ? [] : [{ op: 'link-down', netns, name }]
    case 'link-down': {
      const addresses = [...link.addresses.values()].filter(({ address, automatic }) => address.includes(':') && !automatic)
      const restored: Op[] = addresses.map(({ address }) => ({ op: 'address-add', netns, dev: name, address }))
      return link.up ? [{ op: 'link-up', netns, name }, ...restored, ...routesOf(link), ...neighboursOf(link)] : restored
    }
    case 'link-mac':
      return link.mac === undefined ? [] : [{ op: 'link-mac', netns, name, mac: link.mac }, ...neighboursOf(link)]
    case 'link-mtu':
      return link.mtu === undefined ? [] : [{ op: 'link-mtu', netns, name, mtu: link.mtu }]
    case 'bridge-stp':
      return link.stp === undefined ? [] : [{ op: 'bridge-stp', netns, name, stp: link.stp }]
    case 'port-attach':
    case 'port-detach':
      return link.master ? [{ op: 'port-attach', netns, name, bridge: link.master.name }] : [{ op: 'port-detach', netns, name }]
    default:
      return []
  }
}

/**
 * What takes an operation back, given the kernel before it. Empty where there is nothing to take back, or where an earlier
 * step's inverse covers it. NAT rules come back from the snapshot (`planRestore`), since the state holds what they do and not how they were asked for.
 */
export function inverseOf(kernel: Kernel, op: Op): Op[] {
  switch (op.op) {
    case 'netns-add':
      return [{ op: 'netns-delete', netns: op.netns }]
    case 'netns-delete': {
      const owner = kernel.namespaces.get(op.netns)?.owner
      return owner ? [{ op: 'netns-add', netns: op.netns, id: owner.id }] : []
    }
    case 'netns-rename':
      return [{ op: 'netns-rename', netns: op.to, to: op.netns }]
    case 'veth-add':
      return [{ op: 'link-delete', netns: op.ends[0].netns, name: op.ends[0].name }]
    case 'bridge-add':
      return [{ op: 'link-delete', netns: op.netns, name: op.name }]
    case 'nic-attach':
      return [{ ...op, op: 'nic-detach' }]
    case 'nic-detach':
      return [{ ...op, op: 'nic-attach' }]
    case 'address-add':
      return [{ op: 'address-delete', netns: op.netns, dev: op.dev, address: op.address }]
    case 'address-delete':
      return [{ op: 'address-add', netns: op.netns, dev: op.dev, address: op.address }]
    case 'route-add': {
      const { protocol: _, ...route } = op
      const metric = op.metric ?? DEFAULT_METRIC[op.family]
      const before = kernel.namespaces
        .get(op.netns)
        ?.routes.find((other) => other.family === op.family && other.to === op.to && other.metric === metric)
      if (before && isReplaceable(op.netns, before))
        return [{ ...routeOp('route-add', op.netns, before), protocol: before.protocol }]
      return [{ ...route, op: 'route-delete' }]
    }
    case 'route-delete':
      return [{ ...op, op: 'route-add' }]
    case 'neighbour-add': {
      const before = findNeighbour(kernel, op)
      if (before?.mac === undefined) return [{ op: 'neighbour-delete', netns: op.netns, dev: op.dev, address: op.address }]
      return [{ ...op, mac: before.mac }]
    }
    case 'neighbour-delete': {
      const mac = findNeighbour(kernel, op)?.mac
      return mac === undefined ? [] : [{ ...op, op: 'neighbour-add', mac }]
    }
    case 'forwarding': {
      const before = kernel.namespaces.get(op.netns)?.forwarding
      if (!before || (before.ipv4 === op.on && before.ipv6 === (op.ipv6 ?? op.on))) return []
      return [{ op: 'forwarding', netns: op.netns, on: before.ipv4, ...(before.ipv6 !== before.ipv4 && { ipv6: before.ipv6 }) }]
    }
    case 'rules-set':
      return kernel.namespaces.get(op.netns)?.nat.has(op.lab) ? [] : [{ op: 'rules-delete', netns: op.netns, lab: op.lab }]
    case 'rules-delete':
      return []
    case 'service-start':
      return [{ ...op, op: 'service-stop' }]
    case 'service-stop':
      return [{ ...op, op: 'service-start' }]
    default:
      return inverseOfLinkOp(kernel, op)
  }
}
