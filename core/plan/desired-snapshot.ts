import { isContainerNetns } from '../lab/container'
import type { ElementRef } from '../lab/element'
import { isSharedNetns } from '../state/shared'
import type { LinkState, MachineState, NetnsState } from '../state/state'
import type { Desired, DesiredLink, DesiredNetns, DesiredRoute, DesiredVeth } from './desired'
import { filterOfLines } from './filter'
import { type KernelNetns, kernelOf } from './kernel'
import { parseNatRuleKey } from './nat'
import { type DesiredNeighbour, isOurNeighbour } from './neighbours'
import { recordedNics } from './nics'
import { isOurRoute } from './routes'
import { isFilterLine, stateLines } from './rules'

function isLeased(netns: NetnsState, link: LinkState): boolean {
  return netns.services?.some(({ spec }) => spec.kind === 'dhcp-client' && spec.interface === link.name) ?? false
}

function desiredLink(netns: NetnsState, link: LinkState): DesiredLink {
  const kind = link.name === 'lo' ? 'loopback' : link.kind === 'bridge' ? 'bridge' : 'veth'
  const element: ElementRef =
    kind === 'bridge' ? { kind: 'node', node: link.name } : { kind: 'interface', node: netns.name, name: link.name }
  return {
    netns: netns.name,
    name: link.name,
    kind,
    ...(link.owner && { owner: link.owner }),
    ...(kind !== 'loopback' && { mac: link.mac }),
    mtu: link.mtu,
    up: link.up,
    ...(link.stp !== undefined && { stp: link.stp }),
    ...(link.master !== undefined && { master: link.master }),
    addresses: link.addresses.filter(({ automatic, dynamic }) => !automatic && !dynamic).map(({ address }) => address),
    ...(isLeased(netns, link) && { dhcp: true as const }),
    element,
  }
}

function desiredNetns(netns: NetnsState, lab: string, routes: DesiredRoute[]): DesiredNetns {
  const table = netns.nat.find((one) => one.lab === lab)
  return {
    name: netns.name,
    ...(netns.owner && { owner: netns.owner }),
    links: [],
    routes,
    ...(!isContainerNetns(netns.name) && { forwarding: netns.forwarding }),
    services: (netns.services ?? [])
      .filter((service) => service.lab === lab)
      .map(({ spec }) => ({ spec, element: { kind: 'node', node: netns.name } as const })),
    nat: (table?.rules ?? []).flatMap(({ chain, key }) => (isFilterLine(`${chain} `) ? [] : (parseNatRuleKey(key) ?? []))),
    filter: filterOfLines(table ? stateLines(table) : []),
    neighbours: [],
    element: { kind: 'node', node: netns.name },
    natElements: [],
  }
}

function snapshotNeighbours(netns: KernelNetns | undefined, lab: string): DesiredNeighbour[] {
  const ours = (netns?.neighbours ?? []).filter((one) => netns && isOurNeighbour(one, netns.name, lab))
  return ours.flatMap(({ address, mac, dev }) =>
    mac === undefined || !netns ? [] : [{ address, mac, dev: dev.name, element: { kind: 'node', node: netns.name } }],
  )
}

/**
 * What a machine held of one lab, as something to return to. Links whose other end was not to be seen are left out, since
 * no step could make them whole.
 */
export function desiredOfSnapshot(lab: string, snapshot: MachineState): Desired {
  const desired: Desired = { lab, namespaces: new Map(), veths: [], bridges: [], nics: recordedNics(snapshot.host, lab) }
  const ends = new Map<string, { link: DesiredLink; state: LinkState; netns: string }>()
  const kernel = kernelOf(snapshot)
  for (const netns of Object.values(snapshot.namespaces)) {
    if (!isSharedNetns(netns.name) && netns.owner?.lab !== lab) continue
    const routes = (kernel.namespaces.get(netns.name)?.routes ?? [])
      .filter((route) => isOurRoute(route, netns.name, lab))
      .map(({ family, to, via, dev, metric }): DesiredRoute => {
        const name = dev?.name
        const device = name === undefined ? {} : { dev: name, resolvedDev: name }
        return { family, to, ...(via !== undefined && { via }), ...device, metric, element: { kind: 'node', node: netns.name } }
      })
    const wanted = desiredNetns(netns, lab, [...routes.filter((route) => !route.via), ...routes.filter((route) => route.via)])
    wanted.neighbours = snapshotNeighbours(kernel.namespaces.get(netns.name), lab)
    desired.namespaces.set(netns.name, wanted)
    for (const link of Object.values(netns.links)) {
      if (link.name === 'lo' && !isContainerNetns(netns.name)) wanted.links.push(desiredLink(netns, link))
      if (link.owner?.lab !== lab) continue
      const own = desiredLink(netns, link)
      if (own.kind === 'bridge') {
        desired.bridges.push(own)
        wanted.links.push(own)
      } else ends.set(`${netns.name} ${link.index}`, { link: own, state: link, netns: netns.name })
    }
  }
  for (const { link, state } of ends.values()) {
    const peer = state.peer && ends.get(`${state.peer.netns} ${state.peer.index}`)
    if (link.owner?.end !== 0 || peer?.link.owner?.end !== 1) continue
    const veth: DesiredVeth = { id: link.owner.id, ends: [link, peer.link], element: { kind: 'link', link: link.owner.id } }
    desired.veths.push(veth)
    for (const end of veth.ends) desired.namespaces.get(end.netns)?.links.push(end)
  }
  return desired
}
