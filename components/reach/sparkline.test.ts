import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sparkline } from './sparkline'

describe('sparkline', () => {
  it('stays inside its box', () => {
    const sample = fc.option(fc.double({ min: 0, max: 60_000, noNaN: true }))
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 50 }), (samples) => {
        const { dots, losses, top } = sparkline(samples, 5, 200, 40)
        expect(dots.length + losses.length).toBe(samples.length)
        for (const { x, y } of dots) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(200)
          expect(y).toBeGreaterThanOrEqual(0)
          expect(y).toBeLessThanOrEqual(40)
        }
        for (const sampled of samples) if (sampled !== null) expect(top ?? 0).toBeGreaterThanOrEqual(sampled)
      }),
    )
  })

  it('breaks the line at a lost ping', () => {
    expect(sparkline([1, 1, null, 1], 4, 30, 10).path).toBe('M0 0L10 0M30 0')
  })

  it('keeps its scale while times stay within it', () => {
    expect(sparkline([0.06], 5, 100, 10).top).toBe(0.1)
    expect(sparkline([0.06, 0.09], 5, 100, 10).top).toBe(0.1)
    expect(sparkline([0.06, 0.11], 5, 100, 10).top).toBe(0.2)
  })

  it('has no scale where nothing was measured', () => {
    expect(sparkline([null, null], 5, 100, 10)).toEqual({
      path: '',
      dots: [],
      losses: [
        { x: 0, seq: 1 },
        { x: 25, seq: 2 },
      ],
      top: null,
    })
  })

  it('leaves room for the replies that are still to come', () => {
    expect(sparkline([1], 5, 100, 10).dots).toEqual([{ x: 0, y: 0, seq: 1 }])
    expect(sparkline([1, 1], 5, 100, 10).dots[1]?.x).toBe(25)
  })
})
