import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { bareMachine, machineWith } from '../../test/imagined-machine'
import { meaningOf } from '../../test/meaning'
import { checkLab } from '../check/check'
import { emptyLab } from '../lab/empty'
import type { LinkState, MachineState, NetnsState } from '../state/state'
import { describeDiscovery } from '../text/discover'
import { discoverLab } from './discover-lab'
import type { Discovery, Place } from './discovery'
import { partOf } from './part'
import { shownState } from './shown-state'

function looked(state: MachineState, more: Partial<Discovery> = {}): Discovery {
  const places = Object.fromEntries(
    Object.keys(state.namespaces).map((key): [string, Place] => [key, { names: key === 'host' ? [] : [key] }]),
  )
  return { state, processes: [], unreadable: [], limited: false, ...more, places: { ...places, ...more.places } }
}

function link(index: number, name: string, more: Partial<LinkState> = {}): LinkState {
  return {
    index,
    name,
    kind: 'veth',
    mac: `02:00:00:00:00:0${index}`,
    mtu: 1500,
    up: true,
    operstate: 'up',
    carrier: true,
    group: 0,
    addresses: [],
    ...more,
  }
}

/** A machine whose namespaces have these links, and nothing else. */
function machine(namespaces: Record<string, LinkState[]>, more: Record<string, Partial<NetnsState>> = {}): MachineState {
  const { host } = bareMachine().namespaces
  if (!host) throw new Error('a machine has a root namespace')
  const links: Record<string, LinkState[]> = { host: [], ...namespaces }
  const all = Object.entries(links).map(([name, list]): [string, NetnsState] => [
    name,
    { ...host, name, links: Object.fromEntries(list.map((one) => [one.index, one])), ...more[name] },
  ])
  return { epoch: 'imagined', seq: 0, namespaces: Object.fromEntries(all) }
}

const address = (text: string) => ({ address: text, scope: 'global' as const, automatic: false })

describe('a machine that holds a lab', () => {
  test('is drawn as that lab, whatever it is', () => {
    fc.assert(
      fc.property(arbitraryLab({ name: 'demo' }), (lab) => {
        const { lab: drawn, findings } = discoverLab(looked(machineWith(lab)), 'demo')
        expect(meaningOf(drawn)).toEqual(meaningOf(lab))
        expect(findings.filter(({ severity }) => severity === 'warning')).toEqual([])
        expect(checkLab(drawn).filter(({ severity }) => severity === 'error')).toEqual([])
      }),
      { numRuns: 200 },
    )
  }, 60_000)

  test('is taken whole when every node of it is chosen, and as a sound lab whichever are', () => {
    fc.assert(
      fc.property(arbitraryLab({ name: 'demo' }), fc.infiniteStream(fc.boolean()), (lab, choice) => {
        expect(meaningOf(partOf(lab, Object.keys(lab.nodes), 'demo'))).toEqual(meaningOf(lab))
        const chosen = Object.keys(lab.nodes).filter(() => choice.next().value)
        const part = partOf(lab, chosen, 'part')
        expect(checkLab(part).filter(({ severity }) => severity === 'error')).toEqual([])
        for (const node of chosen) expect(part.nodes).toHaveProperty([node])
      }),
      { numRuns: 200 },
    )
  }, 60_000)
})

describe('what nobody has named or drawn', () => {
  test('a namespace of processes alone is called after its first process', () => {
    const state = machine({ '/proc/7/ns/net': [link(1, 'eth0', { addresses: [address('10.0.0.1/24')] })] })
    const places = { '/proc/7/ns/net': { names: [], process: { pid: 7, name: 'my server', user: 'me' } } }
    const { lab, findings } = discoverLab(looked(state, { places }), 'found')
    expect(Object.keys(lab.nodes)).toEqual(['host', 'my-server-7'])
    expect(findings.map(({ code }) => code)).toContain('discover-unnamed')
  })

  test('two bridges of one name become two nodes, and it is said that one has another name here', () => {
    const state = machine({ host: [link(1, 'br0', { kind: 'bridge' })], red: [link(1, 'br0', { kind: 'bridge' })] })
    const { lab, findings } = discoverLab(looked(state), 'found')
    expect(lab.nodes).toMatchObject({ br0: { kind: 'bridge' }, 'br0-2': { kind: 'bridge', on: 'red' } })
    expect(findings).toEqual([
      {
        code: 'discover-renamed',
        severity: 'warning',
        element: { kind: 'node', node: 'br0-2' },
        params: { name: 'br0', to: 'br0-2' },
      },
    ])
  })

  test('a name that a lab cannot have is made one that it can', () => {
    const state = machine({ 'a b\n$(x)': [link(1, '$(y)', { kind: 'tun' })] })
    const { lab } = discoverLab(looked(state), 'found')
    expect(lab.nodes['a-b-x']).toMatchObject({ kind: 'namespace', interfaces: { y: {} } })
  })

  test('a link to where nobody can look, a tunnel and a network card are interfaces without a link, each for its own reason', () => {
    const state = machine({ host: [link(1, 'v0'), link(2, 'tun0', { kind: 'tun' }), link(3, 'eth0', { kind: 'physical' })] })
    const { lab, findings } = discoverLab(looked(state), 'found')
    expect(lab.nodes.host?.interfaces).toEqual({ v0: {}, tun0: {}, eth0: {} })
    expect(findings.map(({ code }) => code)).toEqual(['discover-peer-unknown', 'discover-kind', 'discover-nic'])
  })

  test('an end whose peer says otherwise is not joined to it', () => {
    const state = machine({
      host: [link(1, 'a', { peer: { netns: 'red', index: 1 } })],
      red: [link(1, 'b', { peer: { netns: 'host', index: 9 } })],
    })
    expect(discoverLab(looked(state), 'found').lab.links).toEqual({})
  })

  test('a stand-in of the kernel that nothing uses is left out and named', () => {
    const state = machine({ host: [link(1, 'sit0', { kind: 'sit', up: false })] })
    const { lab, findings } = discoverLab(looked(state), 'found')
    expect(lab.nodes.host).toEqual({ kind: 'host' })
    expect(findings.map(({ code }) => code)).toEqual(['discover-idle'])
  })

  test('what a lab cannot hold at all is named, where it leaves nothing that could be drawn', () => {
    const state = machine({ host: [link(1, 'a', { addresses: [address(`fd00::1%${'x'.repeat(64)}/64`)] })] })
    const { lab, findings } = discoverLab(looked(state), 'found')
    expect(lab.nodes).toEqual({ host: { kind: 'host' } })
    expect(findings.at(-1)).toMatchObject({
      code: 'discover-unfit',
      params: { path: 'nodes.host.interfaces.a.addresses.0' },
    })
  })

  test('a second next hop is a finding, not a second route', () => {
    const route = { family: 4 as const, to: 'default', metric: 0, protocol: 3, scope: 0, dev: 'a' }
    const state = machine(
      { host: [link(1, 'a', { addresses: [address('10.0.0.2/24')] })] },
      {
        host: {
          routes: [
            { ...route, via: '10.0.0.1' },
            { ...route, via: '10.0.0.3' },
          ],
        },
      },
    )
    const { lab, findings } = discoverLab(looked(state), 'found')
    expect(lab.nodes.host).toMatchObject({ routes: [{ to: 'default', via: '10.0.0.1' }] })
    expect(findings.map(({ code }) => code)).toContain('discover-multipath')
  })

  test('what is closed to the reader is named, with the remedy', () => {
    const { findings } = discoverLab(
      looked(machine({}), {
        unreadable: [
          { what: 'namespace', name: 'red', error: 'EPERM' },
          { what: 'processes', count: 3 },
          { what: 'names', error: 'EACCES' },
          { what: 'rules', netns: 'host', error: 'Operation not permitted' },
        ],
        limited: true,
      }),
      'found',
    )
    expect(findings).toHaveLength(4)
    for (const finding of findings) {
      expect(describeDiscovery(finding, 'en').suggestion).toContain('root')
      expect(describeDiscovery(finding, 'zh').suggestion).toContain('root')
    }
  })

  test('more than a lab holds is told, and nothing is drawn by half', () => {
    const many = Object.fromEntries(Array.from({ length: 5001 }, (_, index): [string, LinkState[]] => [`n${index}`, []]))
    const { lab, findings } = discoverLab(looked(machine(many)), 'found')
    expect(lab).toEqual(emptyLab('found'))
    expect(findings.map(({ code }) => code)).toEqual(['discover-too-many'])
  })
})

describe('what others made that a lab attaches', () => {
  const container = (name: string, pid: number) => ({
    engine: 'docker' as const,
    id: name,
    name,
    image: 'box',
    pid,
    networks: ['bridge'],
  })

  test('containers are drawn as such, one for those that share a namespace, joined as their engine joined them', () => {
    const state = machine({
      host: [
        link(2, 'docker0', { kind: 'bridge', addresses: [address('172.17.0.1/16')] }),
        link(5, 'veth5', { master: 'docker0', peer: { netns: '/proc/9/ns/net', index: 4 } }),
      ],
      '/proc/9/ns/net': [
        link(1, 'lo', { kind: 'loopback', mtu: 65536, addresses: [address('127.0.0.1/8')] }),
        link(4, 'eth0', { addresses: [address('172.17.0.2/16')], peer: { netns: 'host', index: 5 } }),
      ],
    })
    const places = { '/proc/9/ns/net': { names: [], containers: [container('web', 9), container('side', 10)] } }
    const discovered = discoverLab(looked(state, { places }), 'demo')
    expect(discovered.lab.nodes.web).toEqual({
      kind: 'container',
      container: 'web',
      interfaces: { eth0: { addresses: ['172.17.0.2/16'] } },
    })
    expect(Object.values(discovered.lab.links)).toEqual([{ endpoints: ['docker0:veth5', 'web:eth0'] }])
    expect(discovered.findings.map(({ code }) => code)).toEqual(['discover-container-shares'])
    expect(checkLab(discovered.lab).filter(({ severity }) => severity === 'error')).toEqual([])
    expect(Object.keys(shownState(looked(state, { places }), discovered).namespaces)).toEqual(['host', 'docker:web'])
  })

  test('an interface of the machine that is a port of a bridge is drawn as one', () => {
    const state = machine({
      host: [
        link(2, 'eth0', { kind: 'physical', master: 'br0', mtu: 9000 }),
        link(3, 'br0', { kind: 'bridge', mtu: 9000, addresses: [address('192.168.0.5/24')] }),
      ],
    })
    const { lab, findings } = discoverLab(looked(state), 'demo')
    expect(lab.nodes).toMatchObject({
      host: { interfaces: { eth0: { bridge: 'br0' } } },
      br0: { kind: 'bridge', addresses: ['192.168.0.5/24'] },
    })
    expect(findings.map(({ code }) => code)).toEqual(['discover-nic-port'])
    expect(checkLab(lab).filter(({ severity }) => severity === 'error')).toEqual([])
    expect(partOf(lab, ['host'], 'part').nodes).toEqual({ host: { kind: 'host' } })
  })
})

describe('programs that a lab keeps', () => {
  const dnsmasq = [
    'dnsmasq',
    '--no-daemon',
    '--interface=eth0',
    '--dhcp-range=10.0.0.10,10.0.0.20,255.255.255.0,1800',
    '--dhcp-option=3,10.0.0.1',
  ]
  const process = (name: string, netns: string, argv: string[]) => ({ pid: 7, name, user: 'root', netns, argv })
  const pair = (client: Partial<LinkState> = {}) =>
    machine(
      {
        red: [link(2, 'eth0', { addresses: [address('10.0.0.1/24')], peer: { netns: 'blue', index: 3 } })],
        blue: [link(3, 'eth0', { peer: { netns: 'red', index: 2 }, ...client })],
      },
      { blue: { routes: [{ family: 4, to: 'default', via: '10.0.0.1', dev: 'eth0', metric: 102, protocol: 16, scope: 0 }] } },
    )

  test('a DHCP server and its client are drawn, and what the one gave the other is not', () => {
    const processes = [process('dnsmasq', 'red', dnsmasq), process('udhcpc', 'blue', ['udhcpc', '-f', '-i', 'eth0'])]
    const given = { address: '10.0.0.12/24', scope: 'global' as const, automatic: false, dynamic: true }
    const { lab, findings } = discoverLab(looked(pair({ addresses: [given] }), { processes }), 'demo')
    expect(lab.nodes.red).toMatchObject({
      dhcpServer: { interface: 'eth0', range: ['10.0.0.10', '10.0.0.20'], router: '10.0.0.1', lease: '30m' },
    })
    expect(lab.nodes.blue).toEqual({ kind: 'namespace', interfaces: { eth0: { dhcp: true } } })
    expect(findings).toEqual([])
  })

  test('a server with a file of its own is told of', () => {
    const processes = [process('dnsmasq', 'red', ['dnsmasq', '--conf-file=/etc/other.conf'])]
    const { lab, findings } = discoverLab(looked(pair(), { processes }), 'demo')
    expect(lab.nodes.red).not.toHaveProperty('dhcpServer')
    expect(findings.map(({ code }) => code)).toContain('import-dhcp')
  })
})
