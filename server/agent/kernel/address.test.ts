import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressOf, addressText as canonical } from '../../../core/net/address'
import { addressBytes, addressText, cidrBytes, macBytes, macText } from './address'

describe('addresses between bytes and text', () => {
  test('IPv4 and IPv6 come back as they were', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ minLength: 16, maxLength: 16 })),
        (array) => {
          const bytes = Buffer.from(array)
          expect(addressBytes(addressText(bytes, 0, bytes.length))).toEqual(bytes)
        },
      ),
    )
  })

  test('are written as the rest of Netloom writes them', () => {
    const group = fc.oneof(
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }) },
    )
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const text = groups.map((value) => value.toString(16)).join(':')
        const address = addressOf(text)
        // IPv4-mapped and the like are refused in a lab.
        fc.pre(address !== undefined)
        expect(addressText(addressBytes(text), 0, 16)).toBe(address && canonical(address))
      }),
    )
  })

  test.each(['10.0.0', '10.0.0.256', '1::2::3', '12345::', ':::', ''])('%s is refused', (text) => {
    expect(() => addressBytes(text)).toThrow(/not an IP address/)
  })

  test.each(['10.0.0.1', '10.0.0.1/33', '10.0.0.1/-1', '::1/129', '10.0.0.1/'])('%s is not an address with a prefix', (text) => {
    expect(() => cidrBytes(text)).toThrow()
  })

  test('MAC addresses come back as they were', () => {
    const mac = '02:00:5e:10:00:ff'
    expect(macText(macBytes(mac), 0, 6)).toBe(mac)
    expect(() => macBytes('02:00')).toThrow(/not a MAC/)
  })
})
