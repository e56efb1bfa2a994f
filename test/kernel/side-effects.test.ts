import { afterEach, describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { BridgeNode, Interface, Lab, NamespaceNode } from '../../core/lab/schema'
import { driftOf } from '../../core/plan/drift'
import { planLab } from '../../core/plan/plan-lab'
import { sweepRoot } from './ip-machine'
import { PlanMachine } from './plan-machine'

/** Each thing that the kernel does behind a command's back, alone: a pair of labs between which one apply must still do. */

let machine = new PlanMachine()

afterEach(() => {
  sweepRoot()
  machine = new PlanMachine()
})

/** red:eth0 and blue:eth0 are one pair, red:eth1 and the bridge br0 on the host another. */
function lab(red: Partial<NamespaceNode>, bridge: Partial<BridgeNode> = {}, port: Interface = {}): Lab {
  return {
    ...emptyLab('demo'),
    nodes: {
      host: { kind: 'host' },
      red: { kind: 'namespace', ...red },
      blue: { kind: 'namespace' },
      br0: { kind: 'bridge', ...bridge, interfaces: { p0: port } },
    },
    links: { one: { endpoints: ['red:eth0', 'blue:eth0'] }, two: { endpoints: ['red:eth1', 'br0:p0'] } },
  }
}

/** Applies one lab after the other; the operations of the last. */
function go(...labs: Lab[]): string[] {
  let last: string[] = []
  for (const one of labs) {
    const plan = planLab(one, machine.read())
    last = plan.steps.map(({ op }) => op.op)
    machine.apply(plan)
    expect(driftOf(one, machine.read())).toEqual([])
    expect(planLab(one, machine.read()).steps).toEqual([])
  }
  return last
}

const eth0 = (...addresses: string[]): Partial<NamespaceNode> => ({ interfaces: { eth0: { addresses } } })

describe('the kernel, behind our back,', () => {
  test('takes the secondary addresses away with the primary one', () => {
    const last = go(lab(eth0('10.0.0.1/24', '10.0.0.2/24', '10.0.0.3/24')), lab(eth0('10.0.0.2/24', '10.0.0.3/24')))
    expect(last).toEqual(['address-delete', 'address-add', 'address-add'])
  })

  test('has nothing left to delete when primary and secondary both go, the primary first', () => {
    const last = go(lab(eth0('10.0.0.1/24', '10.0.0.2/24', '10.0.0.3/24')), lab(eth0('10.0.0.3/24')))
    expect(last).toEqual(['address-delete', 'address-delete', 'address-add'])
  })

  test('leaves the primary address when a secondary one goes', () => {
    expect(go(lab(eth0('10.0.0.1/24', '10.0.0.2/24')), lab(eth0('10.0.0.1/24')))).toEqual(['address-delete'])
  })

  test('takes all routes through a link away with its last IPv4 address', () => {
    const routes = [{ to: '10.9.0.0/16', dev: 'eth0' }]
    const last = go(lab({ ...eth0('10.0.0.1/24'), routes }), lab({ ...eth0('10.1.0.1/24'), routes }))
    expect(last).toEqual(['address-delete', 'address-add', 'route-add'])
  })

  test('keeps a route while the link still has another address', () => {
    const routes = [{ to: '10.9.0.0/16', via: '10.1.0.9' }]
    const last = go(lab({ ...eth0('10.0.0.1/24', '10.1.0.1/24'), routes }), lab({ ...eth0('10.1.0.1/24'), routes }))
    expect(last).toEqual(['address-delete'])
  })

  test('takes routes and IPv6 addresses away when a link goes down, and not its IPv4 addresses', () => {
    const addresses = ['10.0.0.1/24', 'fd00::1/64']
    const up = lab({ ...eth0(...addresses), routes: [{ to: 'default', via: '10.0.0.9' }] })
    const down = lab({ interfaces: { eth0: { addresses, up: false } } })
    expect(go(up, down)).toEqual(['route-delete', 'link-down', 'address-add'])
    expect(go(down, up)).toEqual(['link-up', 'route-add'])
  })

  test('takes IPv6 off a link whose MTU falls below 1280, and brings no address back with the MTU', () => {
    const small = lab({ interfaces: { eth0: { addresses: ['10.0.0.1/24'], mtu: 1000 } } })
    const large = lab(eth0('10.0.0.1/24', 'fd00::1/64'))
    expect(go(large, small)).toEqual(['address-delete', 'link-mtu'])
    expect(go(small, large)).toEqual(['link-mtu', 'address-add'])
  })

  test('gives a bridge the smallest MTU of its ports, until someone sets one', () => {
    expect(go(lab({}), lab({}, {}, { mtu: 1400 }), lab({}))).toContain('link-mtu')
    go(lab({}, { mtu: 1500 }, { mtu: 1400 }), lab({}, {}, { mtu: 1400 }), lab({}, { mtu: 1300 }, { mtu: 1400 }), lab({}))
  })

  test('takes IPv6 off a bridge for the moment that a port’s small MTU is its own', () => {
    const addresses = ['fd00::1/64', '10.0.0.1/24']
    go(lab({}, { addresses, mtu: 1500 }), lab({}, { addresses, mtu: 1500 }, { mtu: 1000 }), lab({}, { addresses }))
  })

  test('lets a bridge keep its MAC once it was given one', () => {
    go(lab({}, { mac: '02:00:00:00:00:aa' }), lab({}), lab({}, { mac: '02:00:00:00:00:bb' }, { mac: '02:00:00:00:00:01' }))
  })

  test('gives a bridge another MAC when the port leaves whose MAC it had, and a lower one that comes, until someone sets one', () => {
    const [low, high] = ['02:00:00:00:00:01', '02:00:00:00:00:0f']
    const inherited = lab({}, {}, { mac: high })
    go(inherited, { ...lab({}, { mac: high }), links: { one: { endpoints: ['red:eth0', 'blue:eth0'] } } })
    sweepRoot()
    const joined: Lab = {
      ...lab({}, { mac: high, interfaces: { p0: { mac: high }, p1: { mac: low } } }),
      links: { ...inherited.links, three: { endpoints: ['blue:eth2', 'br0:p1'] } },
    }
    go(inherited, { ...joined, nodes: { ...joined.nodes, br0: { kind: 'bridge', mac: high, interfaces: { p1: { mac: low } } } } })
  })

  test('empties a link that moves, and unplugs it from its bridge', () => {
    const before = lab(eth0('10.0.0.1/24', 'fd00::1/64'))
    const after: Lab = {
      ...before,
      nodes: {
        ...before.nodes,
        blue: { kind: 'namespace', interfaces: { eth1: { addresses: ['10.0.0.1/24', 'fd00::1/64'] } } },
        red: { kind: 'namespace' },
      },
      links: { one: { endpoints: ['blue:eth1', 'blue:eth0'] }, two: { endpoints: ['red:eth1', 'red:p0'] } },
    }
    const last = go(before, after)
    expect(last).not.toContain('veth-add')
    expect(last).not.toContain('port-detach')
    expect(go(after, before)).not.toContain('veth-add')
  })

  test('empties the neighbour table of a link that goes down, gets another MAC or loses its family, permanent entries too', () => {
    const written = (address: string, mac = 1) => ({ address, mac: `02:00:00:00:00:0${mac}`, dev: 'eth0' })
    const addresses = ['10.0.0.1/24', 'fd00::1/64']
    const neighbours = [written('10.0.0.9'), written('fd00::9')]
    const before = lab({ ...eth0(...addresses), neighbours })
    expect(go(before, lab({ ...eth0(...addresses), neighbours: [written('10.0.0.9', 2), written('fd00::9')] }))).toEqual([
      'neighbour-add',
    ])
    const down = lab({ interfaces: { eth0: { addresses, up: false } }, neighbours })
    expect(go(before, down)).toEqual(['link-down', 'address-add', 'neighbour-add', 'neighbour-add'])
    expect(go(down, before)).toEqual(['link-up'])
    const mac = lab({ interfaces: { eth0: { addresses, mac: '02:00:00:00:00:aa' } }, neighbours })
    expect(go(before, mac)).toEqual(['link-mac', 'neighbour-add', 'neighbour-add'])
    const moved = lab({ ...eth0('10.0.0.2/24', 'fd00::1/64'), neighbours })
    expect(go(before, moved)).toEqual(['address-delete', 'address-add', 'neighbour-add'])
    const small = lab({ interfaces: { eth0: { addresses: ['10.0.0.1/24'], mtu: 1000 } }, neighbours: [written('10.0.0.9')] })
    expect(go(before, small)).toEqual(['neighbour-delete', 'address-delete', 'link-mtu'])
    expect(go(before, lab(eth0(...addresses)))).toEqual(['neighbour-delete', 'neighbour-delete'])
  })

  test('keeps neighbours through a rename, another MTU and a cable that is pulled', () => {
    const neighbours = [{ address: '10.0.0.9', mac: '02:00:00:00:00:01', dev: 'eth0' }]
    const before = lab({ ...eth0('10.0.0.1/24'), neighbours })
    expect(go(before, lab({ interfaces: { eth0: { addresses: ['10.0.0.1/24'], mtu: 1400 } }, neighbours }))).toEqual(['link-mtu'])
    const pulled = {
      ...before,
      nodes: { ...before.nodes, blue: { kind: 'namespace', interfaces: { eth0: { up: false } } } },
    } as Lab
    expect(go(before, pulled)).toEqual(['link-down'])
  })

  test('empties the neighbour table of a bridge whose MAC goes with a port', () => {
    const neighbours = [{ address: '10.0.0.9', mac: '02:00:00:00:00:01', dev: 'br0' }]
    const host = { kind: 'host' as const, neighbours }
    const plain = lab({}, { addresses: ['10.0.0.1/24'] })
    const before = { ...plain, nodes: { ...plain.nodes, host } }
    const repainted = lab({}, { addresses: ['10.0.0.1/24'] }, { mac: '02:00:00:00:00:02' })
    expect(go(before, { ...repainted, nodes: { ...repainted.nodes, host } })).toEqual(['link-mac', 'neighbour-add'])
  })

  test('forgets the routes of a bridge that is made anew elsewhere, and frees its ports', () => {
    const before = lab({}, { addresses: ['10.0.0.1/24', 'fd00::1/64'] })
    go(
      before,
      { ...before, nodes: { ...before.nodes, br0: { kind: 'bridge', on: 'blue', addresses: ['10.0.0.1/24', 'fd00::1/64'] } } },
      before,
    )
  })

  test('frees a name only when its holder is gone: names go round in a ring, across namespaces too', () => {
    const before = lab({})
    const ring: Lab = {
      ...before,
      nodes: {
        host: { kind: 'host' },
        blue: { kind: 'namespace', id: 'red' },
        red: { kind: 'namespace', id: 'blue' },
        br0: { kind: 'bridge' },
      },
      links: { one: { endpoints: ['red:eth1', 'blue:eth1'] }, two: { endpoints: ['blue:eth0', 'br0:p0'] } },
    }
    const last = go(before, ring)
    expect(last).not.toContain('netns-add')
    expect(last).not.toContain('veth-add')
    go(ring, before)
  })

  test('holds a namespace until the last link that stays has left it', () => {
    const before = lab({})
    const { red: _, ...others } = before.nodes
    const after: Lab = {
      ...before,
      nodes: others,
      links: { one: { endpoints: ['host:eth0', 'blue:eth0'] }, two: { endpoints: ['blue:eth1', 'br0:p0'] } },
    }
    const last = go(before, after)
    expect(last.at(0)).not.toBe('netns-delete')
    expect(last).toContain('netns-delete')
    expect(last).not.toContain('veth-add')
  })
})
