import type { Lab } from '../lab/schema'
import { cidrOf, cidrText, networkOf } from '../net/address'
import type { MachineState, NeighbourState, NetnsState } from '../state/state'
import type { Probe } from './guide'
import { type ProbeResult, traceProbe } from './probe'

/**
 * What tests of guides need of a kernel that is only imagined: leases, the routes that come with addresses, what a ping teaches the neighbour
 * tables, and how a probe would end. `test/kernel/guides.test.ts` asks a real one.
 */

/** The state once each DHCP client has asked: with one server, which gives what it has in turn. */
export function withLeases(state: MachineState): MachineState {
  const server = Object.values(state.namespaces)
    .flatMap(({ services }) => services ?? [])
    .flatMap(({ spec }) => (spec.kind === 'dhcp-server' ? [spec] : []))[0]
  const first = server && cidrOf(`${server.first}/24`)
  if (!first) return state
  let given = 0n
  const namespaces = Object.entries(state.namespaces).map(([name, netns]): [string, NetnsState] => {
    const client = netns.services?.find(({ spec }) => spec.kind === 'dhcp-client')
    if (!client) return [name, netns]
    const dev = client.spec.interface
    const address = cidrText({ ...first, value: first.value + given++ })
    const links = Object.entries(netns.links).map(([index, link]) => [
      index,
      link.name === dev ? { ...link, addresses: [{ address, scope: 'global', automatic: false, dynamic: true }] } : link,
    ])
    const lease = { address, dns: server.dns, expires: 0, ...(server.router !== undefined && { router: server.router }) }
    const way = { family: 4, to: 'default', via: server.router, dev, metric: 0, protocol: 16, scope: 0 } as const
    return [
      name,
      { ...netns, links: Object.fromEntries(links), services: [{ ...client, lease }], routes: [...netns.routes, way] },
    ]
  })
  return { ...state, namespaces: Object.fromEntries(namespaces) }
}

/** The state with the connected routes of every interface that is up, as the kernel adds them. */
export function withConnectedRoutes(state: MachineState): MachineState {
  const namespaces = Object.entries(state.namespaces).map(([name, netns]): [string, NetnsState] => {
    const connected = Object.values(netns.links).flatMap((link) =>
      link.up
        ? link.addresses.flatMap(({ address }) => {
            const cidr = cidrOf(address)
            if (!cidr || cidr.prefix === 32) return []
            return { family: cidr.family, to: cidrText(networkOf(cidr)), dev: link.name, metric: 0, protocol: 2, scope: 253 }
          })
        : [],
    )
    return [name, { ...netns, routes: [...netns.routes, ...connected] }]
  })
  return { ...state, namespaces: Object.fromEntries(namespaces) }
}

/** How a probe ends by the kernel's tables; a server is taken to listen where one is asked for. */
export function imaginedResult(probe: Probe, lab: Lab, state: MachineState, listens: (probe: Probe) => boolean): ProbeResult {
  const silent = traceProbe(probe, lab, state).stop !== undefined
  const outcome = silent ? 'silent' : probe.port === undefined || listens(probe) ? 'answered' : 'refused'
  return { ...probe, outcome, state }
}

/** The state once a probe has gone from hop to hop: on each network both sides know the other's MAC. */
export function afterProbe(probe: Probe, lab: Lab, state: MachineState): MachineState {
  const { request, stop } = traceProbe(probe, lab, state)
  if (stop) return state
  const learned: { netns: string; entry: NeighbourState }[] = []
  for (const [index, { netns }] of request.entries()) {
    const there = request[index + 1]?.netns
    if (there !== undefined) learned.push(...learn(state, netns, there), ...learn(state, there, netns))
  }
  const namespaces = Object.entries(state.namespaces).map(([name, netns]): [string, NetnsState] => {
    const fresh = learned.filter((one) => one.netns === name).map(({ entry }) => entry)
    return [name, { ...netns, neighbours: [...netns.neighbours, ...fresh] }]
  })
  return { ...state, namespaces: Object.fromEntries(namespaces) }
}

function learn(state: MachineState, netns: string, whom: string): { netns: string; entry: NeighbourState }[] {
  const own = Object.values(state.namespaces[netns]?.links ?? {})
  return Object.values(state.namespaces[whom]?.links ?? {}).flatMap((link) =>
    link.addresses.flatMap(({ address }) => {
      const network = networkText(address)
      const dev = own.find((one) => one.addresses.some((held) => networkText(held.address) === network))
      if (!dev) return []
      const entry = { address: address.split('/')[0] ?? '', mac: link.mac, dev: dev.name, state: 'REACHABLE' }
      return [{ netns, entry }]
    }),
  )
}

function networkText(address: string): string | undefined {
  const cidr = cidrOf(address)
  return cidr && cidrText(networkOf(cidr))
}
