import { describe, expect, it } from 'vitest'
import { nextTowards, readingOrder, wayOf } from './direction'

const at = (name: string, x: number, y: number) => ({ name, x, y, width: 200, height: 80 })
const way = (key: string) => wayOf(key) ?? { x: 0, y: 0 }

describe('arrows', () => {
  const middle = at('middle', 0, 0)
  const around = [at('right', 300, 40), at('far right', 600, 0), at('below', 0, 200), at('above', 40, -300)]

  it.each([
    ['ArrowRight', 'right'],
    ['ArrowDown', 'below'],
    ['ArrowUp', 'above'],
  ])('%s goes to the nearest that way', (key, name) => {
    expect(nextTowards(around, middle, way(key))?.name).toBe(name)
  })

  it('come round to the farthest on the other side where there is nothing that way', () => {
    expect(nextTowards(around.slice(0, 2), middle, way('ArrowLeft'))?.name).toBe('far right')
  })

  it('find nothing among nothing', () => {
    expect(nextTowards([], middle, way('ArrowLeft'))).toBeUndefined()
    expect(wayOf('Enter')).toBeUndefined()
  })
})

describe('Tab', () => {
  it('reads rows from the top, each from the left', () => {
    const corners = { d: { x: 0, y: 300 }, b: { x: 400, y: 10 }, a: { x: 0, y: 40 }, c: { x: 800, y: 0 } }
    expect(readingOrder(corners)).toEqual(['a', 'b', 'c', 'd'])
  })
})
