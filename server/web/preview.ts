import { HOST, parseEndpoint } from '../../core/lab/ids'
import type { Lab, LabNode } from '../../core/lab/schema'
import type { LabSummary, MachineStatus } from '../../core/protocol/socket'

/** Nodes on a gallery card's picture; more would not be seen. */
const MAX_NODES = 60

/** A lab as the gallery shows it. */
export function summaryOf(lab: Lab, machine: MachineStatus, changed?: number): LabSummary {
  return {
    name: lab.name,
    ...(lab.description === undefined ? {} : { description: lab.description }),
    nodes: Object.keys(lab.nodes).length,
    links: Object.keys(lab.links).length,
    ...(changed === undefined ? {} : { changed }),
    preview: previewOf(lab),
    machine,
  }
}

/** What is drawn and where, without what it is set to. */
function previewOf(lab: Lab): Lab {
  const shown = new Set([HOST, ...Object.keys(lab.nodes)].slice(0, MAX_NODES))
  const nodes = Object.entries(lab.nodes).filter(([name]) => shown.has(name))
  const links = Object.entries(lab.links).filter(([, link]) => link.endpoints.every((end) => shown.has(parseEndpoint(end).node)))
  const layout = Object.entries(lab.layout ?? {}).filter(([name]) => shown.has(name))
  return {
    netloom: lab.netloom,
    name: lab.name,
    nodes: Object.fromEntries(nodes.map(([name, node]) => [name, bare(node)])),
    links: Object.fromEntries(links),
    layout: Object.fromEntries(layout),
  }
}

function bare(node: LabNode): LabNode {
  if (node.kind === 'bridge') return { kind: 'bridge', ...(node.on === undefined ? {} : { on: node.on }) }
  // A network card of this computer is no decoration: without it, the lab cannot run.
  const nics = Object.entries(node.interfaces ?? {}).flatMap(([name, { bridge }]) =>
    bridge === undefined ? [] : [[name, { bridge }]],
  )
  return {
    kind: node.kind,
    ...(node.nat === undefined ? {} : { nat: node.nat }),
    ...(nics.length === 0 ? {} : { interfaces: Object.fromEntries(nics) }),
  }
}
