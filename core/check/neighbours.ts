import type { ElementRef } from '../lab/element'
import type { Neighbour } from '../lab/schema'
import {
  type Address,
  addressText,
  broadcastOf,
  cidrText,
  contains,
  isNetworkAddress,
  networkOf,
  parseAddress,
  parseMac,
  specialRange,
} from '../net/address'
import type { CheckedInterface, CheckedNetns, Context } from './context'

/** Below this MTU the kernel takes IPv6 off an interface (IPV6_MIN_MTU). */
const IPV6_MIN_MTU = 1280

interface Case {
  context: Context
  netns: CheckedNetns
  neighbour: Neighbour
  element: ElementRef
  path: (string | number)[]
}

/** Neighbours that are written down: that the kernel takes the entry, and that it can ever be of use. */
export function checkNeighbours(context: Context): void {
  for (const [node, found] of Object.entries(context.lab.nodes)) {
    if (found.kind === 'bridge' || !found.neighbours) continue
    const netns = context.netns.get(node) ?? { name: node, interfaces: [], byName: new Map(), networks: [] }
    const seen = new Set<string>()
    for (const [index, neighbour] of found.neighbours.entries()) {
      const path = ['nodes', node, 'neighbours', index]
      checkNeighbour({ context, netns, neighbour, element: { kind: 'node', node }, path }, seen)
    }
  }
}

function checkNeighbour(item: Case, seen: Set<string>): void {
  const { context, neighbour, element, path } = item
  const dev = deviceOf(item)
  const address = parseAddress(neighbour.address)
  const mac = parseMac(neighbour.mac)
  if (typeof mac === 'string') context.report(mac, element, [...path, 'mac'], { mac: neighbour.mac })
  if (typeof address === 'string') {
    context.report(address, element, [...path, 'address'], { text: neighbour.address })
    return
  }
  const key = `${neighbour.dev} ${addressText(address)}`
  const { name: node } = item.netns
  if (seen.has(key))
    context.report('duplicate-neighbour', element, [...path, 'address'], { node, address: neighbour.address, dev: neighbour.dev })
  seen.add(key)
  const special = specialRange(address)
  if (special && special !== 'link-local')
    context.report('neighbour-special', element, [...path, 'address'], { address: neighbour.address })
  else if (dev) checkPlace(item, dev, address, typeof mac === 'string' ? undefined : mac.mac)
}

/** The interface, or undefined after reporting what is wrong with it. */
function deviceOf({ context, netns, neighbour, element, path }: Case): CheckedInterface | undefined {
  const at = [...path, 'dev']
  const { dev: name } = neighbour
  const dev = netns.byName.get(name)
  if (name === 'lo') context.report('neighbour-on-loopback', element, at, { node: netns.name })
  else if (!dev) {
    const near = context.nearest(name, () => netns.byName.keys())
    context.report('neighbour-dev-unknown', element, at, { node: netns.name, dev: name, near })
  } else if (dev.port !== undefined) context.report('neighbour-dev-is-port', element, at, { dev: name, bridge: dev.port })
  else return dev
  return undefined
}

function checkPlace(
  { context, netns, neighbour, element, path }: Case,
  dev: CheckedInterface,
  address: Address,
  mac?: string,
): void {
  const at = [...path, 'address']
  const params = { node: netns.name, address: neighbour.address, dev: neighbour.dev }
  const { mtu } = dev.view.config
  if (address.family === 6 && mtu !== undefined && mtu < IPV6_MIN_MTU) {
    context.report('neighbour-no-ipv6', element, at, { ...params, mtu })
    return
  }
  const own = netns.interfaces.some(({ addresses }) =>
    addresses.some(({ cidr }) => cidr.family === address.family && cidr.value === address.value),
  )
  if (own) {
    context.report('neighbour-own-address', element, at, params)
    return
  }
  const networks = dev.addresses.map(({ cidr }) => cidr).filter((cidr) => cidr.family === address.family)
  const near = networks.find((cidr) => contains(cidr, address))
  const linkLocal = address.family === 6 && specialRange(address) === 'link-local'
  if (!near && !linkLocal) {
    const list = networks.map((cidr) => cidrText(networkOf(cidr))).join(', ')
    context.report('neighbour-not-connected', element, at, { ...params, networks: list }, 'warning')
  } else if (near && (isNetworkAddress({ ...address, prefix: near.prefix }) || isBroadcast(near, address)))
    context.report('neighbour-not-host', element, at, { ...params, network: cidrText(networkOf(near)) })
  const holder = context.holder(dev.segment, address)?.owner
  const fixed = holder?.view.config.mac?.toLowerCase()
  if (mac !== undefined && holder && fixed !== undefined && fixed !== mac)
    context.report('neighbour-other-mac', element, [...path, 'mac'], { ...params, mac: fixed, owner: holder.node }, 'warning')
}

function isBroadcast(near: Parameters<typeof broadcastOf>[0], address: Address): boolean {
  return broadcastOf(near)?.value === address.value
}
