import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rateText } from './rate'

describe('rateText', () => {
  it.each([
    [0, '0 B/s'],
    [84, '84 B/s'],
    [999, '999 B/s'],
    [1000, '1.0 kB/s'],
    [9949, '9.9 kB/s'],
    [9950, '10 kB/s'],
    [999_600, '1.0 MB/s'],
    [2_500_000_000, '2.5 GB/s'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(rateText(bytes)).toBe(text)
  })

  it('never needs more than three digits below a terabyte', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_000_000_000 }), (bytes) => {
        expect(rateText(bytes).replace(/\D/g, '').length).toBeLessThanOrEqual(3)
      }),
    )
  })
})
