import { withoutLooseRules } from '../lab/filter-rules'
import { HOST, parseEndpoint } from '../lab/ids'
import type { Lab, LabNode } from '../lab/schema'
import { interfacesInNetns, netnsOf } from '../lab/view'
import { desiredOfLab } from '../plan/desired'

/**
 * A lab of its own made of some nodes of a drawing: with the links between them, and with the namespaces that chosen bridges live in.
 * What only leads to the others (ends of links that are cut, routes and rules through them) stays behind. The host, which every lab has,
 * comes with what is on it only when it is chosen itself.
 */
export function partOf(lab: Lab, chosen: readonly string[], name: string): Lab {
  const wanted = new Set(chosen.filter((node) => lab.nodes[node]))
  for (const node of chosen) {
    const home = netnsOf(lab, node)
    if (home !== HOST && wanted.has(node)) wanted.add(home)
  }
  const inside = (endpoint: string) => wanted.has(parseEndpoint(endpoint).node)
  const links = Object.fromEntries(Object.entries(lab.links).filter(([, { endpoints }]) => endpoints.every(inside)))
  const cut = new Set(Object.entries(lab.links).flatMap(([id, { endpoints }]) => (links[id] ? [] : endpoints)))
  const nodes: Lab['nodes'] = { [HOST]: { kind: 'host' } }
  for (const [key, node] of Object.entries(lab.nodes)) if (wanted.has(key)) nodes[key] = withoutEnds(key, node, cut, wanted)
  const part: Lab = { netloom: lab.netloom, name, nodes, links }
  for (const [key, node] of Object.entries(nodes)) nodes[key] = withoutWays(part, lab, key, node)
  return part
}

function withoutEnds(name: string, node: LabNode, cut: ReadonlySet<string>, wanted: ReadonlySet<string>): LabNode {
  const { interfaces, ...rest } = node
  const kept = Object.entries(interfaces ?? {}).filter(
    ([key, { bridge }]) => !cut.has(`${name}:${key}`) && (bridge === undefined || wanted.has(bridge)),
  )
  return (kept.length > 0 ? { ...rest, interfaces: Object.fromEntries(kept) } : rest) as LabNode
}

/** Drops the routes, rules, neighbours and the DHCP server whose interface has stayed behind, or that have lost the network that their gateway is on. */
function withoutWays(part: Lab, whole: Lab, name: string, node: LabNode): LabNode {
  if (node.kind === 'bridge') return node
  const here = new Set(interfacesInNetns(part, name).map(({ view }) => view.name))
  const gone = new Set(interfacesInNetns(whole, name).flatMap(({ view }) => (here.has(view.name) ? [] : [view.name])))
  if (gone.size === 0) return node
  const lost = new Set(
    desiredOfLab(part)
      .namespaces.get(netnsOf(part, name))
      ?.routes.flatMap(({ element, via, resolvedDev }) =>
        element.kind === 'route' && via !== undefined && resolvedDev === undefined ? [element.index] : [],
      ),
  )
  const { routes, nat, neighbours, filter, dhcpServer, ...rest } = node
  const keptFilter = withoutLooseRules(filter, (device) => !gone.has(device))
  const keptRoutes = routes?.filter(({ dev }, index) => !lost.has(index) && (dev === undefined || !gone.has(dev)))
  const keptRules = nat?.filter((rule) => {
    const device = rule.type === 'dnat' ? rule.in : rule.out
    return device === undefined || !gone.has(device)
  })
  const keptNeighbours = neighbours?.filter(({ dev }) => !gone.has(dev))
  return {
    ...rest,
    ...(keptRoutes?.length && { routes: keptRoutes }),
    ...(keptRules?.length && { nat: keptRules }),
    ...(keptFilter && { filter: keptFilter }),
    ...(keptNeighbours?.length && { neighbours: keptNeighbours }),
    ...(dhcpServer && !gone.has(dhcpServer.interface) && { dhcpServer }),
  } as LabNode
}
