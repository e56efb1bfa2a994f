import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Lab } from '../../../core/lab/schema'
import { freeSpot, placement } from './placement'

const lab: Lab = {
  netloom: 1,
  name: 'lab',
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace' }, br0: { kind: 'bridge' } },
  links: {},
}

describe('places', () => {
  it('are those of the layout, where it has them all', () => {
    const layout = { host: { x: 1, y: 2 }, red: { x: 3, y: 4 }, br0: { x: 5, y: 6 } }
    expect(placement({ ...lab, layout })).toBe(layout)
  })

  it('go from the namespaces above to the host below where there is no layout', () => {
    const { red, br0, host } = placement(lab)
    expect(red?.y).toBeLessThan(br0?.y ?? 0)
    expect(br0?.y).toBeLessThan(host?.y ?? 0)
  })

  it('do not move what has one, and lie under it', () => {
    const placed = placement({ ...lab, layout: { red: { x: 40, y: 40 } } })
    expect(placed.red).toEqual({ x: 40, y: 40 })
    for (const name of ['br0', 'host']) expect(placed[name]?.y).toBeGreaterThan(40)
  })
})

describe('a free spot', () => {
  const size = { width: 200, height: 88 }

  it('is the wanted one where nothing is in the way', () => {
    expect(freeSpot({ x: 17, y: 3 }, size, [])).toEqual({ x: 16, y: 0 })
  })

  it('is beside what is there, in one row with it, and never so near that no link would be seen between the two', () => {
    const taken = [{ x: 0, y: 0, ...size }]
    for (let count = 0; count < 12; count++) taken.push({ ...freeSpot({ x: 0, y: 0 }, size, taken), ...size })
    expect(taken[1]?.y).toBe(0)
    for (const [at, one] of taken.entries()) {
      for (const other of taken.slice(at + 1)) {
        const beside = Math.abs(one.x - other.x) >= size.width + 64
        expect(beside || Math.abs(one.y - other.y) >= size.height + 56).toBe(true)
      }
    }
  })

  it('overlaps nothing', () => {
    const rects = fc.array(fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) }), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(rects, (corners) => {
        const taken = corners.map((corner) => ({ ...corner, ...size }))
        const spot = freeSpot({ x: 0, y: 0 }, size, taken)
        for (const one of taken) {
          const apart = Math.abs(spot.x - one.x) >= size.width || Math.abs(spot.y - one.y) >= size.height
          expect(apart).toBe(true)
        }
      }),
    )
  })
})
