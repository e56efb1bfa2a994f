import { describe, expect, it } from 'vitest'
import type { LinkState, MachineState, NetnsState } from '../../core/state/state'
import { textOf } from '../i18n/text'
import { describeStateChange } from './describe'

const link = (values: Partial<LinkState> = {}): LinkState => ({
  index: 2,
  name: 'eth0',
  kind: 'veth',
  mac: '02:00:00:00:00:01',
  mtu: 1500,
  up: true,
  operstate: 'up',
  carrier: true,
  group: 0,
  addresses: [{ address: '10.0.0.1/24', scope: 'global', automatic: false }],
  ...values,
})
const netns = (values: Partial<NetnsState> = {}): NetnsState => ({
  name: 'red',
  inode: 1,
  links: { 2: link() },
  routes: [],
  neighbours: [],
  forwarding: { ipv4: false, ipv6: false },
  nat: [],
  foreignTables: [],
  ...values,
})
const before: MachineState = { epoch: 'a', seq: 1, namespaces: { red: netns() } }
const said = (namespaces: Parameters<typeof describeStateChange>[1]['namespaces']) =>
  describeStateChange(before, { epoch: 'a', seq: 2, namespaces }, textOf('en').panels)

describe('describeStateChange', () => {
  it('says that an interface went down, once, and not its operstate too', () => {
    expect(said({ red: { links: { 2: link({ up: false, operstate: 'down' }) } } })).toEqual(['eth0 in red went down'])
  })

  it('says that the other end took the carrier away', () => {
    expect(said({ red: { links: { 2: link({ operstate: 'lowerlayerdown' }) } } })).toEqual([
      'eth0 in red is up, but the other end is down',
    ])
  })

  it('says which addresses came and went, without those that the kernel makes', () => {
    const addresses: LinkState['addresses'] = [
      { address: '10.0.0.2/24', scope: 'global', automatic: false },
      { address: 'fe80::1/64', scope: 'link', automatic: true },
    ]
    expect(said({ red: { links: { 2: link({ addresses }) } } })).toEqual([
      'eth0 in red got 10.0.0.2/24',
      'eth0 in red lost 10.0.0.1/24',
    ])
  })

  it('says that a namespace appeared and that one is gone', () => {
    expect(said({ blue: netns({ name: 'blue' }), red: null })).toEqual(['blue appeared', 'red is gone'])
  })

  it('says when nobody answers for an address, and who does', () => {
    expect(said({ red: { neighbours: [{ address: '10.0.0.9', dev: 'eth0', state: 'FAILED' }] } })).toEqual([
      'Nobody answers red for 10.0.0.9',
    ])
    expect(
      said({ red: { neighbours: [{ address: '10.0.0.2', mac: '02:00:00:00:00:02', dev: 'eth0', state: 'REACHABLE' }] } }),
    ).toEqual(['red knows 10.0.0.2 as 02:00:00:00:00:02'])
  })

  it('says routes and forwarding', () => {
    const route = { family: 4 as const, to: 'default', via: '10.0.0.254', dev: 'eth0', metric: 0, protocol: 222, scope: 0 }
    expect(said({ red: { routes: [route], forwarding: { ipv4: true, ipv6: true } } })).toEqual([
      'red got the route default via 10.0.0.254 dev eth0',
      'red forwards packets now',
    ])
  })

  it('says of which family the forwarding changed, where the other stays as it is', () => {
    const both: MachineState = { ...before, namespaces: { red: netns({ forwarding: { ipv4: true, ipv6: true } }) } }
    const changedTo = (ipv4: boolean, ipv6: boolean) =>
      describeStateChange(both, { epoch: 'a', seq: 2, namespaces: { red: { forwarding: { ipv4, ipv6 } } } }, textOf('en').panels)
    expect(changedTo(false, true)).toEqual(['red no longer forwards IPv4 packets'])
    expect(changedTo(true, false)).toEqual(['red no longer forwards IPv6 packets'])
    expect(changedTo(false, false)).toEqual(['red no longer forwards packets'])
    expect(said({ red: { forwarding: { ipv4: true, ipv6: false } } })).toEqual(['red forwards IPv4 packets now'])
  })

  it('says that a route came back with another metric', () => {
    const route = { family: 4 as const, to: 'default', via: '10.0.0.254', dev: 'eth0', metric: 100, protocol: 222, scope: 0 }
    const routed: MachineState = { ...before, namespaces: { red: netns({ routes: [route] }) } }
    const change = { epoch: 'a', seq: 2, namespaces: { red: { routes: [{ ...route, metric: 200 }] } } }
    expect(describeStateChange(routed, change, textOf('en').panels)).toEqual([
      'red got the route default via 10.0.0.254 dev eth0 metric 200',
      'red lost the route default via 10.0.0.254 dev eth0 metric 100',
    ])
  })

  it('says nothing when nothing that a reader sees has changed', () => {
    expect(said({ red: { links: { 2: link({ carrier: false }) } } })).toEqual([])
  })
})
