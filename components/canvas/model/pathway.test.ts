import { describe, expect, it } from 'vitest'
import type { Lab } from '../../../core/lab/schema'
import { buildScene } from './buildScene'
import { pathway, travel } from './pathway'

const lab: Lab = {
  netloom: 1,
  name: 'lab',
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace' }, blue: { kind: 'namespace' } },
  links: { wire: { endpoints: ['blue:eth0', 'red:eth0'] } },
}
const positions = { red: { x: 0, y: 0 }, blue: { x: 600, y: 0 }, host: { x: 0, y: 400 } }
const scene = buildScene(lab, {
  positions,
  order: Object.keys(positions),
  showLoopback: () => false,
  foreign: () => [],
  stranger: () => false,
  ghost: () => false,
})
const red = { kind: 'node', node: 'red' } as const
const wire = { kind: 'link', link: 'wire' } as const
const blue = { kind: 'node', node: 'blue' } as const

describe('the way of a packet', () => {
  it('goes from node to node along the link, in its own direction, however the link was drawn', () => {
    const there = pathway(scene, [red, wire, blue]).map((point) => point.x)
    expect(there).toEqual(there.toSorted((a, b) => a - b))
    const back = pathway(scene, [blue, wire, red]).map((point) => point.x)
    expect(back).toEqual(there.toReversed())
  })

  it('passes over what is not drawn', () => {
    expect(pathway(scene, [red, { kind: 'link', link: 'gone' }, { kind: 'lab' }])).toHaveLength(1)
  })

  it('is travelled by its length', () => {
    const line = [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 50 },
    ]
    expect(travel(line, 125)).toEqual({ at: { x: 100, y: 25 }, length: 150 })
    expect(travel(line, 500).at).toEqual({ x: 100, y: 50 })
    expect(travel([], 5)).toEqual({ at: undefined, length: 0 })
  })
})
