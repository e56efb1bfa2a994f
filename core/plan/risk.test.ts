import { describe, expect, test } from 'vitest'
import type { Op } from './ops'
import { mayCutOff } from './risk'

const defaultRoute = (netns: string, to = 'default'): Op => ({ op: 'route-add', netns, family: 4, to, via: '192.0.2.1' })
const nat = (netns: string): Op => ({ op: 'rules-set', netns, lab: 'demo', rules: [] })
const filter = (netns: string): Op => ({
  op: 'rules-set',
  netns,
  lab: 'demo',
  rules: [],
  filter: [{ chain: 'input', policy: 'drop', rules: [] }],
})

describe('steps that may cut off who asked for them', () => {
  test.each<[string, Op, boolean]>([
    ['another default route of the computer', defaultRoute('host'), true],
    ['a default route of a namespace', defaultRoute('red'), false],
    ['another route of the computer', defaultRoute('host', '10.0.0.0/8'), false],
    ['a filter of the computer', filter('host'), true],
    ['a filter of a namespace', filter('red'), false],
    ['NAT of the computer', nat('host'), false],
    ['a namespace', { op: 'netns-add', netns: 'red', id: 'red' }, false],
  ])('%s', (_, op, cuts) => {
    expect(mayCutOff([op])).toBe(cuts)
  })
})
