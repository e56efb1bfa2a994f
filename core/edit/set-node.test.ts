import { describe, expect, it } from 'vitest'
import { at, commandOf, config, made, office } from '../../test/labs/draw'
import { moveNodes } from './move'
import { setInterface } from './set-interface'
import { setDescription, setNode } from './set-node'

describe('setting', () => {
  it('writes no defaults, and drops what says nothing', () => {
    const lab = office()
    const up = made(lab, setInterface(lab, 'red', 'eth0', { up: true, addresses: [] }))
    expect(up.nodes.red).toEqual({ kind: 'namespace' })
    const down = made(up, setInterface(up, 'red', 'eth0', { up: false }))
    expect(config(down, 'red', 'eth0')).toEqual({ up: false })
    expect(commandOf(setNode(lab, 'host', { forwarding: false })).changes).toEqual([])
    expect(commandOf(setNode(lab, 'v-net-0', { on: 'host', stp: false })).changes).toEqual([])
  })

  it('sets a bridge’s own interface on the bridge', () => {
    const lab = office()
    expect(made(lab, setInterface(lab, 'v-net-0', 'v-net-0', { mtu: 1400 })).nodes['v-net-0']).toMatchObject({ mtu: 1400 })
  })

  it('describes the lab, and moves its nodes in one step', () => {
    const lab = office()
    expect(made(lab, setDescription(lab, 'x')).description).toBe('x')
    expect(commandOf(setDescription(lab, '')).changes).toEqual([])
    const moved = made(lab, moveNodes(lab, { red: { x: 5, y: 6 }, gone: at }))
    expect(moved.layout).toMatchObject({ red: { x: 5, y: 6 } })
    expect(moved.layout).not.toHaveProperty('gone')
  })
})
