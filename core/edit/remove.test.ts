import { describe, expect, it } from 'vitest'
import { bridge, drawn, join, made, namespace, office, refusal } from '../../test/labs/draw'
import { setNat } from './nat'
import { removeElements } from './remove'
import { setRoutes } from './routes'
import { setNode } from './set-node'

describe('removing', () => {
  it('takes along what cannot be without it', () => {
    const lab = office()
    const without = made(lab, removeElements(lab, [{ kind: 'node', node: 'v-net-0' }]))
    expect(without.links).toEqual({})
    expect(without.nodes).toEqual({ host: { kind: 'host' }, red: { kind: 'namespace' }, blue: { kind: 'namespace' } })
    expect(without.layout).not.toHaveProperty('v-net-0')
  })

  it('takes the bridges inside a namespace along', () => {
    const lab = drawn(namespace('a'), bridge('br0'), (now) => setNode(now, 'br0', { on: 'a' }), join('br0', 'host'))
    const without = made(lab, removeElements(lab, [{ kind: 'node', node: 'a' }]))
    expect(without.nodes).toEqual({ host: { kind: 'host' } })
  })

  it('removes an interface by its link, and the routes that name it', () => {
    const lab = made(
      office(),
      setRoutes(office(), 'red', [
        { to: 'default', dev: 'eth0' },
        { to: '10.9.0.0/24', via: '192.168.15.5' },
      ]),
    )
    const without = made(lab, removeElements(lab, [{ kind: 'interface', node: 'red', name: 'eth0' }]))
    expect(Object.keys(without.links)).toHaveLength(1)
    expect(without.nodes.red).toEqual({ kind: 'namespace', routes: [{ to: '10.9.0.0/24', via: '192.168.15.5' }] })
  })

  it('removes several rules at once without losing count', () => {
    const rules = [80, 81, 82, 83].map((port) => ({ type: 'dnat' as const, protocol: 'tcp' as const, port, to: '192.168.15.1' }))
    const lab = made(office(), setNat(office(), 'host', rules))
    const refs = [0, 2].map((index) => ({ kind: 'nat' as const, node: 'host', index }))
    expect(made(lab, removeElements(lab, refs)).nodes.host).toMatchObject({ nat: [{ port: 81 }, { port: 83 }] })
  })

  it('leaves the host where it is', () => {
    expect(refusal(removeElements(office(), [{ kind: 'node', node: 'host' }]))).toBe('host-stays')
    expect(refusal(removeElements(office(), []))).toBe('nothing-selected')
  })
})
