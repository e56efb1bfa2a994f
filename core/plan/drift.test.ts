import { describe, expect, test } from 'vitest'
import { machineWith } from '../../test/imagined-machine'
import { adoptDrift } from '../edit/adopt'
import { applyCommand } from '../edit/apply'
import { emptyLab } from '../lab/empty'
import type { Lab } from '../lab/schema'
import type { LinkState, MachineState, NetnsState } from '../state/state'
import { describeDrift } from '../text/reasons'
import { driftOf } from './drift'
import { planLab } from './plan-lab'

const LAB: Lab = {
  ...emptyLab('demo'),
  nodes: {
    host: { kind: 'host', forwarding: true, nat: [{ type: 'masquerade', source: '10.0.0.0/24', out: 'eth0' }] },
    red: {
      kind: 'namespace',
      interfaces: { eth0: { addresses: ['10.0.0.2/24', 'fd00::2/64'], mtu: 1400 } },
      routes: [{ to: 'default', via: '10.0.0.1' }],
    },
    br0: { kind: 'bridge', addresses: ['10.0.0.1/24'] },
  },
  links: { one: { endpoints: ['red:eth0', 'br0:p0'] } },
}

function withNetns(name: string, change: (netns: NetnsState) => Partial<NetnsState>): MachineState {
  const state = machineWith(LAB)
  const netns = state.namespaces[name]
  if (!netns) throw new Error(name)
  return { ...state, namespaces: { ...state.namespaces, [name]: { ...netns, ...change(netns) } } }
}

function withLink(netns: string, name: string, change: Partial<LinkState>): MachineState {
  return withNetns(netns, ({ links }) => ({
    links: Object.fromEntries(
      Object.entries(links).map(([index, link]) => [index, link.name === name ? { ...link, ...change } : link]),
    ),
  }))
}

function words(state: MachineState): string[] {
  return driftOf(LAB, state).map((drift) => describeDrift(drift, 'en'))
}

describe('drift', () => {
  test('is nothing where the machine is as it was applied', () => {
    expect(driftOf(LAB, machineWith(LAB))).toEqual([])
  })

  test('names the interface, and what it is now', () => {
    expect(driftOf(LAB, withLink('red', 'eth0', { up: false }))).toEqual([
      { element: { kind: 'interface', node: 'red', name: 'eth0' }, field: 'up', wanted: 'up', found: 'down' },
    ])
    expect(words(withLink('red', 'eth0', { up: false }))).toEqual(['eth0 in red is down'])
    expect(words(withLink('red', 'eth0', { mtu: 1500 }))).toEqual(['eth0 in red has the MTU 1500, not 1400'])
    expect(words(withLink('red', 'eth0', { name: 'eth7' }))[0]).toBe('eth0 in red is called eth7')
  })

  test('names a bridge by itself, and its ports as what they are', () => {
    expect(words(withLink('host', 'br0', { up: false }))).toEqual(['br0 is down'])
    expect(words(withLink('host', 'br0', { stp: true }))).toEqual(['br0 has the spanning tree protocol on'])
    expect(words(withLink('host', 'p0', { master: undefined }))).toEqual(['p0 in br0 is no port of br0'])
  })

  test('tells an address that was lost from one that came', () => {
    const added = { address: '10.0.0.9/24', scope: 'global' as const, automatic: false }
    const link = Object.values(machineWith(LAB).namespaces.red?.links ?? {}).find(({ name }) => name === 'eth0')
    const [first] = link?.addresses ?? []
    if (!first) throw new Error('no address')
    expect(words(withLink('red', 'eth0', { addresses: [first, added] }))).toEqual([
      'eth0 in red has lost fd00::2/64',
      'eth0 in red also has 10.0.0.9/24',
    ])
  })

  test('tells addresses of one network that stand in another order, as the plan changes it', () => {
    const [a, b] = ['10.0.0.2/24', '10.0.0.3/24']
    const both: Lab = { ...LAB, nodes: { ...LAB.nodes, red: { kind: 'namespace', interfaces: { eth0: { addresses: [a, b] } } } } }
    const state = machineWith(both)
    expect(driftOf(both, state)).toEqual([])
    const eth0 = Object.values(state.namespaces.red?.links ?? {}).find(({ name }) => name === 'eth0')
    if (eth0) eth0.addresses = eth0.addresses.filter(({ automatic }) => !automatic).reverse()
    const drift = driftOf(both, state)
    expect(drift).toEqual([
      { element: { kind: 'interface', node: 'red', name: 'eth0' }, field: 'address', wanted: `${a}; ${b}`, found: `${b}; ${a}` },
    ])
    expect(planLab(both, state).steps.length).toBeGreaterThan(0)
    expect(drift.map((one) => describeDrift(one, 'en'))).toEqual([
      'eth0 in red has its addresses in another order: 10.0.0.3/24; 10.0.0.2/24',
    ])
    // Taken into the lab, it is what the machine has.
    const command = drift[0] && adoptDrift(both, drift[0], state)
    const taken = command && !('refused' in command) ? applyCommand(both, command) : undefined
    expect(taken?.ok && driftOf(taken.lab, state)).toEqual([])
  })

  test('names the rule that is gone, though one before it stands twice', () => {
    const nat = ['10.0.0.0/24', '10.0.0.0/24', '10.0.1.0/24'].map((source) => ({ type: 'masquerade' as const, source }))
    const lab: Lab = { ...LAB, nodes: { ...LAB.nodes, host: { kind: 'host', nat } } }
    const state = machineWith(lab)
    state.namespaces.host?.nat[0]?.rules.pop()
    expect(driftOf(lab, state)).toMatchObject([{ element: { kind: 'nat', node: 'host', index: 2 }, field: 'nat' }])
  })

  test('overlooks what the kernel adds of itself', () => {
    const link = Object.values(machineWith(LAB).namespaces.red?.links ?? {}).find(({ name }) => name === 'eth0')
    const local = { address: 'fe80::1/64', scope: 'link' as const, automatic: true }
    expect(driftOf(LAB, withLink('red', 'eth0', { addresses: [...(link?.addresses ?? []), local] }))).toEqual([])
  })

  test('tells routes by what they say', () => {
    const route = { family: 4 as const, to: '10.9.0.0/16', via: '10.0.0.7', dev: 'eth0', metric: 0, protocol: 3, scope: 0 }
    expect(words(withNetns('red', () => ({ routes: [route] })))).toEqual([
      'red has lost the route default via 10.0.0.1',
      'red also has the route 10.9.0.0/16 via 10.0.0.7 dev eth0',
    ])
  })

  test('leaves the host’s own routes alone', () => {
    const route = { family: 4 as const, to: 'default', via: '192.0.2.1', metric: 0, protocol: 3, scope: 0 }
    expect(
      driftOf(
        LAB,
        withNetns('host', () => ({ routes: [route] })),
      ),
    ).toEqual([])
  })

  test('tells forwarding and rules', () => {
    expect(words(withNetns('host', () => ({ forwarding: { ipv4: false, ipv6: true } })))).toEqual([
      'host does not forward packets',
    ])
    expect(words(withNetns('host', () => ({ nat: [] })))).toEqual([
      'host has lost the rule masquerade ip4 from 10.0.0.0/24 out eth0',
    ])
    const rules = [{ chain: 'postrouting' as const, key: 'masquerade ip4 out eth9' }]
    expect(
      driftOf(
        LAB,
        withNetns('host', () => ({ nat: [{ lab: 'demo', rules }] })),
      ),
    ).toEqual([
      { element: { kind: 'nat', node: 'host', index: 0 }, field: 'nat', wanted: 'masquerade ip4 from 10.0.0.0/24 out eth0' },
      { element: { kind: 'node', node: 'host' }, field: 'nat', found: 'masquerade ip4 out eth9' },
    ])
  })

  test('says once that a namespace or a link is gone', () => {
    const state = machineWith(LAB)
    const { red: _, ...namespaces } = state.namespaces
    expect(words({ ...state, namespaces })).toContain('red is gone')
    expect(
      words(
        withNetns('red', ({ links }) => ({
          links: Object.fromEntries(Object.entries(links).filter(([, { name }]) => name === 'lo')),
        })),
      ),
    ).toContain('the link one is gone')
  })

  test('has words in Chinese for all of it', () => {
    for (const drift of driftOf(LAB, withLink('red', 'eth0', { up: false, mtu: 1500, addresses: [] }))) {
      expect(describeDrift(drift, 'zh')).toMatch(/red 里的 eth0/)
    }
  })
})
