import { describe, expect, it } from 'vitest'
import type { LinkState } from '../../../core/state/state'
import { lightOf, sumOfLights } from './light'

const link = (up: boolean, operstate: string): LinkState => ({
  index: 2,
  name: 'eth0',
  kind: 'veth',
  mac: '02:00:00:00:00:01',
  mtu: 1500,
  up,
  operstate,
  carrier: operstate === 'up',
  group: 188,
  addresses: [],
})

describe('the light of an interface', () => {
  it.each([
    ['not in the kernel', {}, undefined, false, 'drawn'],
    ['up as drawn', {}, link(true, 'up'), false, 'up'],
    ['lo, whose operstate is unknown', {}, link(true, 'unknown'), false, 'up'],
    ['down as drawn', { up: false }, link(false, 'down'), false, 'down'],
    ['down although drawn up', {}, link(false, 'down'), false, 'wrong'],
    ['up although drawn down', { up: false }, link(true, 'up'), false, 'wrong'],
    ['without carrier although both ends are drawn up', {}, link(true, 'lowerlayerdown'), false, 'wrong'],
    ['without carrier because the other end is drawn down', {}, link(true, 'lowerlayerdown'), true, 'down'],
  ] as const)('%s', (_, drawn, found, quiet, light) => {
    expect(lightOf(drawn, found, quiet)).toBe(light)
  })
})

describe('one light for many', () => {
  it('is the worst of them', () => {
    expect(sumOfLights(['up', 'wrong', 'down'])).toBe('wrong')
    expect(sumOfLights(['up', 'drawn', 'down'])).toBe('up')
    expect(sumOfLights(['drawn', 'drawn'])).toBe('drawn')
    expect(sumOfLights([])).toBeUndefined()
  })
})
