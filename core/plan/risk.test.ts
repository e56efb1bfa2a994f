import { describe, expect, test } from 'vitest'
import type { Op } from './ops'
import { mayCutOff } from './risk'

const route = { op: 'route-add', family: 4, to: 'default', via: '192.0.2.1' } as const
const rules = { op: 'rules-set', lab: 'demo', rules: [] } as const
const drop = [{ chain: 'input', policy: 'drop', rules: [] }] as const

describe('steps that may cut off who asked for them', () => {
  test.each<[string, Op, boolean]>([
    ['another default route of the computer', { ...route, netns: 'host' }, true],
    ['a default route of a namespace', { ...route, netns: 'red' }, false],
    ['another route of the computer', { ...route, netns: 'host', to: '10.0.0.0/8' }, false],
    ['a filter of the computer', { ...rules, netns: 'host', filter: [...drop] }, true],
    ['a filter of a namespace', { ...rules, netns: 'red', filter: [...drop] }, false],
    ['NAT of the computer', { ...rules, netns: 'host' }, false],
    ['a namespace', { op: 'netns-add', netns: 'red', id: 'red' }, false],
  ])('%s', (_, op, cuts) => {
    expect(mayCutOff([op])).toBe(cuts)
  })
})
