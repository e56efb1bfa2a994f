import { expect, it } from 'vitest'
import { applyStateChange } from '../../core/state/apply'
import type { LinkState, MachineState, NetnsState, StateChange } from '../../core/state/state'
import { changedKeys } from './stateKeys'

const link = (index: number, name: string, mark?: LinkState['owner']) =>
  ({ index, name, up: true, addresses: [], ...(mark && { owner: mark }) }) as unknown as LinkState

const netns = (name: string, links: LinkState[], owner?: NetnsState['owner']): NetnsState => ({
  name,
  inode: 1,
  links: Object.fromEntries(links.map((one) => [one.index, one])),
  routes: [],
  neighbours: [],
  forwarding: { ipv4: false, ipv6: false },
  nat: [],
  foreignTables: [],
  ...(owner && { owner }),
})

const red = { lab: 'trial', id: 'red' }
const wire = { lab: 'trial', id: 'wire', end: 0 as const }
const before = {
  epoch: 'e',
  seq: 1,
  namespaces: {
    host: netns('host', [link(1, 'lo'), link(2, 'eth0')]),
    red: netns('red', [link(1, 'lo'), link(7, 'eth0', wire)], red),
  },
} as unknown as MachineState

function after(namespaces: StateChange['namespaces']): MachineState {
  const now = applyStateChange(before, { epoch: 'e', seq: 2, namespaces })
  if (!now) throw new Error('the change does not follow')
  return now
}

it('a link of ours that changes concerns its mark, its namespace, and that one’s mark, but not what it is called', () => {
  const now = after({ red: { links: { 7: { ...link(7, 'eth0', wire), up: false } } } })
  expect([...changedKeys(before, now)].sort()).toEqual(['link trial 0 wire', 'netns red', 'owned trial red'])
})

it('a link that loses its mark, or gets one, concerns both marks', () => {
  const now = after({ red: { links: { 7: link(7, 'eth0', { ...wire, id: 'other' }) } } })
  expect(changedKeys(before, now)).toEqual(new Set(['netns red', 'owned trial red', 'link trial 0 wire', 'link trial 0 other']))
})

it('a link without a mark concerns its namespace', () => {
  expect([...changedKeys(before, after({ host: { links: { 2: null } } }))]).toEqual(['netns host'])
})

it('a namespace that goes, comes, or is marked otherwise is called otherwise by its mark', () => {
  expect(changedKeys(before, after({ red: null }))).toEqual(
    new Set(['netns red', 'owned trial red', 'called trial red', 'link trial 0 wire']),
  )
  const blue = { lab: 'trial', id: 'blue' }
  expect(changedKeys(before, after({ blue: netns('blue', [], blue) }))).toEqual(
    new Set(['netns blue', 'owned trial blue', 'called trial blue']),
  )
  expect(changedKeys(before, after({ red: { owner: blue } }))).toEqual(
    new Set(['netns red', 'owned trial red', 'called trial red', 'owned trial blue', 'called trial blue']),
  )
})

it('nothing concerns nobody', () => {
  expect(changedKeys(before, before).size).toBe(0)
})
