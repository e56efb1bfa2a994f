import { describe, expect, it } from 'vitest'
import { type Rates, TrafficMeter } from './trafficRates'

const reading = (at: number, links: Record<string, [rx: number, tx: number]>) => ({
  at,
  links: {
    red: Object.fromEntries(
      Object.entries(links).map(([index, [rxBytes, txBytes]]) => [index, { rxBytes, txBytes, rxPackets: 0, txPackets: 0 }]),
    ),
  },
  nat: {},
})

/** What the last of these readings leads to, and the one before it. */
function rates(...readings: ReturnType<typeof reading>[]): { last: Rates; before: Rates | undefined } {
  const meter = new TrafficMeter()
  const all = readings.map((one) => meter.take(one))
  const last = all.at(-1)
  if (!last) throw new Error('no reading')
  return { last, before: all.at(-2) }
}

describe('rates from counters', () => {
  it('has none before the second reading', () => {
    expect(rates(reading(1000, { 2: [500, 0] })).last.links.size).toBe(0)
  })

  it('are the difference over the time between', () => {
    const { last } = rates(reading(1000, { 2: [0, 0] }), reading(1500, { 2: [500, 100] }))
    expect(last.links.get('red/2')).toEqual({ rx: 1000, tx: 200 })
  })

  it('count from the last reading, not from when this interface last moved', () => {
    const { last } = rates(reading(1000, { 2: [0, 0] }), reading(9000, {}), reading(9500, { 2: [500, 0] }))
    expect(last.links.get('red/2')?.rx).toBe(1000)
  })

  it('drop an interface that stands still', () => {
    const { last } = rates(reading(1000, { 2: [0, 0] }), reading(1500, { 2: [500, 0] }), reading(2000, {}))
    expect(last.links.has('red/2')).toBe(false)
  })

  it('are never negative when an index is used again by a new interface', () => {
    const { last } = rates(reading(1000, { 2: [9000, 9000] }), reading(1500, { 2: [10, 0] }))
    expect(last.links.has('red/2')).toBe(false)
  })

  it('stay the same object while the numbers do, so that nothing is drawn again', () => {
    const { last, before } = rates(reading(1000, { 2: [0, 0] }), reading(1500, { 2: [500, 0] }), reading(2000, { 2: [1000, 0] }))
    expect(before?.links.get('red/2')).toEqual({ rx: 1000, tx: 0 })
    expect(last.links.get('red/2')).toBe(before?.links.get('red/2'))
  })
})
