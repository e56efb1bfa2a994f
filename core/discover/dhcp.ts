import { HOST } from '../lab/ids'
import { dhcpClient, dnsmasq } from '../script/import/dhcp'
import { Findings } from '../script/import/finding'
import { Machine, type Netns } from '../script/import/machine'
import { type Call, FAILED, Session } from '../script/import/session'
import { type Device, type Draft, deviceKey } from './draft'

/**
 * DHCP servers and clients that run in a namespace, told by their command lines. Of a server that reads a file of its own the command line
 * tells nothing; then it is a finding.
 */

const CLIENTS = new Set(['udhcpc', 'dhclient', 'dhcpcd'])
/** rtm_protocol (rtnetlink(7)) of routes that a client was told of. */
const DHCP = 16

/** Draws servers and clients; interfaces are there already. Returns whether a route came with a lease, and so needs no drawing. */
export function drawDhcp(draft: Draft): (key: string, route: { protocol: number; dev?: string }) => boolean {
  const leased = new Set<string>()
  for (const { name, netns: key, argv } of draft.discovery.processes) {
    if (key === undefined || argv === undefined || !draft.routed(key)) continue
    const call = callOf(draft, key, name, argv)
    if (name === 'dnsmasq') drawServer(draft, key, call)
    else if (CLIENTS.has(name)) for (const device of drawClient(draft, key, call)) leased.add(`${key} ${device.link.name}`)
  }
  return (key, { protocol, dev }) => protocol === DHCP && dev !== undefined && leased.has(`${key} ${dev}`)
}

/** The program as an import would meet it: in a namespace with these interfaces. What it would say of lines is not told. */
function callOf(draft: Draft, key: string, name: string, argv: readonly string[]): Call {
  const session = new Session(
    new Machine(),
    new Findings(),
    () => FAILED,
    () => FAILED,
  )
  const netns = session.machine.addNetns(draft.nodes.get(key) ?? HOST, 0)
  for (const { netns: home, link } of draft.devices.values()) {
    if (home !== key || link.name === 'lo') continue
    const device = session.machine.addDevice('veth', link.name, netns, 0)
    device.up = link.up
    device.addresses = link.addresses.map(({ address }) => ({ text: address, line: 0 }))
  }
  return { name, words: argv.slice(1), netns, session }
}

function deviceOf(draft: Draft, key: string, name: string): Device | undefined {
  const link = Object.values(draft.discovery.state.namespaces[key]?.links ?? {}).find((one) => one.name === name)
  return link && draft.devices.get(deviceKey(key, link.index))
}

function drawServer(draft: Draft, key: string, call: Call): void {
  dnsmasq(call)
  const node = draft.routed(key)
  const { server } = call.netns
  const device = server && deviceOf(draft, key, server.device.name)
  if (!node || node.kind === 'container' || !server || !device || node.dhcpServer) {
    tellBeyond(draft, key, call)
    return
  }
  const { range, router, dns, lease } = server
  node.dhcpServer = {
    interface: device.name,
    range,
    ...(router !== undefined && { router }),
    ...(dns.length > 0 && { dns }),
    ...(lease !== undefined && { lease }),
  }
}

/** The ends of links that a client asks an address for: theirs is not drawn, for the server says it. */
function drawClient(draft: Draft, key: string, call: Call): Device[] {
  dhcpClient(call)
  const asking = [...asked(call.netns)].flatMap((name) => deviceOf(draft, key, name) ?? [])
  const drawn = asking.filter(({ link, node }) => link.kind === 'veth' && draft.lab.nodes[node]?.kind !== 'bridge')
  if (drawn.length === 0) tellBeyond(draft, key, call)
  for (const { node, name, link } of drawn) {
    const home = draft.lab.nodes[node]
    if (!home) continue
    const { addresses = [], ...rest } = home.interfaces?.[name] ?? {}
    const given = new Set(link.addresses.flatMap(({ address, dynamic }) => (dynamic ? [address] : [])))
    const kept = addresses.filter((address) => !given.has(address))
    home.interfaces = { ...home.interfaces, [name]: { ...rest, ...(kept.length > 0 && { addresses: kept }), dhcp: true } }
  }
  return drawn
}

function asked({ devices }: Netns): string[] {
  return [...devices.values()].flatMap(({ name, dhcp }) => (dhcp ? [name] : []))
}

function tellBeyond(draft: Draft, key: string, { name, words }: Call): void {
  const node = draft.nodes.get(key) ?? HOST
  draft.tell('import-dhcp', 'info', { kind: 'node', node }, { text: [name, ...words].join(' ').slice(0, 120) })
}
