import { describe, expect, test } from 'vitest'
import { lossesOf } from './losses'
import type { Op } from './ops'
import type { StepAction } from './plan'

const rules: Op = { op: 'rules-set', netns: 'red', lab: 'demo', rules: [] }

describe('what would not come back exactly', () => {
  test.each<[string, Op, StepAction, string[]]>([
    ['a new namespace', { op: 'netns-add', netns: 'red', id: 'red' }, 'create', []],
    ['rules where there were none', rules, 'create', []],
    ['rules in the place of others', rules, 'change', ['counters', 'connections']],
    ['rules that go', { op: 'rules-delete', netns: 'red', lab: 'demo' }, 'delete', ['counters', 'connections']],
    ['a namespace that goes', { op: 'netns-delete', netns: 'red' }, 'delete', ['counters', 'connections', 'learned']],
    ['an interface that goes', { op: 'link-delete', netns: 'red', name: 'eth0' }, 'delete', ['counters', 'learned']],
    ['an interface that goes down', { op: 'link-down', netns: 'red', name: 'eth0' }, 'change', ['learned']],
    ['an address', { op: 'address-delete', netns: 'red', dev: 'eth0', address: '10.0.0.1/24' }, 'delete', []],
  ])('of %s', (_, op, action, lost) => {
    expect(lossesOf([{ op, action }])).toEqual(lost)
  })

  test('each is said once, whatever the order of the steps', () => {
    const down: Op = { op: 'link-down', netns: 'red', name: 'eth0' }
    const steps = [down, rules, down].map((op) => ({ op, action: 'change' as const }))
    expect(lossesOf(steps)).toEqual(['counters', 'connections', 'learned'])
  })
})
