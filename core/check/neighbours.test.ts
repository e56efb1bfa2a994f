import { describe, expect, it } from 'vitest'
import { eachIs, found, lab, neighbours, red } from './testing'

describe('neighbours that are written down', () => {
  const N0 = 'nodes.red.neighbours.0'
  const entry = { address: '10.0.0.2', mac: '02:00:00:00:00:02', dev: 'eth0' }
  const with_ = (more: object) => neighbours({ ...entry, ...more })

  it('are as good as found ones', () => {
    expect(found(lab(neighbours(entry, { ...entry, address: 'fe80::2' })))).toEqual([])
    expect(found(lab({ 'nodes.host.neighbours': [{ ...entry, dev: 'br0' }] }))).toEqual([])
  })

  eachIs('error', [
    ['bad-address', `${N0}.address`, with_({ address: 'x' })],
    ['bad-mac', `${N0}.mac`, with_({ mac: '02-00' })],
    ['mac-multicast', `${N0}.mac`, with_({ mac: 'ff:ff:ff:ff:ff:ff' })],
    ['neighbour-dev-unknown', `${N0}.dev`, with_({ dev: 'eth1' })],
    ['neighbour-on-loopback', `${N0}.dev`, with_({ dev: 'lo' })],
    ['neighbour-dev-is-port', 'nodes.host.neighbours.0.dev', { 'nodes.host.neighbours': [{ ...entry, dev: 'veth-red' }] }],
    ['neighbour-special', `${N0}.address`, with_({ address: '224.0.0.1' })],
    ['neighbour-own-address', `${N0}.address`, with_({ address: '10.0.0.1' })],
    ['neighbour-not-host', `${N0}.address`, with_({ address: '10.0.0.255' })],
    ['neighbour-not-host', `${N0}.address`, with_({ address: '10.0.0.0' })],
    [
      'neighbour-no-ipv6',
      `${N0}.address`,
      { ...red({ addresses: ['10.0.0.1/24'], mtu: 1000 }), ...with_({ address: 'fe80::2' }) },
    ],
    ['duplicate-neighbour', 'nodes.red.neighbours.1.address', neighbours(entry, { ...entry, mac: '02:00:00:00:00:03' })],
  ])
  eachIs('warning', [
    ['neighbour-not-connected', `${N0}.address`, with_({ address: '10.9.0.2' })],
    ['neighbour-other-mac', `${N0}.mac`, { ...with_({}), 'nodes.blue.interfaces.eth0.mac': '02:00:00:00:00:07' }],
  ])
})
