import { describe, expect, test } from 'vitest'
import { machineWith } from '../../test/imagined-machine'
import { change, commands, edited, RED_BLUE, TWO_CARDS } from '../../test/plan-cases'
import { renameInterface, renameNode } from '../edit/rename'
import { setInterface } from '../edit/set-interface'
import type { Lab } from '../lab/schema'
import { planLab } from './plan-lab'

describe('a change', () => {
  test('of one address is one step for each side of it', () => {
    expect(change(RED_BLUE, (lab) => setInterface(lab, 'blue', 'eth0', { addresses: ['10.0.0.9/24'] }))).toEqual([
      'ip -n blue address delete 10.0.0.4/24 dev eth0',
      'ip -n blue address replace 10.0.0.9/24 dev eth0',
    ])
  })

  test('of a namespace’s name moves nothing and makes nothing anew', () => {
    const names = planLab(edited(RED_BLUE, renameNode(RED_BLUE, 'red', 'rot')), machineWith(RED_BLUE)).steps.map(
      ({ op }) => op.op,
    )
    expect(names).toEqual(['netns-rename'])
  })

  test('of an interface’s name takes it down for it, and puts back what that takes away', () => {
    expect(change(RED_BLUE, (lab) => renameInterface(lab, 'red', 'eth0', 'eth9'))).toEqual([
      'ip -n red link set dev eth0 down',
      'ip -n red link set dev eth0 name eth9',
      'ip -n red address replace fd00::2/64 dev eth9 nodad',
      'ip -n red link set dev eth9 up',
      'ip -6 -n red route replace default via 10.0.0.1'.replace('-6 ', ''),
    ])
  })

  test('that puts an address before another of its network takes that off first, for the oldest is the one that packets are sent from', () => {
    const lines = change(RED_BLUE, (lab) => setInterface(lab, 'blue', 'eth0', { addresses: ['10.0.0.9/24', '10.0.0.4/24'] }))
    expect(lines).toEqual([
      'ip -n blue address delete 10.0.0.4/24 dev eth0',
      'ip -n blue address replace 10.0.0.9/24 dev eth0',
      'ip -n blue address replace 10.0.0.4/24 dev eth0',
    ])
    expect(change(RED_BLUE, (lab) => setInterface(lab, 'blue', 'eth0', { addresses: ['10.0.0.4/24', '10.0.0.9/24'] }))).toEqual([
      'ip -n blue address replace 10.0.0.9/24 dev eth0',
    ])
    expect(change(RED_BLUE, (lab) => setInterface(lab, 'blue', 'eth0', { addresses: ['10.0.9.9/24', '10.0.0.4/24'] }))).toEqual([
      'ip -n blue address replace 10.0.9.9/24 dev eth0',
    ])
  })

  test('that takes away a primary address puts back its secondary', () => {
    const lines = change(RED_BLUE, (lab) => setInterface(lab, 'red', 'eth0', { addresses: ['10.0.0.3/24', 'fd00::2/64'] }))
    expect(lines).toEqual([
      'ip -n red address delete 10.0.0.2/24 dev eth0',
      'ip -n red address replace 10.0.0.3/24 dev eth0',
      'ip -n red route replace default via 10.0.0.1',
    ])
  })

  test('that exchanges two names goes through a spare one', () => {
    const swapped: Lab = {
      ...TWO_CARDS,
      links: { one: { endpoints: ['red:eth1', 'blue:eth0'] }, two: { endpoints: ['red:eth0', 'blue:eth1'] } },
    }
    const renames = planLab(swapped, machineWith(TWO_CARDS)).steps.flatMap(({ op }) =>
      op.op === 'link-rename' ? [`${op.name} ${op.to}`] : [],
    )
    expect(renames).toEqual(['eth0 nl-spare-0', 'eth1 eth0', 'nl-spare-0 eth1'])
  })

  test('that moves an end keeps the link', () => {
    const moved: Lab = { ...TWO_CARDS, links: { ...TWO_CARDS.links, two: { endpoints: ['red:eth1', 'host:eth1'] } } }
    expect(commands(planLab(moved, machineWith(TWO_CARDS)))).toEqual([
      'ip -n blue link set dev eth1 netns 1',
      'ip link set dev eth1 up',
    ])
  })

  test('that frees a MAC for another interface makes the link anew, so that no two have it', () => {
    const mac = '02:00:00:00:00:aa'
    const before = edited(TWO_CARDS, setInterface(TWO_CARDS, 'red', 'eth0', { mac }))
    const after = edited(TWO_CARDS, setInterface(TWO_CARDS, 'red', 'eth1', { mac }))
    expect(planLab(after, machineWith(before)).steps.map(({ op }) => op.op)).toEqual(
      expect.arrayContaining(['link-delete', 'veth-add']),
    )
  })
})
