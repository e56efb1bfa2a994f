import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { sceneOf } from './scene'

describe('the picture of a lab', () => {
  it('draws every node and link inside the frame, whatever the lab and its layout', () => {
    fc.assert(
      fc.property(arbitraryLab(), (lab) => {
        const scene = sceneOf(lab, 320, 200, 20)
        expect(scene.nodes.map((node) => node.name).sort()).toEqual(Object.keys(lab.nodes).sort())
        expect(scene.links.map((link) => link.id)).toEqual(Object.keys(lab.links))
        for (const { x, y, width, height } of scene.nodes) {
          expect(x).toBeGreaterThanOrEqual(19)
          expect(y).toBeGreaterThanOrEqual(19)
          expect(x + width).toBeLessThanOrEqual(301)
          expect(y + height).toBeLessThanOrEqual(181)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('centres a single host without blowing it up', () => {
    const [host] = sceneOf({ netloom: 1, name: 'x', nodes: { host: { kind: 'host' } }, links: {} }, 320, 200, 20).nodes
    expect(host?.width).toBeLessThan(120)
    expect((host?.x ?? 0) + (host?.width ?? 0) / 2).toBeCloseTo(160, 0)
  })

  it('makes the letters smaller before two boxes touch, and leaves them out when that does not help', () => {
    const row = (count: number, gap: number) =>
      sceneOf(
        {
          netloom: 1,
          name: 'x',
          nodes: Object.fromEntries([
            ['host', { kind: 'host' as const }],
            ...Array.from({ length: count }, (_, at) => [`namespace-${at}`, { kind: 'namespace' as const }] as const),
          ]),
          links: {},
          layout: Object.fromEntries([
            ['host', { x: 0, y: 600 }],
            ...Array.from({ length: count }, (_, at) => [`namespace-${at}`, { x: at * gap, y: 0 }] as const),
          ]),
        },
        320,
        200,
        20,
      ).lettering
    expect(row(2, 400)).toBe(10)
    expect(row(4, 300)).toBeLessThan(10)
    expect(row(4, 300)).toBeGreaterThan(0)
    expect(row(40, 260)).toBe(0)
  })

  it('meets a bridge below each of its neighbours, not in one point', () => {
    const at = (x: number, y: number) => ({ x, y })
    const scene = sceneOf(
      {
        netloom: 1,
        name: 'x',
        nodes: { host: { kind: 'host' }, red: { kind: 'namespace' }, blue: { kind: 'namespace' }, br0: { kind: 'bridge' } },
        links: { a: { endpoints: ['red:eth0', 'br0:p0'] }, b: { endpoints: ['blue:eth0', 'br0:p1'] } },
        layout: { red: at(0, 0), blue: at(300, 0), br0: at(100, 300), host: at(150, 500) },
      },
      320,
      200,
      20,
    )
    const [first, second] = scene.links.map((link) => link.ends[1].x)
    expect(first).toBeLessThan(second ?? 0)
  })
})
