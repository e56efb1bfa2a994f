import { describe, expect, it } from 'vitest'
import { at, bridge, config, drawn, join, made, namespace, office, refusal } from '../../test/labs/draw'
import { utf8Length } from '../net/names'
import { addNode } from './add-node'
import { joinNodes, reconnectEnd } from './join'
import { setNeighbours } from './neighbours'
import { setRoutes } from './routes'
import { setInterface } from './set-interface'
import { setNode } from './set-node'

describe('joining', () => {
  it('fills in the next free address of the bridge’s network, and names that say where the cable goes', () => {
    const lab = office()
    expect(Object.values(lab.links).map(({ endpoints }) => endpoints)).toEqual([
      ['red:eth0', 'v-net-0:veth-red'],
      ['v-net-0:veth-blue', 'blue:eth0'],
    ])
    expect(config(lab, 'red', 'eth0')).toEqual({ addresses: ['192.168.15.1/24'] })
    expect(config(lab, 'blue', 'eth0')).toEqual({ addresses: ['192.168.15.2/24'] })
    expect(joinNodes(lab, 'v-net-0', 'host')).toMatchObject({ edit: { node: 'host', interface: 'veth-v-net-0' } })
  })

  it('fills in both families where the bridge has both', () => {
    const both = made(office(), setNode(office(), 'v-net-0', { addresses: ['192.168.15.5/24', 'fd00::5/64'] }))
    const joined = made(both, addNode(both, 'namespace', at, 'green'))
    expect(config(made(joined, joinNodes(joined, 'green', 'v-net-0')), 'green', 'eth0')).toEqual({
      addresses: ['192.168.15.3/24', 'fd00::1/64'],
    })
  })

  it('gives two namespaces a network that the lab does not use', () => {
    const lab = drawn(namespace('a'), namespace('b'), namespace('c'), join('a', 'b'), join('b', 'c'))
    expect(config(lab, 'a', 'eth0')).toEqual({ addresses: ['10.0.0.1/24'] })
    expect(config(lab, 'b', 'eth0')).toEqual({ addresses: ['10.0.0.2/24'] })
    expect(config(lab, 'b', 'eth1')).toEqual({ addresses: ['10.0.1.1/24'] })
  })

  it('gives the host the first address, whichever end was drawn first', () => {
    const lab = drawn(namespace('a'), join('a', 'host'))
    expect(config(lab, 'host', 'veth-a')).toEqual({ addresses: ['10.0.0.1/24'] })
    expect(config(lab, 'a', 'eth0')).toEqual({ addresses: ['10.0.0.2/24'] })
  })

  it('keeps names within 15 bytes and apart from each other, in any script', () => {
    const lab = drawn(
      namespace('北京北京北京1'),
      namespace('北京北京北京2'),
      join('北京北京北京1', 'host'),
      join('北京北京北京2', 'host'),
    )
    const names = Object.values(lab.links).map(({ endpoints }) => endpoints[1].slice('host:'.length))
    expect(new Set(names).size).toBe(2)
    for (const name of names) expect(utf8Length(name)).toBeLessThanOrEqual(15)
  })

  it('refuses what would be a loop, and says so', () => {
    const lab = drawn(bridge('br0'), bridge('br1'), bridge('br2'), join('br0', 'br1'), join('br1', 'br2'))
    expect(refusal(joinNodes(lab, 'br0', 'br2'))).toBe('bridge-ring')
    expect(refusal(joinNodes(lab, 'br0', 'br0'))).toBe('link-on-one-bridge')
    expect(refusal(joinNodes(lab, 'host', 'host'))).toBe('edit-join-itself')
    expect(refusal(joinNodes(lab, 'br0', 'gone'))).toBe('no-such-element')
    const stp = made(lab, setNode(lab, 'br1', { stp: true }))
    expect(refusal(joinNodes(stp, 'br0', 'br2'))).toBeUndefined()
  })
})

describe('moving an end of a link', () => {
  it('keeps the link, and the addresses of the end that stays', () => {
    const lab = drawn(namespace('red'), bridge('br0'), bridge('br1'), join('red', 'br0'))
    const [link = ''] = Object.keys(lab.links)
    const moved = made(lab, reconnectEnd(lab, link, 1, 'br1'))
    expect(moved.links).toEqual({ [link]: { endpoints: ['red:eth0', 'br1:veth-red'] } })
    expect(config(moved, 'red', 'eth0')).toEqual({ addresses: ['10.0.0.1/24'] })
  })

  it('takes what is said about the end along, but no addresses onto a bridge', () => {
    const lab = drawn(namespace('a'), namespace('b'), bridge('br0'), join('a', 'b'), (now) =>
      setInterface(now, 'b', 'eth0', { mtu: 1400 }),
    )
    const [link = ''] = Object.keys(lab.links)
    const moved = made(lab, reconnectEnd(lab, link, 1, 'br0'))
    expect(moved.nodes.b).toEqual({ kind: 'namespace' })
    expect(moved.nodes.br0).toEqual({ kind: 'bridge', interfaces: { eth0: { mtu: 1400 } } })
  })

  it('leaves no route and no neighbour behind that names an interface which is gone', () => {
    const plain = drawn(namespace('a'), namespace('b'), bridge('br0'), join('a', 'br0'))
    const routed = made(plain, setRoutes(plain, 'a', [{ to: '10.9.0.0/16', via: '10.0.0.7', dev: 'eth0' }]))
    const lab = made(routed, setNeighbours(routed, 'a', [{ address: '10.0.0.7', mac: '02:00:00:00:00:07', dev: 'eth0' }]))
    const [link = ''] = Object.keys(lab.links)
    expect(made(lab, reconnectEnd(lab, link, 0, 'b')).nodes.a).toEqual({ kind: 'namespace' })
  })

  it('refuses a ring, but not because of the link that is moved', () => {
    const lab = drawn(bridge('br0'), bridge('br1'), bridge('br2'), join('br0', 'br1'), join('br1', 'br2'))
    const [first = '', second = ''] = Object.keys(lab.links)
    expect(refusal(reconnectEnd(lab, second, 0, 'br0'))).toBeUndefined()
    expect(refusal(reconnectEnd(lab, first, 1, 'br0'))).toBe('link-on-one-bridge')
  })
})
