import { describe, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { fitted, seenWhole } from './fit'
import { readingOrder } from './model/direction'
import { placement } from './model/placement'
import { buildScene } from './model/scene'

const lab: Lab = {
  netloom: 1,
  name: 'two',
  nodes: { red: { kind: 'namespace' }, blue: { kind: 'namespace' } },
  links: {},
  layout: { red: { x: 0, y: 0 }, blue: { x: 300, y: 300 } },
}
const positions = placement(lab)
const nothing = () => false
const scene = buildScene(lab, {
  positions,
  order: readingOrder(positions),
  showLoopback: nothing,
  foreign: () => [],
  stranger: () => false,
  ghost: nothing,
})

const wide = { width: 1440, height: 840 }

describe('the paper stays where it is', () => {
  it('when what opens beside it leaves the whole lab in sight', () => {
    expect(seenWhole(scene, { width: 1120, height: 840 }, fitted(scene, wide))).toBe(true)
  })

  it('but not when a part of the lab would be covered', () => {
    expect(seenWhole(scene, { width: 1440, height: 400 }, fitted(scene, wide))).toBe(false)
  })

  it('nor when there is room to draw it larger', () => {
    expect(seenWhole(scene, wide, fitted(scene, { width: 1440, height: 400 }))).toBe(false)
  })
})
