import { describe, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { fitted, legible, seenWhole, uncovered } from './fit'
import { buildScene } from './model/buildScene'
import { readingOrder } from './model/direction'
import { placement } from './model/placement'

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

describe('where something opens beside the canvas', () => {
  const focus = { x: 300, y: 300, width: 200, height: 80 }
  const narrow = { width: 600, height: 300 }

  it('the whole lab is shown while it can be read', () => {
    expect(legible(scene, wide, focus)).toEqual(fitted(scene, wide))
  })

  it('and where it could not, what the reader is at is shown large enough', () => {
    expect(fitted(scene, narrow).zoom).toBeLessThan(0.6)
    const view = legible(scene, narrow, focus)
    expect(view.zoom).toBe(0.75)
    const [left, top] = [focus.x * view.zoom + view.x, focus.y * view.zoom + view.y]
    expect(left).toBeGreaterThanOrEqual(0)
    expect(left + focus.width * view.zoom).toBeLessThanOrEqual(narrow.width)
    expect(top).toBeGreaterThanOrEqual(0)
    expect(top + focus.height * view.zoom).toBeLessThanOrEqual(narrow.height)
  })

  it('but a lab that is too large for that stays a map', () => {
    const speck = { width: 300, height: 200 }
    expect(fitted(scene, speck).zoom).toBeLessThan(0.3)
    expect(legible(scene, speck, focus)).toEqual(fitted(scene, speck))
  })
})

describe('what is inspected', () => {
  const view = { x: 0, y: 0, zoom: 1 }
  const at = (x: number) => [{ x, y: 0, width: 200, height: 80 }]

  it('stays where it is while nothing lies over it', () => {
    expect(uncovered(at(100), 700, view)).toBe(0)
    expect(uncovered([], 700, view)).toBe(0)
  })

  it('comes out from under the inspector, with a border', () => {
    expect(uncovered(at(600), 700, view)).toBe(116)
    expect(uncovered(at(300), 350, { x: 0, y: 0, zoom: 0.5 })).toBe(0)
  })

  it('is not pushed out on the other side where there is no room for all of it', () => {
    expect(uncovered(at(100), 120, view)).toBe(84)
  })
})
