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
  /** In the order of their creation. */
  readonly links: [Device, Device][] = []

  all(): Netns[] {
    return [this.host, ...this.netns.values()]
  }

  addNetns(name: string, line: number): Netns {
    const netns = newNetns(name, line)
    this.netns.set(name, netns)
    return netns
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
