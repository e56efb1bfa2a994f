import { describe, expect, it } from 'vitest'
import { eachIs, found, lab, nat } from './testing'

describe('NAT', () => {
  const hide = { type: 'masquerade', source: '10.0.0.0/24', out: 'eth9' }
  const web = { type: 'dnat', protocol: 'tcp', port: 80, to: '10.0.0.2:80' }
  const N0 = 'nodes.host.nat.0'
  /** The host's cable to `far` goes through a switch, which is the host's own where nothing else is said. */
  const viaBridge = {
    'nodes.lan': { kind: 'bridge' },
    'links.f': { endpoints: ['host:eth9', 'lan:host-lan'] },
    'links.g': { endpoints: ['far:eth0', 'lan:far-lan'] },
  }
  const secondWay = { endpoints: ['host:eth8', 'lan:host-lan2'] }
  it('says of no source that no rule matches it, where a drawn route leads there', () => {
    const source = '192.168.3.0/24'
    const routed = (to: string) => ({ ...nat({ ...hide, source }), 'nodes.red.routes': [{ to, via: '10.0.0.5' }] })
    expect(found(lab(routed(source)))).not.toContain(`nat-source-unknown at ${N0}.source`)
    expect(found(lab(routed('192.168.0.0/16')))).not.toContain(`nat-source-unknown at ${N0}.source`)
    expect(found(lab(routed('default')))).toContain(`nat-source-unknown at ${N0}.source`)
  })

  eachIs('error', [
    ['nat-host-bits', `${N0}.source`, nat({ ...hide, source: '10.0.0.1/24' })],
    ['nat-mixed-families', N0, nat({ ...hide, except: ['fd00::/64'] })],
    ['nat-interface-unknown', `${N0}.out`, nat({ ...hide, out: 'eth8' })],
    ['nat-interface-is-port', `${N0}.out`, nat({ ...hide, out: 'veth-red' })],
    ['address-bad-prefix', `${N0}.source`, nat({ ...hide, source: '10.0.0.0/24 accept; flush ruleset' })],
    ['bad-address', `${N0}.to`, nat({ type: 'snat', to: 'jump evil' })],
    ['nat-special', `${N0}.to`, nat({ type: 'snat', to: '127.0.0.1' })],
    ['bad-port', `${N0}.to`, nat({ ...web, to: '10.0.0.2:80;x' })],
    ['bad-port', `${N0}.to`, nat({ ...web, to: '10.0.0.2:90-80' })],
    ['nat-special', `${N0}.to`, nat({ ...web, to: '127.0.0.1:80' })],
    ['duplicate-dnat', 'nodes.host.nat.1.port', nat(web, web)],
  ])
  eachIs('warning', [
    ['nat-source-unknown', `${N0}.source`, nat({ ...hide, source: '192.168.3.0/24' })],
    ['nat-repeated', 'nodes.host.nat.1', nat(hide, hide)],
    ['nat-not-forwarding', 'nodes.host.nat', { ...nat(hide), 'nodes.host.forwarding': undefined }],
    ['snat-foreign-address', `${N0}.to`, nat({ type: 'snat', to: '9.9.9.9' })],
    ['dnat-target-unknown', `${N0}.to`, nat({ ...web, to: '10.0.0.77:80' })],
    ['dnat-shadowed', 'nodes.host.nat.1.port', nat(web, { ...web, in: 'eth9' })],
    ['nat-heard-twice', `${N0}.in`, { ...nat({ ...web, in: 'eth9' }), ...viaBridge }],
    [
      'nat-heard-twice',
      `${N0}.in`,
      { ...nat({ ...web, in: 'eth9' }), ...viaBridge, 'nodes.lan': { kind: 'bridge', on: 'far' }, 'links.x': secondWay },
    ],
  ])

  it('minds no bridge of the host’s on the way of a rule that matches by destination, or on the way out', () => {
    expect(found(lab({ ...nat(hide, { ...web, destination: '172.16.0.1' }), ...viaBridge }))).toEqual([])
    const elsewhere = { 'nodes.lan': { kind: 'bridge', on: 'far' } }
    expect(found(lab({ ...nat({ ...web, in: 'eth9' }), ...viaBridge, ...elsewhere }))).toEqual([])
  })

  it('takes both families side by side, and the narrower rule first', () => {
    expect(found(lab(nat(hide, { ...web, in: 'eth9' }, web)))).toEqual([])
    const both = {
      ...nat(web, { ...web, to: '[fd00::2]:80' }),
      'nodes.blue.interfaces.eth0.addresses': ['10.0.0.2/24', 'fd00::2/64'],
    }
    expect(found(lab(both))).toEqual([])
  })
})
