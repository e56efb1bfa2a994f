import type { NatOpRule } from '../plan/ops'
import type { LinkState, MachineState, NetnsState } from '../state/state'

/** red and neighbour on two bridges of a host that routes: the lan-gateway lab, as a kernel would hold it. */
export function lan(): MachineState {
  const link = (index: number, name: string, more: Partial<LinkState>): LinkState => ({
    index,
    name,
    kind: 'veth',
    mac: `02:00:00:00:00:${String(index).padStart(2, '0')}`,
    mtu: 1500,
    up: true,
    operstate: 'up',
    carrier: true,
    group: 188,
    addresses: [],
    ...more,
  })
  const held = (address: string) => [{ address, scope: 'global' as const, automatic: false }]
  const netns = (name: string, links: LinkState[], routes: [string, string, string?][], forwarding = false): NetnsState => ({
    name,
    inode: 1,
    ...(name === 'host' ? {} : { owner: { lab: 'lan', id: name } }),
    links: Object.fromEntries(links.map((one) => [String(one.index), one])),
    routes: routes.map(([to, dev, via]) => ({
      family: 4,
      to,
      dev,
      ...(via ? { via } : {}),
      metric: 0,
      protocol: via ? 222 : 2,
      scope: 0,
    })),
    neighbours: [],
    forwarding: { ipv4: forwarding, ipv6: false },
    nat: [],
    foreignTables: [],
  })
  const pair = (id: string, end: 0 | 1, peerNetns: string, peerIndex: number) => ({
    owner: { lab: 'lan', id, end },
    peer: { netns: peerNetns, index: peerIndex },
  })
  return {
    epoch: 'e',
    seq: 1,
    namespaces: {
      red: netns(
        'red',
        [link(2, 'eth0', { ...pair('red-br', 0, 'host', 12), addresses: held('192.168.15.2/24') })],
        [
          ['192.168.15.0/24', 'eth0'],
          ['default', 'eth0', '192.168.15.1'],
        ],
      ),
      host: netns(
        'host',
        [
          link(10, 'br0', { kind: 'bridge', owner: { lab: 'lan', id: 'br0' }, addresses: held('192.168.15.1/24') }),
          link(11, 'lan', { kind: 'bridge', owner: { lab: 'lan', id: 'lan' } }),
          link(12, 'veth-red', { ...pair('red-br', 1, 'red', 2), master: 'br0', portState: 'forwarding' }),
          link(13, 'eth0', { ...pair('host-lan', 0, 'host', 14), addresses: held('192.168.1.3/24') }),
          link(14, 'host-lan', { ...pair('host-lan', 1, 'host', 13), master: 'lan', portState: 'forwarding' }),
          link(15, 'neigh-lan', { ...pair('neigh-lan', 1, 'neighbour', 3), master: 'lan', portState: 'forwarding' }),
        ],
        [
          ['192.168.15.0/24', 'br0'],
          ['192.168.1.0/24', 'eth0'],
        ],
        true,
      ),
      neighbour: netns(
        'neighbour',
        [link(3, 'eth0', { ...pair('neigh-lan', 0, 'host', 15), addresses: held('192.168.1.100/24') })],
        [['192.168.1.0/24', 'eth0']],
      ),
    },
  }
}

/** The loopback device of a namespace, which that kernel leaves out. */
export function loopback(more: Partial<LinkState> = {}): LinkState {
  return {
    index: 1,
    name: 'lo',
    kind: 'loopback',
    mac: '00:00:00:00:00:00',
    mtu: 65536,
    up: true,
    operstate: 'unknown',
    carrier: true,
    group: 0,
    addresses: [{ address: '127.0.0.1/8', scope: 'host', automatic: false }],
    ...more,
  }
}

/** What the host of it translates. */
export const masquerade: Record<string, NatOpRule[]> = {
  host: [{ type: 'masquerade', family: 4, source: '192.168.15.0/24', except: [], out: 'eth0' }],
}
export const ping = { from: 'red', to: '192.168.1.100' }

/** That kernel with something else about it. */
export function change(edit: (state: MachineState) => void): MachineState {
  const state = lan()
  edit(state)
  return state
}

/** One of its links. Throws where it has none of that index. */
export function linkAt(state: MachineState, netns: string, index: number): LinkState {
  const link = state.namespaces[netns]?.links[index]
  if (!link) throw new Error(`no link ${index} in ${netns}`)
  return link
}
