import { describe, expect, test } from 'vitest'
import { leaseSeconds, leaseText } from './lease'

describe('a lease time', () => {
  test.each([
    ['120', 120],
    ['45m', 2700],
    ['1h', 3600],
    ['12h', 43_200],
    ['2d', 172_800],
    ['1w', 604_800],
  ])('%s is %d seconds', (text, seconds) => {
    expect(leaseSeconds(text)).toBe(seconds)
    expect(leaseSeconds(leaseText(seconds))).toBe(seconds)
  })

  test.each(['', 'h', '1.5h', '-1h', '1m', '60', '366d', '1 h', 'infinite', '1y', '9999999999'])('“%s” is none', (text) => {
    expect(leaseSeconds(text)).toBeUndefined()
  })
})
