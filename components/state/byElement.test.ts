import { describe, expect, it } from 'vitest'
import type { ElementRef } from '../../core/lab/element'
import { groupByElement } from './byElement'

const node = (name: string): ElementRef => ({ kind: 'node', node: name })

describe('grouping by element', () => {
  const groups = (all: { at: string; says: string }[], before = new Map()) => groupByElement(all, (one) => [node(one.at)], before)

  it('keeps the order within an element', () => {
    const by = groups([
      { at: 'red', says: 'a' },
      { at: 'blue', says: 'b' },
      { at: 'red', says: 'c' },
    ])
    expect(by.get('node/red')?.map((one) => one.says)).toEqual(['a', 'c'])
  })

  it('hands out the old array where nothing changed, and a new one where something did', () => {
    const before = groups([
      { at: 'red', says: 'a' },
      { at: 'blue', says: 'b' },
    ])
    const after = groups(
      [
        { at: 'red', says: 'a' },
        { at: 'blue', says: 'other' },
      ],
      new Map(before),
    )
    expect(after.get('node/red')).toBe(before.get('node/red'))
    expect(after.get('node/blue')).not.toBe(before.get('node/blue'))
  })
})
