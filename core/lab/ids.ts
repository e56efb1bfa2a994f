import type { Lab, LabNode, Link } from './schema'

/** The name of the machine's own (root) namespace; its node always exists. */
export const HOST = 'host'

/** One end of a veth pair: the node and the interface (on a bridge, the port). */
export interface Endpoint {
  node: string
  interface: string
}

/** Splits `NODE:INTERFACE`. The schema has already checked the shape. */
export function parseEndpoint(text: string): Endpoint {
  const at = text.indexOf(':')
  return { node: text.slice(0, at), interface: text.slice(at + 1) }
}

/** The text form of an endpoint. */
export function endpointText(endpoint: Endpoint): string {
  return `${endpoint.node}:${endpoint.interface}`
}

/**
 * The id that a link has when its file gives none: its endpoints as first written. Once a rename or a move makes the
 * two differ, the id is written into the file, so the kernel's link is found again and changed in place.
 */
export function defaultLinkId(link: Link): string {
  return link.endpoints.join('--').replaceAll(':', '.')
}

/** A node's stable id: `id` where the file gives one, else its name. */
export function nodeId(name: string, node: LabNode): string {
  return node.id ?? name
}

/** The node's name that has this stable id, if any. */
export function nodeNameById(lab: Lab, id: string): string | undefined {
  for (const [name, node] of Object.entries(lab.nodes)) if (nodeId(name, node) === id) return name
  return undefined
}
