import { describe, expect, it } from 'vitest'
import { describeDiagnostic } from '../text/diagnostics'
import { checkLab } from './check'
import { base, eachIs, found, lab, red, redAddress, route } from './testing'

const A0 = 'nodes.red.interfaces.eth0.addresses.0'

it('has nothing to say about a network that works', () => {
  expect(found(base())).toEqual([])
})

describe('addresses', () => {
  eachIs('error', [
    ['address-leading-zero', A0, redAddress('010.0.0.9/24')],
    ['address-short', A0, redAddress('10.1/16')],
    ['address-no-prefix', A0, redAddress('10.0.0.1')],
    ['address-bad-prefix', A0, redAddress('10.0.0.1/33')],
    ['address-unspecified', A0, redAddress('0.0.0.0/0')],
    ['address-zero-prefix', A0, redAddress('10.0.0.1/0')],
    ['address-is-network', A0, redAddress('10.0.0.0/24')],
    ['address-is-broadcast', A0, redAddress('10.0.0.255/24')],
    ['address-multicast', A0, redAddress('224.0.0.5/24')],
    ['address-multicast', A0, redAddress('ff02::5/64')],
    ['address-reserved', A0, redAddress('240.0.0.5/24')],
    ['address-loopback', A0, redAddress('127.0.0.2/8')],
    ['address-loopback', A0, redAddress('::1/128')],
    ['address-mapped', A0, redAddress('::ffff:10.0.0.1/120')],
    ['address-zone', A0, redAddress('fe80::1%eth0/64')],
    ['bad-address', A0, redAddress('10.0.0.1; drop/24')],
    ['address-twice', 'nodes.red.interfaces.eth0.addresses.1', redAddress('10.0.0.1/24', '10.0.0.1/16')],
    ['duplicate-address', 'nodes.blue.interfaces.eth0.addresses.0', redAddress('10.0.0.2/24')],
    ['duplicate-address', 'nodes.br0.addresses.0', redAddress('10.0.0.5/24')],
    ['bad-mac', 'nodes.red.interfaces.eth0.mac', red({ mac: 'x' })],
    ['mac-multicast', 'nodes.red.interfaces.eth0.mac', red({ mac: '01:00:00:00:00:01' })],
    ['mac-zero', 'nodes.red.interfaces.eth0.mac', red({ mac: '00:00:00:00:00:00' })],
    ['loopback-mac', 'nodes.red.interfaces.lo.mac', { 'nodes.red.interfaces.lo': { mac: '02:00:00:00:00:01' } }],
    [
      'duplicate-mac',
      'nodes.blue.interfaces.eth0.mac',
      { 'nodes.red.interfaces.eth0.mac': '02:00:00:00:00:01', 'nodes.blue.interfaces.eth0.mac': '02:00:00:00:00:01' },
    ],
    ['bad-mtu', 'nodes.red.interfaces.eth0.mtu', red({ mtu: 67 })],
    ['bad-mtu', 'nodes.red.interfaces.eth0.mtu', red({ mtu: 65536 })],
    ['bad-mtu', 'nodes.red.interfaces.eth0.mtu', red({ mtu: 1500.5 })],
    ['bad-mtu', 'nodes.red.interfaces.eth0.mtu', red({ mtu: Number.NaN })],
    ['mtu-below-ipv6', 'nodes.red.interfaces.eth0.mtu', red({ mtu: 1279, addresses: ['fd00::1/64'] })],
    [
      'bridge-mtu-below-ipv6',
      'nodes.br0.interfaces.veth-red.mtu',
      { 'nodes.br0.addresses': ['fd00::1/64'], 'nodes.br0.interfaces': { 'veth-red': { mtu: 1000 } } },
    ],
  ])
  eachIs('warning', [
    ['address-single', A0, redAddress('10.0.0.1/32')],
    ['overlapping-subnets', 'nodes.br0.addresses.0', { 'nodes.host.interfaces.eth9.addresses': ['10.0.0.99/16'] }],
    ['no-common-subnet', A0, redAddress('10.7.0.1/24')],
    [
      'address-on-port',
      'nodes.br0.interfaces.veth-red.addresses',
      { 'nodes.br0.interfaces': { 'veth-red': { addresses: ['10.9.0.1/24'] } } },
    ],
    ['mtu-mismatch', 'nodes.red.interfaces.eth0.mtu', { 'nodes.red.interfaces.eth0.mtu': 1400 }],
  ])

  it('lets a bridge have the MAC of its own port, loopback addresses live on lo, and /31 do without a broadcast', () => {
    const mac = '02:00:00:00:00:09'
    expect(found(lab({ 'nodes.br0.mac': mac, 'nodes.br0.interfaces': { 'veth-red': { mac } } }))).toEqual([])
    expect(found(lab({ 'nodes.red.interfaces.lo': { addresses: ['127.0.0.2/8', '10.255.0.1/32'] } }))).toEqual([])
    const pair = {
      'nodes.host.interfaces.eth9.addresses': ['172.16.0.0/31'],
      'nodes.far.interfaces.eth0.addresses': ['172.16.0.1/31'],
    }
    expect(found(lab(pair))).toEqual([])
  })

  it('names no free address where there is none', () => {
    const full = ['10.8.0.0/30', '10.8.0.1/30', '10.8.0.2/30', '10.8.0.3/30']
    const told = checkLab(lab({ 'nodes.red.interfaces.eth0.addresses': full })).filter(({ code }) =>
      code.startsWith('address-is-'),
    )
    expect(told.map(({ code }) => code)).toEqual(['address-is-network', 'address-is-broadcast'])
    for (const diagnostic of told)
      expect(describeDiagnostic(diagnostic, 'en').suggestion).toBe(
        'All of the network’s addresses are taken; use a shorter prefix.',
      )
  })

  it('names who has the address, and one that is free', () => {
    const [diagnostic] = checkLab(lab(redAddress('10.0.0.2/24')))
    expect(diagnostic && describeDiagnostic(diagnostic, 'en')).toEqual({
      message: '10.0.0.2 is also on red:eth0, in the same network',
      suggestion: 'Choose another address; 10.0.0.1/24 is free.',
    })
  })
})

const R0 = 'nodes.red.routes.0'

describe('routes', () => {
  eachIs('error', [
    ['route-no-way', R0, route({ to: 'default' })],
    ['address-no-prefix', `${R0}.to`, route({ to: '192.168.1.0', via: '10.0.0.5' })],
    ['route-host-bits', `${R0}.to`, route({ to: '192.168.1.3/24', via: '10.0.0.5' })],
    ['route-zero-prefix', `${R0}.to`, route({ to: '0.0.0.0/0', via: '10.0.0.5' })],
    ['route-special', `${R0}.to`, route({ to: '224.0.0.0/8', via: '10.0.0.5' })],
    ['route-mixed-families', `${R0}.via`, route({ to: 'fd01::/64', via: '10.0.0.5' })],
    ['address-unwanted-prefix', `${R0}.via`, route({ to: 'default', via: '10.0.0.5/24' })],
    ['gateway-own-address', `${R0}.via`, route({ to: 'default', via: '10.0.0.1' })],
    ['gateway-not-connected', `${R0}.via`, route({ to: 'default', via: '10.7.0.1' })],
    ['gateway-not-connected', `${R0}.via`, { ...redAddress('10.0.0.1/32'), ...route({ to: 'default', via: '10.0.0.5' }) }],
    ['gateway-not-host', `${R0}.via`, route({ to: 'default', via: '10.0.0.255' })],
    ['gateway-not-host', `${R0}.via`, route({ to: 'default', via: '10.0.0.0' })],
    ['gateway-special', `${R0}.via`, route({ to: 'default', via: '127.0.0.1' })],
    ['gateway-link-local', `${R0}.via`, route({ to: 'fd01::/64', via: 'fe80::1' })],
    ['route-dev-unknown', `${R0}.dev`, route({ to: 'default', dev: 'eth1' })],
    ['route-dev-is-port', 'nodes.host.routes.0.dev', { 'nodes.host.routes': [{ to: '10.9.0.0/24', dev: 'veth-red' }] }],
    ['route-dev-down', `${R0}.dev`, { ...red({ up: false }), ...route({ to: 'default', dev: 'eth0' }) }],
    [
      'route-dev-down',
      `${R0}.via`,
      { ...red({ up: false, addresses: ['10.0.0.1/24'] }), ...route({ to: 'default', via: '10.0.0.5' }) },
    ],
    ['duplicate-route', 'nodes.red.routes.1', route({ to: 'default', via: '10.0.0.5' }, { to: 'default', via: '10.0.0.2' })],
    ['route-shadows-connected', `${R0}.to`, route({ to: '10.0.0.0/24', via: '10.0.0.5' })],
  ])
  eachIs('warning', [
    ['gateway-nobody', `${R0}.via`, route({ to: 'default', via: '10.0.0.50' })],
    [
      'gateway-does-not-forward',
      `${R0}.via`,
      { ...route({ to: 'default', via: '10.0.0.5' }), 'nodes.host.forwarding': undefined },
    ],
  ])

  it('takes a second route with another metric, and a gateway that is link-local on a named interface', () => {
    expect(found(lab(route({ to: 'default', via: '10.0.0.5' }, { to: 'default', via: '10.0.0.5', metric: 50 })))).toEqual([])
    expect(found(lab(route({ to: 'fd01::/64', via: 'fe80::1', dev: 'eth0' })))).toEqual([])
  })

  it('takes a gateway that a route through an interface puts on the link, as those do who give out /32 addresses', () => {
    const single = redAddress('10.7.0.1/32')
    const onLink = { to: '10.0.0.5/32', dev: 'eth0' }
    const back = { 'nodes.host.routes': [{ to: '10.7.0.1/32', dev: 'br0' }] }
    expect(found(lab({ ...single, ...back, ...route({ to: 'default', via: '10.0.0.5' }, onLink) }))).toEqual([])
    expect(found(lab({ ...single, ...back, ...route({ to: 'default', via: '10.0.0.6' }, onLink) }))).toEqual([
      `gateway-not-connected at ${R0}.via`,
    ])
  })
})

describe('the drawing', () => {
  const ring = {
    'nodes.br1': { kind: 'bridge' },
    'links.x': { endpoints: ['br0:a', 'br1:a0'] },
    'links.y': { endpoints: ['br0:b', 'br1:b0'] },
  }
  eachIs('error', [
    ['unknown-node', 'links.3.endpoints.1', { 'links.x': { endpoints: ['red:eth1', 'br9:x'] } }],
    ['endpoint-used-twice', 'links.3.endpoints.0', { 'links.x': { endpoints: ['red:eth0', 'br0:x'] } }],
    ['endpoint-used-twice', 'links.3.endpoints.1', { 'links.x': { endpoints: ['red:eth1', 'red:eth1'] } }],
    ['loopback-endpoint', 'links.3.endpoints.0', { 'links.x': { endpoints: ['red:lo', 'br0:x'] } }],
    ['link-on-one-bridge', 'links.3', { 'links.x': { endpoints: ['br0:a', 'br0:b'] } }],
    ['bridge-ring', 'links.4', ring],
    [
      'bridge-as-port',
      'links.3.endpoints.1',
      { 'nodes.br1': { kind: 'bridge' }, 'links.x': { endpoints: ['red:eth1', 'br0:br1'] } },
    ],
    ['bridge-as-port', 'links.3.endpoints.1', { 'links.x': { endpoints: ['red:eth1', 'br0:br0'] } }],
    ['on-unknown', 'nodes.br0.on', { 'nodes.br0.on': 'rad' }],
    ['on-itself', 'nodes.br0.on', { 'nodes.br0.on': 'br0' }],
    ['on-bridge', 'nodes.br1.on', { 'nodes.br1': { kind: 'bridge', on: 'br0' } }],
    ['interface-without-link', 'nodes.red.interfaces.eth5', { 'nodes.red.interfaces.eth5': {} }],
    ['interface-without-link', 'nodes.br0.interfaces.veth-no', { 'nodes.br0.interfaces': { 'veth-no': {} } }],
    ['duplicate-interface', 'links.0.endpoints.1', { 'links.f': { endpoints: ['host:veth-red', 'far:eth0'] } }],
    ['duplicate-interface', 'nodes.eth9', { 'nodes.eth9': { kind: 'bridge' } }],
    ['bad-bridge-name', 'nodes.a-bridge-of-more-than-15', { 'nodes.a-bridge-of-more-than-15': { kind: 'bridge' } }],
    ['bad-bridge-name', 'nodes.lo', { 'nodes.lo': { kind: 'bridge' } }],
    ['host-kind', 'nodes.host.kind', { 'nodes.host': { kind: 'namespace' } }],
    ['host-name', 'nodes.red.kind', { 'nodes.red': { kind: 'host' } }],
    ['duplicate-node-id', 'nodes.blue.id', { 'nodes.blue.id': 'red' }],
  ])
  eachIs('warning', [
    ['names-differ-in-case', 'nodes.Red', { 'nodes.Red': { kind: 'namespace' } }],
    ['names-differ-in-case', 'links.3.endpoints.0', { 'links.x': { endpoints: ['red:ETH0', 'br0:x'] } }],
    ['layout-unknown-node', 'layout.gone', { 'layout.gone': { x: 0, y: 0 } }],
  ])

  it('lets STP, or a link that is down, open a ring', () => {
    expect(found(lab({ ...ring, 'nodes.br1.stp': true }))).toEqual([])
    expect(found(lab({ ...ring, 'nodes.br1.interfaces': { b0: { up: false } } }))).toEqual([])
  })

  it('guesses what was meant', () => {
    const [diagnostic] = checkLab(lab({ 'links.x': { endpoints: ['red:eth1', 'br9:x'] } }))
    expect(diagnostic?.params).toEqual({ node: 'br9', near: 'br0' })
  })
})
