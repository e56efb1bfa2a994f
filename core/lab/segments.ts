import { HOST } from './ids'
import type { Interface, Lab } from './schema'
import { bridgeInterface, linksOf } from './view'

/**
 * The lab seen at layer 2: a segment is what one broadcast reaches, a single link or bridges with all that is joined to
 * them. Its stations are the interfaces that may carry addresses: the ends of links that are no ports, and the bridges'
 * own interfaces.
 */

export interface Station {
  node: string
  /** The namespace (or `host`) that the interface lives in. */
  netns: string
  name: string
  config: Interface
}

export interface Segment {
  bridges: string[]
  links: string[]
  stations: Station[]
}

export interface Segments {
  /** The segment of each link, by the link's id. */
  ofLink: ReadonlyMap<string, Segment>
  /** The segment of each bridge, by name. */
  ofBridge: ReadonlyMap<string, Segment>
  all: readonly Segment[]
}

const known = new WeakMap<Lab, Segments>()
const NO_CONFIG: Interface = {}

/** All segments of a lab; computed once for each lab. */
export function segmentsOf(lab: Lab): Segments {
  const before = known.get(lab)
  if (before) return before
  const ofBridge = new Map<string, Segment>()
  const ofLink = new Map<string, Segment>()
  const all: Segment[] = []
  const opened = (): Segment => {
    const segment: Segment = { bridges: [], links: [], stations: [] }
    all.push(segment)
    return segment
  }
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind !== 'bridge' || ofBridge.has(name)) continue
    const segment = opened()
    const open = [name]
    for (let bridge = open.pop(); bridge !== undefined; bridge = open.pop()) {
      if (ofBridge.has(bridge)) continue
      ofBridge.set(bridge, segment)
      for (const { link, peer } of linksOf(lab, bridge)) {
        ofLink.set(link, segment)
        if (lab.nodes[peer.node]?.kind === 'bridge') open.push(peer.node)
      }
    }
  }
  for (const [name, segment] of ofBridge) {
    const node = lab.nodes[name]
    segment.bridges.push(name)
    if (node?.kind === 'bridge')
      segment.stations.push({ node: name, netns: node.on ?? HOST, name, config: bridgeInterface(node) })
  }
  for (const [id, { endpoints }] of Object.entries(lab.links)) {
    const segment = ofLink.get(id) ?? opened()
    ofLink.set(id, segment)
    segment.links.push(id)
    for (const endpoint of endpoints) {
      const at = endpoint.indexOf(':')
      const node = endpoint.slice(0, at)
      const name = endpoint.slice(at + 1)
      const found = lab.nodes[node]
      if (found && found.kind !== 'bridge')
        segment.stations.push({ node, netns: node, name, config: found.interfaces?.[name] ?? NO_CONFIG })
    }
  }
  const segments: Segments = { ofLink, ofBridge, all }
  known.set(lab, segments)
  return segments
}
