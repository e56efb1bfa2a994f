import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeBeside } from './place'

const window = { width: 1000, height: 600 }
const tip = { width: 100, height: 20 }

describe('placing a tip', () => {
  it('centres it on the wished side', () => {
    const box = { left: 400, top: 300, width: 40, height: 40 }
    expect(placeBeside(box, tip, window, 'bottom')).toEqual({ left: 370, top: 346 })
    expect(placeBeside(box, tip, window, 'right')).toEqual({ left: 446, top: 310 })
  })

  it('takes the other side where there is no room', () => {
    expect(placeBeside({ left: 400, top: 570, width: 40, height: 28 }, tip, window, 'bottom').top).toBe(544)
    expect(placeBeside({ left: 960, top: 300, width: 30, height: 30 }, tip, window, 'right').left).toBe(854)
  })

  it('keeps it inside the window, wherever the thing is', () => {
    const box = fc.record({
      left: fc.integer({ min: -50, max: 1000 }),
      top: fc.integer({ min: -50, max: 600 }),
      width: fc.integer({ min: 0, max: 300 }),
      height: fc.integer({ min: 0, max: 300 }),
    })
    fc.assert(
      fc.property(box, fc.constantFrom('top', 'right', 'bottom', 'left'), (one, side) => {
        const { left, top } = placeBeside(one, tip, window, side)
        expect(left).toBeGreaterThanOrEqual(8)
        expect(top).toBeGreaterThanOrEqual(8)
        expect(left + tip.width).toBeLessThanOrEqual(992)
        expect(top + tip.height).toBeLessThanOrEqual(592)
      }),
    )
  })
})
