import { expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { applyStateChange } from '../../core/state/apply'
import type { LinkState, MachineState, StateChange } from '../../core/state/state'
import { machineWith } from '../../test/imagined-machine'
import { changedKeys } from './stateKeys'

const lab: Lab = {
  netloom: 1,
  name: 'trial',
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace' } },
  links: { wire: { endpoints: ['red:eth0', 'host:p-red'] } },
}
const before = machineWith(lab)
const blue = { lab: 'trial', id: 'blue' }

function link(netns: string, name: string): LinkState {
  const found = Object.values(before.namespaces[netns]?.links ?? {}).find((one) => one.name === name)
  if (!found) throw new Error(`${netns} has no ${name}`)
  return found
}
const end = link('red', 'eth0')

function after(namespaces: StateChange['namespaces']): MachineState {
  const now = applyStateChange(before, { epoch: before.epoch, seq: before.seq + 1, namespaces })
  if (!now) throw new Error('the change does not follow')
  return now
}

it('a link of ours that changes concerns its mark, its namespace, and that one’s mark, but not what it is called', () => {
  const now = after({ red: { links: { [end.index]: { ...end, up: false } } } })
  expect([...changedKeys(before, now)].sort()).toEqual(['link trial 0 wire', 'netns red', 'owned trial red'])
})

it('a link that loses its mark, or gets one, concerns both marks', () => {
  const now = after({ red: { links: { [end.index]: { ...end, owner: { lab: 'trial', id: 'other', end: 0 } } } } })
  expect(changedKeys(before, now)).toEqual(new Set(['netns red', 'owned trial red', 'link trial 0 wire', 'link trial 0 other']))
})

it('a link without a mark concerns its namespace', () => {
  expect([...changedKeys(before, after({ host: { links: { [link('host', 'lo').index]: null } } }))]).toEqual(['netns host'])
})

it('a namespace that goes, comes, or is marked otherwise is called otherwise by its mark', () => {
  expect(changedKeys(before, after({ red: null }))).toEqual(
    new Set(['netns red', 'owned trial red', 'called trial red', 'link trial 0 wire']),
  )
  const { blue: made } = machineWith({ ...lab, nodes: { ...lab.nodes, blue: { kind: 'namespace' } } }).namespaces
  if (!made) throw new Error('blue was not made')
  expect(changedKeys(before, after({ blue: made }))).toEqual(new Set(['netns blue', 'owned trial blue', 'called trial blue']))
  expect(changedKeys(before, after({ red: { owner: blue } }))).toEqual(
    new Set(['netns red', 'owned trial red', 'called trial red', 'owned trial blue', 'called trial blue']),
  )
})

it('nothing concerns nobody', () => {
  expect(changedKeys(before, before).size).toBe(0)
})
