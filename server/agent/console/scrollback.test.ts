import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Scrollback } from './scrollback'

describe('the scrollback of a console', () => {
  test('holds the last bytes of all that was written, however it was cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.uint8Array({ maxLength: 100 })), (size, writes) => {
        const scrollback = new Scrollback(size)
        for (const data of writes) scrollback.append(Buffer.from(data))
        const all = Buffer.concat(writes)
        expect(scrollback.end).toBe(all.length)
        expect(scrollback.start).toBe(Math.max(0, all.length - size))
        expect(scrollback.read(scrollback.start, size)).toEqual(all.subarray(scrollback.start))
      }),
    )
  })

  test('gives any part of them', () => {
    const scrollback = new Scrollback(8)
    scrollback.append(Buffer.from('abcdefghijkl'))
    expect(scrollback.read(6, 3).toString()).toBe('ghi')
    expect(scrollback.read(10, 100).toString()).toBe('kl')
    expect(scrollback.read(12, 5).toString()).toBe('')
  })

  test('opens with what is whole: everything, else a line, else a character', () => {
    const whole = new Scrollback(100)
    whole.append(Buffer.from('half a line'))
    expect(whole.opening).toBe(0)
    const lines = new Scrollback(12)
    lines.append(Buffer.from('first line\nsecond\n'))
    expect(lines.read(lines.opening, 100).toString()).toBe('second\n')
    const text = new Scrollback(7)
    text.append(Buffer.from('雾里看花'))
    expect(text.read(text.opening, 100).toString()).toBe('看花')
  })
})
