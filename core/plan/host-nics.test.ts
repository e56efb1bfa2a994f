import { describe, expect, it } from 'vitest'
import { emptyLab } from '../lab/empty'
import type { Lab } from '../lab/schema'
import { blankMachine } from '../state/blank'
import { UNTOUCHED } from '../state/host-record'
import type { LinkState, MachineState } from '../state/state'
import { hostNics } from './host-nics'
import { recordDone } from './host-record'
import { orphansOf } from './orphans'

const link = (index: number, name: string, more: Partial<LinkState> = {}): LinkState => ({
  index,
  name,
  kind: 'physical',
  mac: '02:00:00:00:00:01',
  mtu: 1500,
  up: true,
  operstate: 'up',
  carrier: true,
  group: 0,
  addresses: [],
  ...more,
})

function computer(...links: LinkState[]): MachineState {
  const host = blankMachine.namespaces.host
  if (!host) throw new Error('a machine has a root namespace')
  const byIndex = Object.fromEntries(links.map((one) => [one.index, one]))
  const nics = [{ lab: 'mine', name: 'eth2', bridge: 'br1', addresses: [], routes: [], up: true }]
  return { ...blankMachine, host: { ...UNTOUCHED, nics }, namespaces: { host: { ...host, links: byIndex } } }
}

it('offers what the computer has: not lo, not bridges, not what a lab made; and says what somebody else holds', () => {
  const state = computer(
    link(1, 'lo', { kind: 'loopback' }),
    link(3, 'eth1', { master: 'docker0' }),
    link(2, 'eth0'),
    link(4, 'docker0', { kind: 'bridge' }),
    link(5, 'veth0', { kind: 'veth', owner: { lab: 'mine', id: 'wire', end: 0 } }),
    link(6, 'eth2', { master: 'br1' }),
  )
  const told = hostNics('mine', state).map(({ link: { name }, takenBy }) => [name, takenBy])
  expect(told).toEqual([
    ['eth0', undefined],
    ['eth1', 'docker0'],
    ['eth2', undefined],
  ])
})

it('has none in a sandbox', () => {
  expect(hostNics('mine', { ...computer(link(2, 'eth0')), host: undefined })).toEqual([])
  expect(hostNics('mine', null)).toEqual([])
})

describe('what is on record of a card', () => {
  const nics = [{ lab: 'mine', name: 'eth2', bridge: 'br1', addresses: ['192.168.1.5/24'], routes: [], up: true }]
  const record = { ...UNTOUCHED, nics }
  const drawing: Lab = {
    ...emptyLab('mine'),
    nodes: { host: { kind: 'host', interfaces: { eth2: { bridge: 'br1' } } }, br1: { kind: 'bridge' } },
  }

  it('stays while its lab draws it, and goes with it, though no step was needed to give the card back', () => {
    expect(recordDone(record, 'mine', [], drawing)).toEqual(record)
    expect(recordDone(record, 'other', [], undefined)).toEqual(record)
    expect(recordDone(record, 'mine', [], emptyLab('mine'))).toEqual(UNTOUCHED)
    expect(recordDone(record, 'mine', [], undefined)).toEqual(UNTOUCHED)
  })

  it('tells of a lab that is not applied and has not given it back', () => {
    const state = { ...computer(link(6, 'eth2')), host: record }
    expect(orphansOf(state, new Set()).labs).toEqual([{ lab: 'mine', steps: 1 }])
    expect(orphansOf(state, new Set(['mine'])).labs).toEqual([])
  })
})
