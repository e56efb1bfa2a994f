import { containerNetns } from '../lab/container'
import type { ElementRef } from '../lab/element'
import { HOST } from '../lab/ids'
import { linkByName } from '../reach/segment'
import type { LinkState, MachineState, NetnsState } from '../state/state'
import type { WhyCode } from '../text/guide.en'

/** Something that the kernel has or has not, and the words for when it has not. */
export interface Fact {
  /** What the plan would have to touch to make it so. */
  element: ElementRef
  /** Named when it is drawn and only has to be applied. */
  what: string
  code: WhyCode
  params: Record<string, string | number>
  holds: (state: MachineState) => boolean
}

function netnsOf(state: MachineState, netns: string): NetnsState | undefined {
  return state.namespaces[netns]
}

function link(state: MachineState, netns: string, name: string): LinkState | undefined {
  return linkByName(netnsOf(state, netns), name)
}

/** Where a fact about an interface shows: a bridge's own interface is the bridge. */
function shown(netns: string, dev: string, bridge = false): ElementRef {
  return bridge ? { kind: 'node', node: dev } : { kind: 'interface', node: netns, name: dev }
}

/** An interface that is up and has its carrier. */
export function up(netns: string, dev: string, element: ElementRef = shown(netns, dev)): Fact {
  return {
    element,
    what: dev,
    code: 'not-up',
    params: { netns, dev },
    holds: (state) => link(state, netns, dev)?.up === true,
  }
}

export function down(netns: string, dev: string): Fact {
  return {
    element: shown(netns, dev),
    what: dev,
    code: 'not-down',
    params: { netns, dev },
    holds: (state) => link(state, netns, dev)?.up === false,
  }
}

/** A bridge on the host that is up. */
export function bridgeUp(bridge: string): Fact {
  return up('host', bridge, shown('host', bridge, true))
}

/** An address with its prefix length, as the kernel writes it; `bridge` for the own interface of a bridge on the host. */
export function address(netns: string, dev: string, cidr: string, bridge = false): Fact {
  return {
    element: shown(netns, dev, bridge),
    what: cidr,
    code: 'no-address',
    params: { netns, dev, address: cidr },
    holds: (state) => link(state, netns, dev)?.addresses.some((held) => held.address === cidr) === true,
  }
}

/** Any address that somebody gave it: which one is right depends on where the reader is. */
export function hasAddress(netns: string, dev: string): Fact {
  return {
    element: shown(netns, dev),
    what: dev,
    code: 'no-addresses',
    params: { netns, dev },
    holds: (state) => link(state, netns, dev)?.addresses.some(({ automatic }) => !automatic) === true,
  }
}

/** An interface that is there and has no address of its own choosing. */
export function noAddress(netns: string, dev: string, bridge = false): Fact {
  return {
    element: shown(netns, dev, bridge),
    what: dev,
    code: 'has-address',
    params: { netns, dev },
    holds: (state) => link(state, netns, dev)?.addresses.every(({ automatic }) => automatic) === true,
  }
}

/** The first of two facts, or else the second, which does as well. */
export function either(first: Fact, second: Fact): Fact {
  return { ...first, holds: (state) => first.holds(state) || second.holds(state) }
}

/** A route to exactly this destination, through that gateway where one is named. */
export function route(netns: string, to: string, via?: string): Fact {
  return {
    element: { kind: 'node', node: netns },
    what: to,
    code: 'no-route-to',
    params: { netns, to },
    holds: (state) =>
      netnsOf(state, netns)?.routes.some((one) => one.to === to && (via === undefined || one.via === via)) === true,
  }
}

export function noRoute(netns: string, to: string): Fact {
  return {
    element: { kind: 'node', node: netns },
    what: to,
    code: 'has-route-to',
    params: { netns, to },
    holds: (state) => netnsOf(state, netns)?.routes.every((one) => one.to !== to) === true,
  }
}

/** The route that the kernel added by itself, with an address. */
export function connected(netns: string, to: string): Fact {
  return {
    ...route(netns, to),
    holds: (state) => netnsOf(state, netns)?.routes.some((one) => one.to === to && one.protocol === KERNEL) === true,
  }
}

export function forwards(netns: string, on = true): Fact {
  return {
    element: { kind: 'node', node: netns },
    what: 'net.ipv4.ip_forward',
    code: on ? 'not-forwarding' : 'is-forwarding',
    params: { netns },
    holds: (state) => netnsOf(state, netns)?.forwarding.ipv4 === on,
  }
}

/** A NAT rule of this kind in our tables. */
export function nat(netns: string, type: 'masquerade' | 'snat' | 'dnat', there = true): Fact {
  return {
    element: { kind: 'node', node: netns },
    what: type.toUpperCase(),
    code: there ? 'no-nat' : 'has-nat',
    params: { netns, type: type.toUpperCase() },
    holds: (state) => {
      const rules = netnsOf(state, netns)?.nat.flatMap((table) => table.rules) ?? []
      return netnsOf(state, netns) !== undefined && rules.some(({ key }) => key.startsWith(`${type} `)) === there
    },
  }
}

/** A DHCP client has got its address. */
export function leased(netns: string, dev: string): Fact {
  return {
    element: shown(netns, dev),
    what: dev,
    code: 'no-lease',
    params: { netns, dev },
    holds: (state) =>
      netnsOf(state, netns)?.services?.some(({ spec, lease }) => spec.interface === dev && lease !== undefined) === true,
  }
}

/** The neighbour table has a MAC for the address (ip-neighbour(8)). */
export function learned(netns: string, neighbour: string): Fact {
  return {
    element: { kind: 'node', node: netns },
    what: neighbour,
    code: 'not-learned',
    params: { netns, address: neighbour },
    holds: (state) =>
      netnsOf(state, netns)?.neighbours.some((one) => one.address === neighbour && one.mac !== undefined) === true,
  }
}

/** The neighbour table has nothing of the kind. */
export function unknown(netns: string, neighbour: string): Fact {
  return {
    element: { kind: 'node', node: netns },
    what: neighbour,
    code: 'has-learned',
    params: { netns, address: neighbour },
    holds: (state) =>
      netnsOf(state, netns)?.neighbours.every((one) => one.address !== neighbour || one.mac === undefined) === true,
  }
}

/** A fact about a container's namespace, which the state and the drawing have different names for. */
export function ofContainer(node: string, fact: (netns: string) => Fact): Fact {
  const { element, params, ...rest } = fact(containerNetns({ container: node }))
  return { ...rest, element: 'node' in element ? { ...element, node } : element, params: { ...params, netns: node } }
}

function portsNotOurs(state: MachineState, bridge: string): LinkState[] {
  const links = Object.values(netnsOf(state, HOST)?.links ?? {})
  return links.filter(({ master, owner }) => master === bridge && owner === undefined)
}

/** An interface that the computer had before is a port of this bridge on the host. */
export function nicPort(bridge: string, there = true): Fact {
  return {
    element: { kind: 'node', node: bridge },
    what: bridge,
    code: there ? 'no-nic' : 'has-nic',
    params: { bridge },
    holds: (state) => portsNotOurs(state, bridge).length > 0 === there,
  }
}

/** The bridge has an address, and such a port of it has none. */
export function carried(bridge: string): Fact {
  return {
    element: { kind: 'node', node: bridge },
    what: bridge,
    code: 'not-carried',
    params: { bridge },
    holds: (state) => {
      const chosen = (one?: LinkState) => one?.addresses.some(({ automatic }) => !automatic) === true
      return chosen(link(state, HOST, bridge)) && !portsNotOurs(state, bridge).some(chosen)
    },
  }
}

/** rtm_protocol of what the kernel adds by itself (rtnetlink(7), RTPROT_KERNEL). */
const KERNEL = 2
