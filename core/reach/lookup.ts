import ipaddr from 'ipaddr.js'
import type { LinkState, NetnsState, RouteState } from '../state/state'

/** An address in its canonical text, for comparison. */
export function canonical(address: string): string {
  return ipaddr.parse(address).toString()
}

/** 4 or 6. */
export function familyOf(address: string): 4 | 6 {
  return ipaddr.parse(address).kind() === 'ipv4' ? 4 : 6
}

/** Whether `address` lies in `cidr`; false across families. */
export function inCidr(address: string, cidr: string): boolean {
  const parsed = ipaddr.parse(address)
  const [network, length] = ipaddr.parseCIDR(cidr.includes('/') ? cidr : `${cidr}/${cidr.includes(':') ? 128 : 32}`)
  return parsed.kind() === network.kind() && parsed.match(network, length)
}

/**
 * The interface that holds the address, so that the kernel's local table has it (ip-route(8), table local). An IPv4 address stays there
 * while its interface is down; of IPv6, the kernel takes away the address itself.
 */
export function localLink(netns: NetnsState, address: string): LinkState | undefined {
  const wanted = canonical(address)
  const family = familyOf(address)
  const loopback = family === 4 && inCidr(address, '127.0.0.0/8')
  const holds = (link: LinkState) => link.addresses.some((held) => canonical(held.address.split('/')[0] ?? '') === wanted)
  return Object.values(netns.links).find(
    (link) => ((link.up || family === 4) && holds(link)) || (loopback && link.kind === 'loopback' && hasLoopbackNet(link)),
  )
}

/** Whether 127.0.0.0/8 is local: the loopback device has it from when it first comes up, and keeps it when it goes down again. */
function hasLoopbackNet(lo: LinkState): boolean {
  return lo.up || lo.addresses.some(({ address }) => address.startsWith('127.'))
}

/**
 * The route that the kernel would take: longest prefix, then smallest metric (ip-route(8)). The state holds the main table
 * with the connected routes in it.
 */
export function lookupRoute(netns: NetnsState, address: string): RouteState | undefined {
  const family = familyOf(address)
  let best: { route: RouteState; length: number } | undefined
  for (const route of netns.routes) {
    if (route.family !== family) continue
    const length = route.to === 'default' ? 0 : Number(route.to.split('/')[1] ?? (family === 4 ? 32 : 128))
    if (route.to !== 'default' && !inCidr(address, route.to)) continue
    if (!best || length > best.length || (length === best.length && route.metric < best.route.metric)) best = { route, length }
  }
  return best?.route
}

/** The source address that the kernel would put on a packet out of `link` to `next`: one in the same subnet, else the first global one of the link, else of the namespace. */
export function sourceAddress(netns: NetnsState, link: LinkState, next: string): string | undefined {
  const family = familyOf(next)
  const held = (from: LinkState) =>
    from.addresses.filter((entry) => familyOf(entry.address.split('/')[0] ?? '') === family && entry.scope !== 'host')
  const own = held(link)
  const near = own.find((entry) => inCidr(next, entry.address))
  const wide = own.find((entry) => entry.scope === 'global')
  const other = Object.values(netns.links)
    .flatMap(held)
    .find((entry) => entry.scope === 'global')
  return (near ?? wide ?? other)?.address.split('/')[0]
}
