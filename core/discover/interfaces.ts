import { HOST } from '../lab/ids'
import type { Interface, LabNode } from '../lab/schema'
import { DEFAULT_MTU, LOOPBACK_MTU } from '../plan/desired'
import type { LinkState, NetnsState } from '../state/state'
import { type Device, type Draft, deviceKey } from './draft'
import { Names } from './names'

/** The most addresses that a lab's interface holds. */
const MAX_ADDRESSES = 64

/** Draws the interfaces of every namespace: on its node, or on the bridge that they are ports of. Nodes are there already. */
export function drawInterfaces(draft: Draft): void {
  const macs = staticMacs(draft)
  for (const [key, netns] of draft.namespaces) {
    const links = Object.values(netns.links).sort((a, b) => a.index - b.index)
    // A bridge's interface is called as its node.
    const names = new Names(['lo', ...links.flatMap(({ index }) => draft.bridges.get(deviceKey(key, index)) ?? [])])
    const indexes = new Map(links.map((link) => [link.name, link.index]))
    for (const link of links) drawInterface({ draft, key, netns, indexes, link, names, macs })
  }
}

interface Case {
  draft: Draft
  key: string
  netns: NetnsState
  /** The indexes of its links by name. */
  indexes: ReadonlyMap<string, number>
  link: LinkState
  names: Names
  macs: ReadonlySet<string>
}

/** The MACs that static neighbours name: only those have to stay as they are for the lab to work. */
function staticMacs(draft: Draft): Set<string> {
  const all = draft.namespaces.flatMap(([, { neighbours }]) => neighbours)
  return new Set(all.flatMap(({ state, mac }) => (state === 'PERMANENT' && mac !== undefined ? [mac] : [])))
}

function drawInterface(item: Case): void {
  const { draft, key, indexes, link, names } = item
  const home = draft.nodes.get(key) ?? HOST
  const own = draft.bridges.get(deviceKey(key, link.index))
  if (own !== undefined) {
    place(item, own, own)
    drawBridge(item, own)
    return
  }
  if (link.kind === 'loopback') {
    // A container’s is its engine’s.
    if (draft.lab.nodes[home]?.kind === 'container') return
    place(item, home, 'lo')
    drawLoopback(item, home)
    return
  }
  if (isIdle(link)) {
    draft.tell('discover-idle', 'info', { kind: 'node', node: home }, { name: link.name, kind: link.kind })
    return
  }
  const bridge = link.master === undefined ? undefined : draft.bridges.get(deviceKey(key, indexes.get(link.master) ?? 0))
  const existing = key === HOST && bridge !== undefined && (link.kind !== 'veth' || link.peer === undefined)
  const node = existing ? home : (bridge ?? home)
  const name = names.interface(link.name)
  const element = { kind: 'interface', node, name } as const
  if (name !== link.name) draft.tell('discover-renamed', 'warning', element, { name: link.name, to: name })
  if (link.master !== undefined && bridge === undefined)
    draft.tell('discover-master', 'warning', element, { name, master: link.master })
  place(item, node, name)
  // What the machine has already, a lab makes a port as it is.
  setDetails(draft.lab.nodes[node], name, existing ? { bridge } : details(item, DEFAULT_MTU))
}

function place({ draft, key, link }: Case, node: string, name: string): void {
  draft.devices.set(deviceKey(key, link.index), { netns: key, link, node, name })
}

/** The kernel's own stand-ins for tunnels (sit0, tunl0 …) are down and bare on every machine that has their module. */
function isIdle({ kind, up, addresses, master }: LinkState): boolean {
  return kind !== 'veth' && kind !== 'bridge' && !up && addresses.length === 0 && master === undefined
}

function addressesOf({ draft, link }: Case, element: Parameters<Draft['tell']>[2]): string[] {
  const all = link.addresses.filter(({ automatic }) => !automatic).map(({ address }) => address)
  if (all.length > MAX_ADDRESSES)
    draft.tell('discover-too-many', 'warning', element, { what: 'addresses', count: all.length, max: MAX_ADDRESSES })
  return all.slice(0, MAX_ADDRESSES)
}

/** What an interface has that a new one of its kind would not have; `usualMtu` undefined where every MTU is the machine's own. */
function details(item: Case, usualMtu: number | undefined): Interface {
  const { draft, link, macs } = item
  const device = draft.devices.get(deviceKey(item.key, link.index))
  const element = { kind: 'interface', node: device?.node ?? HOST, name: device?.name ?? link.name } as const
  const addresses = addressesOf(item, element)
  return {
    ...(addresses.length > 0 && { addresses }),
    ...(macs.has(link.mac) && { mac: link.mac }),
    ...(usualMtu !== undefined && link.mtu !== usualMtu && link.mtu > 0 && { mtu: link.mtu }),
    ...(!link.up && { up: false }),
  }
}

function setDetails(node: LabNode | undefined, name: string, settings: Interface): void {
  if (!node) return
  node.interfaces ??= {}
  node.interfaces[name] = settings
}

function drawLoopback(item: Case, node: string): void {
  const settings = details(item, item.key === HOST ? undefined : LOOPBACK_MTU)
  if (Object.keys(settings).length > 0) setDetails(item.draft.lab.nodes[node], 'lo', settings)
}

function drawBridge(item: Case, node: string): void {
  const { draft, key, netns, link } = item
  const found = draft.lab.nodes[node]
  if (found?.kind !== 'bridge') return
  const home = draft.nodes.get(key) ?? HOST
  // Left alone, a bridge has the smallest MTU of its ports.
  const mtus = Object.values(netns.links).flatMap(({ master, mtu }) => (master === link.name ? [mtu] : []))
  const usual = mtus.length > 0 ? Math.min(...mtus) : DEFAULT_MTU
  Object.assign(found, home === HOST ? {} : { on: home }, details(item, usual), link.stp ? { stp: true } : {})
}

/** Leaves out the entries of link ends that say nothing: such an end needs none. */
export function dropEmptyDetails(draft: Draft, isEnd: (device: Device) => boolean): void {
  for (const device of draft.devices.values()) {
    const node = draft.lab.nodes[device.node]
    const settings = node?.interfaces?.[device.name]
    if (!node?.interfaces || !settings || Object.keys(settings).length > 0 || !isEnd(device)) continue
    delete node.interfaces[device.name]
  }
  for (const node of Object.values(draft.lab.nodes))
    if (node.interfaces && Object.keys(node.interfaces).length === 0) delete node.interfaces
}
