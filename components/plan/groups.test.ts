import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Step } from '../../core/plan/plan'
import { countActions, groupDone, groupSteps } from './groups'

const step = (op: 'link-up' | 'link-down', netns: string): Step => ({
  op: { op, netns, name: 'eth0' },
  action: op === 'link-up' ? 'change' : 'delete',
  elements: [],
  reason: { code: 'netns-drawn', params: {} },
})
const steps = fc.array(fc.constantFrom('link-up' as const, 'link-down' as const)).map((ops) => ops.map((op) => step(op, 'red')))

describe('groupSteps', () => {
  it('keeps every step once and in order', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const placed = groupSteps(list).flatMap((group) => group.steps)
        expect(placed.map((entry) => entry.step)).toEqual(list)
        expect(placed.map((entry) => entry.index)).toEqual(list.map((_, index) => index))
      }),
    )
  })

  it('puts neighbours of one kind together and starts anew when the kind comes back', () => {
    const groups = groupSteps([step('link-up', 'a'), step('link-up', 'b'), step('link-down', 'a'), step('link-up', 'c')])
    expect(groups.map((group) => [group.op, group.steps.length])).toEqual([
      ['link-up', 2],
      ['link-down', 1],
      ['link-up', 1],
    ])
  })
})

describe('groupDone', () => {
  it('adds up to what is done, whatever the groups are', () => {
    fc.assert(
      fc.property(steps, fc.nat(60), (list, done) => {
        const sum = groupSteps(list).reduce((total, group) => total + groupDone(group, done), 0)
        expect(sum).toBe(Math.min(done, list.length))
      }),
    )
  })
})

describe('countActions', () => {
  it('counts by action', () => {
    expect(countActions([step('link-up', 'a'), step('link-down', 'a'), step('link-up', 'b')])).toEqual({
      create: 0,
      change: 2,
      delete: 1,
    })
  })
})
