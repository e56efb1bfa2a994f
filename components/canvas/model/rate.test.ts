import { describe, expect, it } from 'vitest'
import { rateText, speedOf } from './rate'

describe('a rate', () => {
  it.each([
    [0, '0 B/s'],
    [196, '196 B/s'],
    [999, '999 B/s'],
    [1_000, '1.00 kB/s'],
    [12_345, '12.3 kB/s'],
    [999_600, '1.00 MB/s'],
    [123_400_000, '123 MB/s'],
    [5_000_000_000_000, '5000 GB/s'],
  ])('of %d bytes a second is said as %s', (bytes, text) => {
    expect(rateText(bytes)).toBe(text)
  })

  it('drifts faster the more flows', () => {
    const speeds = [196, 20_000, 2_000_000, 200_000_000].map(speedOf)
    expect(speeds).toEqual([1, 2, 3, 4])
  })
})
