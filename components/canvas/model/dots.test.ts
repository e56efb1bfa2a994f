import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ZOOM } from '../fit'
import { dotsAt } from './dots'

const transform = [
  fc.integer({ min: -100_000, max: 100_000 }),
  fc.integer({ min: -100_000, max: 100_000 }),
  fc.double({ min: ZOOM.min, max: ZOOM.max, noNaN: true }),
] as const

describe('the dots of the paper', () => {
  it('stand on the lab’s grid, to the pixel, wherever the paper is', () => {
    fc.assert(
      fc.property(...transform, (x, y, zoom) => {
        const { step, shift } = dotsAt(x, y, zoom)
        // The first dot of the pattern is in the middle of its first tile.
        for (const [origin, moved] of [
          [x, shift.x],
          [y, shift.y],
        ] as const) {
          const off = (moved + step / 2 - origin) / step
          expect(Math.abs(off - Math.round(off)) * step).toBeLessThanOrEqual(0.5 + 1e-6)
        }
      }),
    )
  })

  it('are moved by no more than from one to the next, so that the layer always covers the canvas', () => {
    fc.assert(
      fc.property(...transform, (x, y, zoom) => {
        const { step, shift } = dotsAt(x, y, zoom)
        expect(Math.min(shift.x, shift.y)).toBeGreaterThanOrEqual(0)
        expect(Math.max(shift.x, shift.y)).toBeLessThanOrEqual(Math.ceil(step))
      }),
    )
  })

  it('are left out where they would run together', () => {
    expect(dotsAt(0, 0, 1).hidden).toBe(false)
    expect(dotsAt(0, 0, 0.1).hidden).toBe(true)
  })
})
