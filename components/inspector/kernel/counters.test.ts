import { describe, expect, it } from 'vitest'
import { countersByKey, rulesOf } from './counters'

const rule = (key: string) => ({ chain: 'postrouting' as const, key })
const hits = (packets: number) => ({ packets, bytes: packets * 84 })

describe('countersByKey', () => {
  it('pairs rules and counters in the order of the tables', () => {
    const tables = [{ lab: 'lan', rules: [rule('a'), rule('b')] }]
    expect(countersByKey(tables, 'lan', [hits(1), hits(2)])).toEqual(
      new Map([
        ['a', hits(1)],
        ['b', hits(2)],
      ]),
    )
  })

  it('skips the rules of another lab and their counters', () => {
    const tables = [
      { lab: 'other', rules: [rule('a')] },
      { lab: 'lan', rules: [rule('a')] },
    ]
    expect(countersByKey(tables, 'lan', [hits(1), hits(2)])).toEqual(new Map([['a', hits(2)]]))
  })

  it('has nothing for a rule whose counter has not come yet', () => {
    expect(countersByKey([{ lab: 'lan', rules: [rule('a'), rule('b')] }], 'lan', [hits(1)]).has('b')).toBe(false)
  })
})

describe('rulesOf', () => {
  it('counts and lists the same: this lab’s rules and policies, and no other lab’s', () => {
    const policies = { forward: 'drop' as const }
    const tables = [
      { lab: 'other', rules: [rule('a'), rule('b')] },
      { lab: 'lan', rules: [], policies },
    ]
    expect(rulesOf(tables, 'lan')).toEqual({ rules: [], policies: [['forward', 'drop']] })
    expect(rulesOf(tables, 'none')).toEqual({ rules: [], policies: [] })
  })
})
