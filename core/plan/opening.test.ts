import { describe, expect, test } from 'vitest'
import { netnsOfOps, stepsBeforeOpening } from './opening'
import type { Op } from './ops'

const bridge: Op = { op: 'bridge-add', netns: 'host', name: 'br0', node: 'br0', stp: false }
const pair: Op = {
  op: 'veth-add',
  link: 'red.eth0--br0.veth-red',
  ends: [
    { netns: 'red', name: 'eth0' },
    { netns: 'host', name: 'veth-red' },
  ],
}
const port: Op = { op: 'port-attach', netns: 'host', name: 'veth-red', bridge: 'br0' }
const up = (netns: string, name: string): Op => ({ op: 'link-up', netns, name })

describe('the steps before a new bridge is opened', () => {
  test('end where the first of its ports comes up', () => {
    expect(stepsBeforeOpening([bridge, pair, port, up('red', 'eth0'), up('host', 'veth-red'), up('host', 'br0')])).toBe(4)
  })

  test('end where the bridge itself comes up, if its ports stay down', () => {
    expect(stepsBeforeOpening([bridge, pair, port, up('red', 'eth0'), up('host', 'br0')])).toBe(4)
  })

  test('are all steps where only a bridge that is there already gets a port', () => {
    expect(stepsBeforeOpening([pair, port, up('red', 'eth0'), up('host', 'veth-red')])).toBe(4)
  })

  test('are not told by a link of the same name elsewhere', () => {
    expect(stepsBeforeOpening([bridge, pair, port, up('red', 'veth-red'), up('red', 'br0')])).toBe(5)
  })

  test('are none where there are none', () => {
    expect(stepsBeforeOpening([])).toBe(0)
  })
})

describe('the namespaces of steps', () => {
  test('are those where they change something: both ends of a pair, and where a link moves to', () => {
    expect([...netnsOfOps([pair])]).toEqual(['red', 'host'])
    expect([...netnsOfOps([{ op: 'link-move', netns: 'red', name: 'eth0', to: 'blue' }])]).toEqual(['red', 'blue'])
    expect([...netnsOfOps([{ op: 'netns-rename', netns: 'red', to: 'rot' }])]).toEqual(['red', 'rot'])
    expect([...netnsOfOps([port, up('host', 'br0')])]).toEqual(['host'])
  })
})
