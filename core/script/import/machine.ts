import type { ContainerIdentity } from '../../lab/container'
import { HOST } from '../../lab/ids'
import type { RuleTables } from './rules'

/**
 * The kernel that an imported text talks to, as far as a lab can hold it: namespaces with their interfaces, addresses, routes,
 * forwarding and rules. It starts as a freshly booted machine whose only interface is `lo`.
 */

export interface HeldAddress {
  text: string
  line: number
}

export interface HeldNeighbour {
  address: string
  mac: string
  line: number
}

/** A DHCP server; it goes with its interface. */
export interface HeldServer {
  device: Device
  range: [string, string]
  router?: string
  dns: string[]
  lease?: string
  line: number
}

export interface HeldRoute {
  family: 4 | 6
  to: string
  via?: string
  dev?: string
  metric?: number
  /** The interface that the gateway was next to when the route was made; the route goes with it. */
  through?: Device
  line: number
}

/** `nic`: the machine's own, which the text only refers to. `other`: of a kind that no lab can hold. */
export type DeviceKind = 'lo' | 'veth' | 'bridge' | 'nic' | 'other'

export interface Device {
  kind: DeviceKind
  name: string
  netns: Netns
  line: number
  up: boolean
  /** The text says that it is to be down. */
  lowered?: true
  addresses: HeldAddress[]
  /** Permanent ones. */
  neighbours: HeldNeighbour[]
  mac?: string
  mtu?: number
  stp?: boolean
  /** A client asks for an address. */
  dhcp?: true
  peer?: Device
  master?: Device
  /** It was on the host under this name. */
  fromHost?: boolean
  /** Of a NIC: the lines that take its addresses away, as is right where it becomes a bridge's port and wrong elsewhere. */
  bared?: number[]
}

export interface Netns {
  name: string
  root: boolean
  line: number
  devices: Map<string, Device>
  routes: HeldRoute[]
  /** What was written, by IP version. */
  forwarding: { 4?: boolean; 6?: boolean }
  /** Of NAT and of the filter. */
  chains: RuleTables
  server?: HeldServer
  /** It is a running container's, whose engine made it. */
  container?: ContainerIdentity
}

function newNetns(name: string, line: number, root = false): Netns {
  const netns: Netns = { name, root, line, devices: new Map(), routes: [], forwarding: {}, chains: new Map() }
  netns.devices.set('lo', { kind: 'lo', name: 'lo', netns, line, up: root, addresses: [], neighbours: [] })
  return netns
}

export class Machine {
  readonly host: Netns = newNetns(HOST, 1, true)
  readonly netns = new Map<string, Netns>()
  /** Namespaces that were deleted, with the line that did it. */
  readonly deleted = new Map<string, number>()
  /** Containers by name, with the namespace that each is in: its own, another one's or the computer's. */
  readonly containers = new Map<string, Netns>()
  /** Names in /run/netns that lead to the namespace of a container or a process. */
  readonly aliases = new Map<string, Netns>()
  /** Whose namespace the process of a number is in, as far as the text told. */
  readonly processes = new Map<number, Netns>()
  /** The container that the text last asked about: the next number of a process is its. */
  inspected: Netns | undefined
  /** The container whose namespace was just looked up, for the text to compare. */
  compared: string | undefined
  private readonly guests = new Set<Netns>()
  /** In the order of their creation. */
  readonly links: [Device, Device][] = []

  all(): Netns[] {
    return [this.host, ...this.netns.values(), ...this.guests]
  }

  addNetns(name: string, line: number): Netns {
    const netns = newNetns(name, line)
    this.netns.set(name, netns)
    return netns
  }

  /** The namespace of a running container, with `lo` up and, where its engine gave it a network, `eth0`. */
  addGuest(name: string, container: ContainerIdentity, networked: boolean, line: number): Netns {
    const netns: Netns = { ...newNetns(name, line), container }
    for (const device of netns.devices.values()) Object.assign(device, { netns, up: true })
    if (networked) this.addDevice('nic', 'eth0', netns, line)
    this.guests.add(netns)
    return netns
  }

  /** What ends or goes takes its namespace along, and with it the veth pairs that lead there. */
  removeGuest(netns: Netns): void {
    for (const device of [...netns.devices.values()]) this.deleteDevice(device)
    this.guests.delete(netns)
    for (const names of [this.containers, this.aliases, this.processes])
      for (const [name, held] of names) if (held === netns) (names as Map<unknown, Netns>).delete(name)
    if (this.inspected === netns) this.inspected = undefined
  }

  /** The namespace that a name in /run/netns leads to. */
  named(name: string): Netns | undefined {
    return this.netns.get(name) ?? this.aliases.get(name)
  }

  /** The namespaces that are not the computer's own and were not made by the text. */
  get attached(): readonly Netns[] {
    return [...this.guests]
  }

  /** As the kernel does it: the veth ends in it go, and their peers with them; whatever else was in it goes too. */
  deleteNetns(netns: Netns, line: number): void {
    for (const device of [...netns.devices.values()]) this.deleteDevice(device)
    this.netns.delete(netns.name)
    this.deleted.set(netns.name, line)
  }

  addDevice(kind: DeviceKind, name: string, netns: Netns, line: number): Device {
    const device: Device = { kind, name, netns, line, up: false, addresses: [], neighbours: [] }
    netns.devices.set(name, device)
    return device
  }

  join(a: Device, b: Device): void {
    a.peer = b
    b.peer = a
    this.links.push([a, b])
  }

  deleteDevice(device: Device): void {
    this.leave(device)
    const { peer } = device
    if (!peer) return
    this.leave(peer)
    const at = this.links.findIndex(([a, b]) => a === device || b === device)
    if (at >= 0) this.links.splice(at, 1)
  }

  private leave(device: Device): void {
    dropRoutes(device)
    delete device.dhcp
    if (device.netns.server?.device === device) delete device.netns.server
    device.netns.devices.delete(device.name)
    if (device.kind === 'bridge') for (const port of portsOf(device)) port.master = undefined
  }

  /** The kernel takes addresses, routes, neighbours, the bridge and UP away from what moves. */
  moveDevice(device: Device, to: Netns): void {
    this.leave(device)
    device.fromHost = device.netns.root
    device.netns = to
    device.master = undefined
    device.addresses = []
    device.neighbours = []
    device.up = false
    to.devices.set(device.name, device)
  }

  setDown(device: Device): void {
    if (device.up) {
      dropRoutes(device)
      device.neighbours = []
    }
    device.up = false
    device.lowered = true
    // The kernel drops IPv6 addresses with the link (unless keep_addr_on_down), IPv4 ones stay.
    device.addresses = device.addresses.filter(({ text }) => !text.includes(':'))
  }

  rename(device: Device, name: string): void {
    const { devices, routes } = device.netns
    devices.delete(device.name)
    for (const route of routes) if (route.dev === device.name) route.dev = name
    device.name = name
    device.fromHost = false
    devices.set(name, device)
  }
}

/** The ports of a bridge. */
export function portsOf(bridge: Device): Device[] {
  return [...bridge.netns.devices.values()].filter(({ master }) => master === bridge)
}

/** What went through the interface has nowhere to go. */
function dropRoutes(device: Device): void {
  const { netns } = device
  netns.routes = netns.routes.filter(({ dev, through }) => dev !== device.name && through !== device)
}
