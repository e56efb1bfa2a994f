import * as fc from 'fast-check'
import type { DhcpServer } from '../../core/lab/dhcp-schema'
import { HOST } from '../../core/lab/ids'
import type { Lab } from '../../core/lab/schema'
import { interfacesInNetns } from '../../core/lab/view'
import { addressText, type Cidr, cidrOf, networkOf } from '../../core/net/address'
import { arbitraryLab, type LabOptions } from './lab'

interface DhcpChoices {
  servers: { node: number; interface: number; router: boolean; dns: boolean; lease: number }[]
  clients: number[]
}

const small = fc.nat({ max: 30 })
const choices: fc.Arbitrary<DhcpChoices> = fc.record({
  servers: fc.array(fc.record({ node: small, interface: small, router: fc.boolean(), dns: fc.boolean(), lease: small }), {
    maxLength: 3,
  }),
  clients: fc.array(small, { maxLength: 5 }),
})

/** Where a server of the node could stand: its interfaces, and those of bridges in it, that have an IPv4 network of some size. */
function serveable(lab: Lab, node: string): { name: string; own: Cidr }[] {
  return interfacesInNetns(lab, node).flatMap(({ node: owner, view }) => {
    const isPort = lab.nodes[owner]?.kind === 'bridge' && !view.self
    const own = (view.config.addresses ?? []).flatMap((text) => cidrOf(text) ?? []).find((one) => one.family === 4)
    return own && own.prefix <= 24 && !isPort && view.name !== 'lo' ? [{ name: view.name, own }] : []
  })
}

function add(lab: Lab, { servers, clients }: DhcpChoices): Lab {
  const drawn = structuredClone(lab)
  const names = Object.keys(drawn.nodes).filter((name) => drawn.nodes[name]?.kind !== 'bridge')
  for (const choice of servers) {
    const node = drawn.nodes[names[choice.node % names.length] ?? HOST]
    const able = serveable(drawn, names[choice.node % names.length] ?? HOST)
    const there = able[choice.interface % Math.max(1, able.length)]
    if (!there || !node || node.kind === 'bridge') continue
    const text = (host: bigint) => addressText({ family: 4, value: networkOf(there.own).value + host })
    const lease = [undefined, '2h', '30m', '1d'][choice.lease % 4]
    const server: DhcpServer = { interface: there.name, range: [text(200n), text(210n + BigInt(choice.lease))] }
    if (choice.router) server.router = addressText(there.own)
    if (choice.dns) server.dns = ['9.9.9.9', '1.1.1.1']
    if (lease !== undefined) server.lease = lease
    node.dhcpServer = server
  }
  const ends = Object.values(drawn.links).flatMap(({ endpoints }) => endpoints.map((end) => end.split(':') as [string, string]))
  const able = ends.filter(([node]) => drawn.nodes[node]?.kind === 'namespace')
  for (const choice of clients) {
    const [name, dev] = able[choice % Math.max(1, able.length)] ?? []
    const node = name === undefined ? undefined : drawn.nodes[name]
    // One that is down asks nobody, and a script says nothing of it.
    if (!node || dev === undefined || node.interfaces?.[dev]?.up === false) continue
    node.interfaces = { ...node.interfaces, [dev]: { ...node.interfaces?.[dev], dhcp: true } }
  }
  return drawn
}

/**
 * Random labs with DHCP servers and clients in them. Apart from `arbitraryLab`, for what a client is given depends on when it asks: tests
 * that compare whole kernels have to leave that out.
 */
export function arbitraryDhcpLab(options: LabOptions = {}): fc.Arbitrary<Lab> {
  return fc.tuple(arbitraryLab(options), choices).map(([lab, chosen]) => add(lab, chosen))
}
