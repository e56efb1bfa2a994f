import { describe, expect, it } from 'vitest'
import { at, drawn, made, office, refusal } from '../../test/labs/draw'
import { checkLab } from '../check/check'
import { addNode } from './add-node'
import { renameNode } from './rename'

describe('adding', () => {
  it('names nodes by itself and puts them where they were dropped', () => {
    const lab = drawn(
      (now) => addNode(now, 'namespace', { x: 10.4, y: 20.6 }),
      (now) => addNode(now, 'namespace', at),
      (now) => addNode(now, 'bridge', at),
    )
    expect(Object.keys(lab.nodes)).toEqual(['host', 'ns1', 'ns2', 'br0'])
    expect(lab.layout?.ns1).toEqual({ x: 10, y: 21 })
  })

  it('refuses names that are taken or cannot be', () => {
    const lab = office()
    expect(refusal(addNode(lab, 'namespace', at, 'red'))).toBe('name-taken')
    expect(refusal(addNode(lab, 'bridge', at, 'veth-red'))).toBe('name-taken')
    expect(refusal(addNode(lab, 'namespace', at, '../x'))).toBe('bad-node-name')
    expect(refusal(addNode(lab, 'bridge', at, 'a-bridge-with-a-long-name'))).toBe('bad-bridge-name')
    expect(refusal(addNode(lab, 'namespace', at, 'host'))).toBe('name-taken')
  })

  it('gives a new node an id of its own when a renamed one still has its name as id', () => {
    const lab = made(office(), renameNode(office(), 'red', 'green'))
    const again = made(lab, addNode(lab, 'namespace', at, 'red'))
    expect(checkLab(again).filter(({ severity }) => severity === 'error')).toEqual([])
    expect(again.nodes.red).toEqual({ kind: 'namespace', id: 'red.2' })
  })
})
