import { HOST, nodeId, parseEndpoint } from '../../../core/lab/ids'
import type { Interface, Lab } from '../../../core/lab/schema'
import { interfacesOf } from '../../../core/lab/view'
import type { LinkState, NetnsState } from '../../../core/state/state'
import { type LightState, lightOf } from './light'

/** An interface of a node: an end of a link, a bridge's own (`self`), or one that nothing is linked to. */
export interface InterfaceName {
  node: string
  name: string
  link?: string
  end?: 0 | 1
  self?: true
}

const NOTHING: Interface = {}

/** What is drawn of an interface; a bridge carries its own interface's fields itself. */
export function drawnInterface(lab: Lab, { node, name, self }: InterfaceName): Interface {
  const found = lab.nodes[node]
  if (self && found?.kind === 'bridge') return found
  return found?.interfaces?.[name] ?? NOTHING
}

/** The id that the kernel's link is marked with: the link's, or for a bridge's own interface the node's. Undefined where we make none. */
export function ownerId(lab: Lab, { node, link, self }: InterfaceName): string | undefined {
  const found = lab.nodes[node]
  return link ?? (self && found ? nodeId(node, found) : undefined)
}

/** Whether an apply makes it where it is missing: what carries our mark, and the `lo` of a namespace that it makes. */
export function isMade(lab: Lab, iface: InterfaceName): boolean {
  return ownerId(lab, iface) !== undefined || (iface.name === 'lo' && lab.nodes[iface.node]?.kind === 'namespace')
}

/** True where an interface of the computer is drawn as a port of the bridge, and up. */
function hasNic(lab: Lab, bridge: string): boolean {
  return Object.values(lab.nodes[HOST]?.interfaces ?? {}).some((nic) => nic.bridge === bridge && nic.up !== false)
}

/** True where the drawing itself says that no carrier comes: the other end is drawn down, or nothing up is plugged into the bridge. */
export function isQuiet(lab: Lab, { node, link, end, self }: InterfaceName): boolean {
  if (self) {
    const ports = interfacesOf(lab, node).filter((one) => !one.self)
    return !hasNic(lab, node) && ports.every((one) => one.config.up === false || isQuiet(lab, { ...one, node }))
  }
  const other = link === undefined ? undefined : lab.links[link]?.endpoints[end === 0 ? 1 : 0]
  if (other === undefined) return false
  const peer = parseEndpoint(other)
  return drawnInterface(lab, { node: peer.node, name: peer.interface }).up === false
}

/** The lights of all interfaces that are drawn on a node, in the namespace that they belong in. */
export function lightsOfNode(lab: Lab, node: string, netns: NetnsState | undefined): LightState[] {
  const found = netns ? Object.values(netns.links) : []
  return interfacesOf(lab, node).map((one) => {
    const iface: InterfaceName = { ...one, node }
    return lightOf(one.config, findLink(lab, iface, found), isQuiet(lab, iface))
  })
}

function findLink(lab: Lab, iface: InterfaceName, links: readonly LinkState[]): LinkState | undefined {
  const id = ownerId(lab, iface)
  if (id === undefined) return links.find((one) => one.name === iface.name)
  return links.find(({ owner }) => owner?.lab === lab.name && owner.id === id && owner.end === iface.end)
}
