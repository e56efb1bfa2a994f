import type { ElementRef } from '../lab/element'
import type { Route } from '../lab/schema'
import {
  type Address,
  addressText,
  bitsOf,
  broadcastOf,
  type Cidr,
  cidrText,
  contains,
  hasHostBits,
  isNetworkAddress,
  networkOf,
  parseAddress,
  parseCidr,
  specialRange,
} from '../net/address'
import { type CheckedAddress, type CheckedInterface, type CheckedNetns, type Context, interfaceText } from './context'
import { onLinkNetworks } from './on-link'

/** The metrics that the kernel gives where none is asked for: IPv4's is 0, IPv6's 1024; its connected routes have 0 and 256. */
const METRIC = { 4: { none: 0, connected: 0 }, 6: { none: 1024, connected: 256 } } as const

/** A route that is being looked at. */
interface Case {
  context: Context
  netns: CheckedNetns
  route: Route
  element: ElementRef
  path: (string | number)[]
  dev?: CheckedInterface
}

/** Routes: that they lead somewhere, through a gateway that is next door, over an interface that is up. */
export function checkRoutes(context: Context): void {
  for (const [node, found] of Object.entries(context.lab.nodes)) {
    if (found.kind === 'bridge' || !found.routes) continue
    const netns = context.netns.get(node) ?? { name: node, interfaces: [], byName: new Map(), networks: [] }
    const seen = new Set<string>()
    for (const [index, route] of found.routes.entries()) {
      const dev = route.dev === undefined ? undefined : netns.byName.get(route.dev)
      checkRoute(
        { context, netns, route, element: { kind: 'route', node, index }, path: ['nodes', node, 'routes', index], dev },
        seen,
      )
    }
  }
}

function checkRoute(item: Case, seen: Set<string>): void {
  const { context, netns, route, element, path, dev } = item
  const node = netns.name
  const to = destinationOf(item)
  if (route.via === undefined && route.dev === undefined) context.report('route-no-way', element, path, { to: route.to })
  if (route.dev !== undefined && !dev) {
    const near = context.nearest(route.dev, () => netns.byName.keys())
    if (route.dev !== 'lo') context.report('route-dev-unknown', element, [...path, 'dev'], { node, dev: route.dev, near })
  } else if (dev?.port !== undefined) {
    context.report('route-dev-is-port', element, [...path, 'dev'], { dev: dev.view.name, bridge: dev.port })
  } else if (dev && !dev.up) {
    context.report('route-dev-down', element, [...path, 'dev'], { to: route.to, node, dev: dev.view.name })
  }
  const via = route.via === undefined ? undefined : gatewayOf(item, route.via, to)
  const family = via?.family ?? (to === 'default' ? 4 : to?.family)
  if (!to || family === undefined) return
  const metric = metricOf(route, family)
  const key = `${family} ${to === 'default' ? 'default' : cidrText(to)} ${metric}`
  if (seen.has(key)) context.report('duplicate-route', element, path, { node, to: route.to })
  seen.add(key)
  if (to === 'default' || metric !== METRIC[family].connected) return
  const connected = context.inNetwork(node, to)
  if (connected) context.report('route-shadows-connected', element, [...path, 'to'], { to: route.to, dev: connected.view.name })
}

/** The metric that the kernel will show; IPv6 takes 0 for "none asked". */
function metricOf({ metric }: Route, family: 4 | 6): number {
  return metric === undefined || (family === 6 && metric === 0) ? METRIC[family].none : metric
}

/** The destination, or undefined after reporting what is wrong with it. */
function destinationOf({ context, route, element, path }: Case): Cidr | 'default' | undefined {
  if (route.to === 'default') return 'default'
  const at = [...path, 'to']
  const to = parseCidr(route.to)
  const text = route.to
  if (typeof to === 'string') {
    context.report(to, element, at, { text })
    return undefined
  }
  if (to.prefix === 0) {
    context.report('route-zero-prefix', element, at, { text })
    return undefined
  }
  if (hasHostBits(to)) {
    const params = { text, network: cidrText(networkOf(to)), single: cidrText({ ...to, prefix: bitsOf(to.family) }) }
    context.report('route-host-bits', element, at, params)
    return undefined
  }
  const special = specialRange(to)
  if (special && special !== 'link-local') {
    context.report('route-special', element, at, { text })
    return undefined
  }
  return to
}

/** The gateway, or undefined after reporting what is wrong with it. */
function gatewayOf(item: Case, via: string, to: Cidr | 'default' | undefined): Address | undefined {
  const { context, element, route } = item
  const at = [...item.path, 'via']
  const gateway = parseAddress(via)
  if (typeof gateway === 'string') {
    context.report(gateway, element, at, { text: via })
    return undefined
  }
  if (to && to !== 'default' && to.family !== gateway.family) {
    context.report('route-mixed-families', element, at, { to: route.to, via })
    return undefined
  }
  const special = specialRange(gateway)
  if (special && special !== 'link-local') context.report('gateway-special', element, at, { via })
  else if (special && gateway.family === 6) {
    if (route.dev === undefined) context.report('gateway-link-local', element, at, { via })
  } else checkNextHop(item, gateway, at)
  return gateway
}

function checkNextHop({ context, netns, route, element, dev }: Case, gateway: Address, at: (string | number)[]): void {
  const node = netns.name
  const via = addressText(gateway)
  const all = context.connected(node, gateway)
  if (all.some(({ cidr }) => cidr.value === gateway.value)) {
    context.report('gateway-own-address', element, at, { node, via })
    return
  }
  const near = all.filter(({ cidr, owner }) => cidr.prefix < bitsOf(cidr.family) && (route.dev === undefined || owner === dev))
  const next = near.find(({ owner }) => owner.up) ?? near[0]
  if (!next) {
    const onLink = onLinkNetworks(context.lab, node).find((link) => contains(link.network, gateway) && sameDev(route, link.dev))
    // A route through an interface that is missing or down has been told so already.
    if (onLink) return
    const networks = networksText(netns, gateway.family)
    const single = networks === '' ? singleBeside(netns, gateway) : undefined
    context.report('gateway-not-connected', element, at, {
      node,
      via,
      networks,
      ...(single !== undefined && { single, bits: bitsOf(gateway.family) }),
    })
    return
  }
  if (!next.owner.up) {
    // With `dev` the route has been told so already.
    if (route.dev === undefined) context.report('route-dev-down', element, at, { to: route.to, node, dev: next.owner.view.name })
    return
  }
  const there = { ...gateway, prefix: next.cidr.prefix }
  if (isNetworkAddress(there) || broadcastOf(next.cidr)?.value === gateway.value) {
    context.report('gateway-not-host', element, at, { via, network: cidrText(networkOf(next.cidr)) })
    return
  }
  checkHolder(context, node, near, gateway, element, at)
}

function sameDev({ dev }: Route, other: string): boolean {
  return dev === undefined || dev === other
}

/** Who the gateway is; a warning, since someone may be about to be drawn there. */
function checkHolder(
  context: Context,
  node: string,
  near: readonly CheckedAddress[],
  gateway: Address,
  element: ElementRef,
  at: (string | number)[],
): void {
  const via = addressText(gateway)
  const holders = near.flatMap(({ owner }) => context.holder(owner.segment, gateway) ?? [])
  const holder = holders[0]
  if (!holder) {
    const segment = near[0]?.owner.segment
    const others = segment ? [...context.addressesOn(segment)].filter(([, { owner }]) => owner.netns !== node) : []
    const meant = context.nearest(via, () => others.map(([text]) => text))
    const owner = others.find(([text]) => text === meant)?.[1].owner
    context.report('gateway-nobody', element, at, { via, near: meant, owner: owner ? interfaceText(owner) : '' }, 'warning')
    return
  }
  const router = context.lab.nodes[holder.owner.netns]
  if (router && router.kind !== 'bridge' && !router.forwarding)
    context.report('gateway-does-not-forward', element, at, { node, owner: holder.owner.netns, via }, 'warning')
}

/** Prefix lengths that most networks have. */
const USUAL_PREFIX = { 4: 24, 6: 64 } as const

/** An address without a network, which would be in the gateway's if it had the prefix length that most have. */
function singleBeside(netns: CheckedNetns, gateway: Address): string | undefined {
  const around = networkOf({ ...gateway, prefix: USUAL_PREFIX[gateway.family] })
  const all = netns.interfaces.flatMap(({ addresses, view }) => (view.name === 'lo' ? [] : addresses))
  const single = all.find(({ cidr }) => cidr.family === gateway.family && contains(around, cidr))
  return single && addressText(single.cidr)
}

/** The networks that a namespace is connected to, for a suggestion. */
export function networksText(netns: CheckedNetns | undefined, family?: 4 | 6): string {
  const found = new Set<string>()
  for (const { addresses, view, port } of netns?.interfaces ?? []) {
    if (view.name === 'lo' || port !== undefined) continue
    for (const { cidr } of addresses)
      if ((family === undefined || cidr.family === family) && cidr.prefix < bitsOf(cidr.family))
        found.add(cidrText(networkOf(cidr)))
    if (found.size >= 4) break
  }
  return [...found].slice(0, 4).join(', ')
}
