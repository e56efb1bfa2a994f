import { ROUTE_PROTOCOL } from '../state/owner'
import { isSharedNetns } from '../state/shared'
import { DEFAULT_METRIC, type DesiredLink, type DesiredNetns, type DesiredRoute } from './desired'
import type { KernelLink, KernelNetns, KernelRoute } from './kernel'

/** rtm_protocol (rtnetlink(7)): routes that a person or a script adds. */
const BOOT = 3
const STATIC = 4

/** Whether a route is one that we may change: on `host` and in containers only those with our protocol, in our own namespaces every static one. */
export function isOurRoute(route: KernelRoute, netns: string, lab: string): boolean {
  if (!isSharedNetns(netns)) return route.protocol === ROUTE_PROTOCOL || route.protocol === BOOT || route.protocol === STATIC
  return route.protocol === ROUTE_PROTOCOL && (route.lab ?? route.dev?.owner?.lab ?? lab) === lab
}

export function metricOf(route: DesiredRoute): number {
  return route.metric ?? DEFAULT_METRIC[route.family]
}

/** Whether a route in the kernel has the place of the desired one: same destination, same metric; a second one would replace it. */
export function samePlace(route: DesiredRoute, found: KernelRoute): boolean {
  return route.family === found.family && route.to === found.to && metricOf(route) === found.metric
}

/** Whether a route in the kernel is the desired one. `devOf` says which of the kernel's links a name will stand for. */
export function isSameRoute(route: DesiredRoute, found: KernelRoute, devOf: (name: string) => KernelLink | undefined): boolean {
  if (!samePlace(route, found) || route.via !== found.via) return false
  return route.resolvedDev === undefined || (found.dev !== undefined && devOf(route.resolvedDev) === found.dev)
}

/** Finds the kernel's link for an interface name of a desired namespace. */
export function deviceFinder(
  netns: DesiredNetns,
  linkOf: (link: DesiredLink) => KernelLink | undefined,
  kernel: KernelNetns | undefined,
): (name: string) => KernelLink | undefined {
  const drawn = new Map(netns.links.map((link) => [link.name, link]))
  return (name) => {
    const link = drawn.get(name)
    return link ? linkOf(link) : kernel?.links.get(name)
  }
}
