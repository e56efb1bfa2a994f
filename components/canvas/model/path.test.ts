import { describe, expect, it } from 'vitest'
import type { Anchor } from './geometry'
import { curve, pointAt } from './path'

const row: Anchor = { x: 200, y: 60, side: 'right' }

describe('a line', () => {
  it('begins and ends at its anchors', () => {
    const line = curve(row, { x: 500, y: 300, side: 'left' })
    expect(pointAt(line, 0)).toEqual({ x: 200, y: 60 })
    expect(pointAt(line, 1)).toEqual({ x: 500, y: 300 })
  })

  it('leaves straight out of its side', () => {
    const start = pointAt(curve(row, { x: 300, y: 300, side: 'top' }), 0.01)
    expect(start.x).toBeGreaterThan(200)
    expect(Math.abs(start.y - 60)).toBeLessThan(0.5)
  })

  it('goes round its own card to a port below it, from either end', () => {
    const port: Anchor = { x: 100, y: 300, side: 'top' }
    for (const line of [curve(row, port), curve(port, row)]) {
      // Below the card's corner it is still beside the card.
      const beside = Array.from({ length: 50 }, (_, at) => pointAt(line, at / 49)).filter(({ y }) => y > 60 && y < 90)
      expect(beside.length).toBeGreaterThan(0)
      for (const { x } of beside) expect(x).toBeGreaterThanOrEqual(200)
    }
    expect(pointAt(curve(port, row), 0)).toEqual({ x: 100, y: 300 })
  })

  it('bows further out when it is told to', () => {
    const below: Anchor = { x: 200, y: 300, side: 'right' }
    const [near, far] = [0, 40].map((bow) => pointAt(curve(row, below, bow), 0.5).x)
    expect(far).toBeCloseTo((near ?? 0) + 30)
  })
})
