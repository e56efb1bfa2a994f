import { describe, expect, it } from 'vitest'
import type { Lab } from '../lab/schema'
import type { NatOpRule } from '../plan/ops'
import type { MachineState } from '../state/state'
import { describeStop } from '../text/reach'
import { drawTrace } from './elements'
import { change, lan, linkAt, loopback, masquerade, ping } from './testing'
import { tracePath } from './trace'

describe('tracePath', () => {
  it('reaches the neighbour and comes back through the masquerade', () => {
    const trace = tracePath(lan(), ping, masquerade)
    expect(trace.stop).toBeUndefined()
    expect(trace.request.map((hop) => hop.netns)).toEqual(['red', 'host', 'neighbour'])
    expect(trace.request[1]?.translated).toBe('masquerade')
    expect(trace.reply.map((hop) => hop.netns)).toEqual(['neighbour', 'host', 'red'])
  })

  it('says that the answer has no way back when nothing hides the source', () => {
    const { stop } = tracePath(lan(), ping, {})
    expect(stop).toMatchObject({ code: 'no-route', direction: 'reply', netns: 'neighbour' })
    expect(stop && describeStop(stop, 'en').message).toBe(
      'The request arrives, but its answer does not: neighbour has no route to 192.168.15.2',
    )
  })

  it.each<[string, (state: MachineState) => void, object]>([
    ['no route', (s) => s.namespaces.red?.routes.pop(), { code: 'no-route', direction: 'request', netns: 'red' }],
    [
      'no forwarding',
      (s) => {
        if (s.namespaces.host) s.namespaces.host.forwarding.ipv4 = false
      },
      { code: 'forwarding-off', netns: 'host' },
    ],
    [
      'the source is down',
      (s) => {
        linkAt(s, 'red', 2).up = false
      },
      { code: 'interface-down', netns: 'red', dev: 'eth0' },
    ],
    [
      'the far end of the pair is down',
      (s) => {
        linkAt(s, 'host', 12).up = false
      },
      { code: 'interface-down', dev: 'veth-red' },
    ],
    [
      'the bridge is down',
      (s) => {
        linkAt(s, 'host', 11).up = false
      },
      { code: 'bridge-down', dev: 'lan' },
    ],
    [
      'STP still listens',
      (s) => {
        linkAt(s, 'host', 15).portState = 'listening'
      },
      { code: 'port-not-forwarding', dev: 'neigh-lan' },
    ],
    [
      'nobody has the address',
      (s) => {
        linkAt(s, 'neighbour', 3).addresses = []
      },
      { code: 'no-neighbour', netns: 'host', dev: 'eth0' },
    ],
    [
      'the namespace is gone',
      (s) => {
        delete s.namespaces.red
      },
      { code: 'no-namespace', netns: 'red' },
    ],
  ])('stops where it stops: %s', (_name, edit, stop) => {
    expect(tracePath(change(edit), ping, masquerade).stop).toMatchObject(stop)
  })

  it('notices two routers that send a packet in circles', () => {
    const state = change((s) => {
      if (s.namespaces.neighbour) s.namespaces.neighbour.forwarding.ipv4 = true
      s.namespaces.neighbour?.routes.push({
        family: 4,
        to: 'default',
        dev: 'eth0',
        via: '192.168.1.3',
        metric: 0,
        protocol: 222,
        scope: 0,
      })
      s.namespaces.host?.routes.push({
        family: 4,
        to: 'default',
        dev: 'eth0',
        via: '192.168.1.100',
        metric: 0,
        protocol: 222,
        scope: 0,
      })
    })
    expect(tracePath(state, { from: 'red', to: '10.9.9.9' }, {}).stop?.code).toBe('loop')
  })

  it('follows DNAT for the port that it names and for no other', () => {
    const dnat: Record<string, NatOpRule[]> = {
      host: [{ type: 'dnat', family: 4, protocol: 'tcp', port: 80, to: '192.168.15.2', toPort: 80 }],
    }
    const ask = (port: number) =>
      tracePath(lan(), { from: 'neighbour', to: '192.168.1.3', transport: { protocol: 'tcp', port } }, dnat).request.map(
        (hop) => hop.netns,
      )
    expect(ask(80)).toEqual(['neighbour', 'host', 'red'])
    expect(ask(81)).toEqual(['neighbour', 'host'])
  })

  it('stays at home for an address of its own', () => {
    const trace = tracePath(lan(), { from: 'red', to: '192.168.15.2' }, {})
    expect(trace.stop).toBeUndefined()
    expect(trace.request).toHaveLength(1)
  })

  it('goes by way of the loopback device for an address of its own', () => {
    const own = { from: 'red', to: '192.168.15.2' }
    const withLoopback = (up: boolean) => change((s) => Object.assign(s.namespaces.red?.links ?? {}, { 1: loopback({ up }) }))
    expect(tracePath(withLoopback(true), own, {}).stop).toBeUndefined()
    const { stop } = tracePath(withLoopback(false), own, {})
    expect(stop).toMatchObject({ code: 'interface-down', netns: 'red', dev: 'lo' })
    expect(stop && describeStop(stop, 'en').message).toBe('lo in red is down')
  })

  it('has no 127.0.0.1 before the loopback device first came up', () => {
    const own = { from: 'red', to: '127.0.0.1' }
    const born = change((s) => {
      Object.assign(s.namespaces.red?.links ?? {}, { 1: loopback({ up: false, addresses: [] }) })
      Object.assign(s.namespaces.red ?? {}, { routes: [] })
    })
    expect(tracePath(born, own, {}).stop).toMatchObject({ code: 'no-route', netns: 'red' })
  })

  it('finds an IPv4 address whose interface is down, which its kernel still answers for', () => {
    const state = change((s) => {
      linkAt(s, 'host', 10).up = false
      s.namespaces.neighbour?.routes.push({
        family: 4,
        to: '192.168.15.0/24',
        via: '192.168.1.3',
        dev: 'eth0',
        metric: 0,
        protocol: 222,
        scope: 0,
      })
    })
    expect(tracePath(state, { from: 'neighbour', to: '192.168.15.1' }, {}).stop).toBeUndefined()
  })
})

describe('drawTrace', () => {
  const lab = {
    netloom: 1,
    name: 'lan',
    nodes: {
      host: { kind: 'host' },
      red: { kind: 'namespace' },
      neighbour: { kind: 'namespace' },
      br0: { kind: 'bridge' },
      lan: { kind: 'bridge' },
    },
    links: {
      'red-br': { endpoints: ['red:eth0', 'br0:veth-red'] },
      'host-lan': { endpoints: ['host:eth0', 'lan:host-lan'] },
      'neigh-lan': { endpoints: ['neighbour:eth0', 'lan:neigh-lan'] },
    },
  } satisfies Lab

  it('names links, bridges and nodes in the order of the packet', () => {
    const drawn = drawTrace(tracePath(lan(), ping, masquerade), lab, lan())
    expect(drawn.request.map((ref) => ('node' in ref ? ref.node : 'link' in ref ? ref.link : ''))).toEqual([
      'red',
      'red-br',
      'br0',
      'host',
      'host-lan',
      'lan',
      'neigh-lan',
      'neighbour',
    ])
  })
})
