import { describe, expect, it } from 'vitest'
import { noRates, trafficRates } from './trafficRates'

const reading = (at: number, links: Record<string, [rx: number, tx: number]>) => ({
  at,
  links: {
    red: Object.fromEntries(
      Object.entries(links).map(([index, [rxBytes, txBytes]]) => [index, { rxBytes, txBytes, rxPackets: 0, txPackets: 0 }]),
    ),
  },
  nat: {},
})

describe('rates from counters', () => {
  it('has none before the second reading', () => {
    expect(trafficRates(noRates, reading(1000, { 2: [500, 0] })).links.size).toBe(0)
  })

  it('are the difference over the time between', () => {
    const first = trafficRates(noRates, reading(1000, { 2: [0, 0] }))
    expect(trafficRates(first, reading(1500, { 2: [500, 100] })).links.get('red/2')).toEqual({ rx: 1000, tx: 200 })
  })

  it('count from the last reading, not from when this interface last moved', () => {
    const first = trafficRates(noRates, reading(1000, { 2: [0, 0] }))
    const idle = trafficRates(first, reading(9000, {}))
    expect(trafficRates(idle, reading(9500, { 2: [500, 0] })).links.get('red/2')?.rx).toBe(1000)
  })

  it('drop an interface that stands still', () => {
    const first = trafficRates(noRates, reading(1000, { 2: [0, 0] }))
    const moving = trafficRates(first, reading(1500, { 2: [500, 0] }))
    expect(trafficRates(moving, reading(2000, {})).links.has('red/2')).toBe(false)
  })

  it('are never negative when an index is used again by a new interface', () => {
    const first = trafficRates(noRates, reading(1000, { 2: [9000, 9000] }))
    expect(trafficRates(first, reading(1500, { 2: [10, 0] })).links.has('red/2')).toBe(false)
  })

  it('stay the same object while the numbers do, so that nothing is drawn again', () => {
    const first = trafficRates(noRates, reading(1000, { 2: [0, 0] }))
    const second = trafficRates(first, reading(1500, { 2: [500, 0] }))
    const third = trafficRates(second, reading(2000, { 2: [1000, 0] }))
    expect(third.links.get('red/2')).toBe(second.links.get('red/2'))
  })
})
