import { describe, expect, it } from 'vitest'
import { at, bridge, drawn, join, made, namespace, office, refusal } from '../../test/labs/draw'
import { equalJson } from './json'
import { setNat } from './nat'
import { renameInterface, renameNode } from './rename'
import { setRoutes } from './routes'

describe('renaming', () => {
  it('keeps the identity of a node, and takes it off again with the old name', () => {
    const lab = office()
    const renamed = made(lab, renameNode(lab, 'red', 'green'))
    expect(renamed.nodes.green).toMatchObject({ id: 'red' })
    expect(Object.keys(renamed.links)).toEqual(Object.keys(lab.links))
    expect(renamed.layout?.green).toEqual(at)
    expect(equalJson(made(renamed, renameNode(renamed, 'green', 'red')), lab)).toBe(true)
  })

  it('follows a bridge and an interface in routes and rules', () => {
    const lab = drawn(
      namespace('a'),
      bridge('br0'),
      join('a', 'host'),
      (now) =>
        setRoutes(now, 'host', [
          { to: '10.9.0.0/24', dev: 'br0' },
          { to: 'default', dev: 'veth-a' },
        ]),
      (now) => setNat(now, 'host', [{ type: 'masquerade', out: 'veth-a' }]),
    )
    const renamed = made(lab, renameNode(lab, 'br0', 'lan'))
    expect(renamed.nodes.host).toMatchObject({ routes: [{ dev: 'lan' }, { dev: 'veth-a' }] })
    const named = made(renamed, renameInterface(renamed, 'host', 'veth-a', 'wan'))
    expect(named.nodes.host).toMatchObject({
      routes: [{ dev: 'lan' }, { dev: 'wan' }],
      nat: [{ out: 'wan' }],
      interfaces: { wan: {} },
    })
  })

  it('refuses what cannot be', () => {
    const lab = office()
    expect(refusal(renameNode(lab, 'host', 'box'))).toBe('host-stays')
    expect(refusal(renameNode(lab, 'red', 'blue'))).toBe('name-taken')
    expect(refusal(renameNode(lab, 'v-net-0', 'veth-red'))).toBe('name-taken')
    expect(refusal(renameInterface(lab, 'red', 'eth0', 'lo'))).toBe('name-taken')
    expect(refusal(renameInterface(lab, 'red', 'eth0', 'a/b'))).toBe('bad-interface-name')
    expect(refusal(renameInterface(lab, 'v-net-0', 'v-net-0', 'x'))).toBe('not-an-interface-of-its-own')
    expect(refusal(renameInterface(lab, 'red', 'eth7', 'x'))).toBe('no-such-element')
  })
})
