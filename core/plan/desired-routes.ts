import type { ElementRef } from '../lab/element'
import type { Route } from '../lab/schema'
import { routeFamily } from '../lab/view'
import { addressOf, addressText, type Cidr, cidrOf, cidrText, contains, type Family, networkOf } from '../net/address'
import type { DesiredNetns, DesiredRoute } from './desired'

/** The device through which a gateway is reached: that with the longest network that holds it, among those that are up. */
function resolveDev(via: string, family: Family, networks: readonly { cidr: Cidr; dev: string }[]): string | undefined {
  const gateway = addressOf(via)
  if (!gateway || gateway.family !== family) return undefined
  let best: { cidr: Cidr; dev: string } | undefined
  for (const network of networks) {
    if (contains(network.cidr, gateway) && (!best || network.cidr.prefix > best.cidr.prefix)) best = network
  }
  return best?.dev
}

function desiredRoute(
  route: Route,
  element: ElementRef,
  networks: readonly { cidr: Cidr; dev: string }[],
): DesiredRoute | undefined {
  const family = routeFamily(route)
  if (family === undefined) return undefined
  const cidr = route.to === 'default' ? undefined : cidrOf(route.to)
  if (route.to !== 'default' && cidr?.family !== family) return undefined
  // The kernel lists a route to everything as `default`.
  const to = cidr && cidr.prefix > 0 ? cidrText(networkOf(cidr)) : 'default'
  const gateway = route.via === undefined ? undefined : addressOf(route.via)
  const via = gateway && addressText(gateway)
  const resolvedDev = route.dev ?? (via === undefined ? undefined : resolveDev(via, family, networks))
  return {
    family,
    to,
    ...(via !== undefined && { via }),
    ...(route.dev !== undefined && { dev: route.dev }),
    ...(resolvedDev !== undefined && { resolvedDev }),
    ...(route.metric !== undefined && { metric: route.metric }),
    element,
  }
}

/** The networks that a namespace's interfaces connect it to; a route through a device is one too. */
function connectedNetworks(netns: DesiredNetns, routes: readonly Route[]): { cidr: Cidr; dev: string }[] {
  const networks: { cidr: Cidr; dev: string }[] = []
  for (const link of netns.links) {
    if (!link.up || link.kind === 'loopback') continue
    for (const text of link.addresses) {
      const cidr = cidrOf(text)
      if (cidr) networks.push({ cidr: networkOf(cidr), dev: link.name })
    }
  }
  for (const route of routes) {
    const cidr = route.via === undefined && route.dev !== undefined ? cidrOf(route.to) : undefined
    if (cidr && route.dev !== undefined) networks.push({ cidr: networkOf(cidr), dev: route.dev })
  }
  return networks
}

/** Routes through a device come before routes through a gateway, which may need them. Stable. */
function inOrder(routes: DesiredRoute[]): DesiredRoute[] {
  return [...routes.filter((route) => route.via === undefined), ...routes.filter((route) => route.via !== undefined)]
}

/** The routes of a namespace in the order in which they can be made; what cannot be read is left out (the checks name it). */
export function desiredRoutes(netns: DesiredNetns, node: string, routes: readonly Route[]): DesiredRoute[] {
  const networks = connectedNetworks(netns, routes)
  const desired = routes.map((route, index) => desiredRoute(route, { kind: 'route', node, index }, networks))
  return inOrder(desired.filter((route) => route !== undefined))
}
