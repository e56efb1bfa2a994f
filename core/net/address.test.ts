import * as fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it, test } from 'vitest'
import {
  addressText,
  broadcastOf,
  type Cidr,
  cidrText,
  contains,
  isNetworkAddress,
  natTargetText,
  networkOf,
  nextFreeAddress,
  overlaps,
  parseAddress,
  parseCidr,
  parseMac,
  parseNatTarget,
  specialRange,
} from './address'

function cidr(text: string): Cidr {
  const parsed = parseCidr(text)
  if (typeof parsed === 'string') throw new Error(`${text}: ${parsed}`)
  return parsed
}

describe('what is refused, because programs disagree about it', () => {
  test.each([
    ['010.0.0.9/24', 'address-leading-zero'],
    ['10.1/16', 'address-short'],
    ['10.0.0.1', 'address-no-prefix'],
    ['fd00::1', 'address-no-prefix'],
    ['10.0.0.1/33', 'address-bad-prefix'],
    ['fd00::1/129', 'address-bad-prefix'],
    ['10.0.0.1/', 'address-bad-prefix'],
    ['10.0.0.1/024', 'address-bad-prefix'],
    ['10.0.0.1/-1', 'address-bad-prefix'],
    ['10.0.0.1/24/24', 'address-bad-prefix'],
    ['fe80::1%eth0/64', 'address-zone'],
    ['::ffff:10.0.0.1/120', 'address-mapped'],
    ['::ffff:a00:1/120', 'address-mapped'],
    ['10.0.0.256/24', 'bad-address'],
    ['10.0.0.1.5/24', 'bad-address'],
    ['0x0a.0.0.1/8', 'bad-address'],
    ['1:2:3:4:5:6:7:8:9/64', 'bad-address'],
    ['fd00:::1/64', 'bad-address'],
    ['1::2::3/64', 'bad-address'],
    [':1:2:3:4:5:6:7/64', 'bad-address'],
    ['fd00::12345/64', 'bad-address'],
    [' 10.0.0.1/24', 'bad-address'],
    ['10.0.0.1 /24', 'bad-address'],
    ['', 'bad-address'],
    ['١٠.٠.٠.١/24', 'bad-address'],
  ])('%s is %s', (text, problem) => {
    expect(parseCidr(text)).toBe(problem)
  })

  it('takes no prefix where a plain address belongs', () => {
    expect(parseAddress('10.0.0.1/24')).toBe('address-unwanted-prefix')
  })
})

describe('texts', () => {
  test.each([
    ['10.0.0.1/24', '10.0.0.1/24'],
    ['255.255.255.255/32', '255.255.255.255/32'],
    ['FD00:0:0:0:0:0:0:1/64', 'fd00::1/64'],
    ['::/0', '::/0'],
    ['1:0:0:2:0:0:0:3/64', '1:0:0:2::3/64'],
    ['1:0:2:3:4:5:6:7/64', '1:0:2:3:4:5:6:7/64'],
    ['0:0:1::/48', '0:0:1::/48'],
  ])('%s is written as %s', (text, canonical) => {
    expect(cidrText(cidr(text))).toBe(canonical)
  })

  it('agrees with ipaddr.js on every IPv6 address', () => {
    const group = fc.oneof(fc.constant(0), fc.nat({ max: 0xffff }))
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const text = groups.map((value) => value.toString(16)).join(':')
        const parsed = parseAddress(text)
        if (typeof parsed === 'string') return parsed === 'address-mapped' && ipaddr.IPv6.parse(text).isIPv4MappedAddress()
        const canonical = addressText(parsed)
        expect(canonical).toBe(ipaddr.IPv6.parse(text).toRFC5952String())
        expect(parseAddress(canonical)).toEqual(parsed)
        return true
      }),
    )
  })

  it('reads every IPv4 address that it writes', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        const parsed = parseAddress(text)
        expect(typeof parsed === 'string' ? parsed : addressText(parsed)).toBe(text)
      }),
    )
  })
})

describe('networks', () => {
  it('knows a network, its broadcast address and what lies in it', () => {
    expect(cidrText(networkOf(cidr('192.168.15.5/24')))).toBe('192.168.15.0/24')
    expect(broadcastOf(cidr('192.168.15.5/24'))).toMatchObject({ value: cidr('192.168.15.255/24').value })
    expect(broadcastOf(cidr('10.0.0.0/31'))).toBeUndefined()
    expect(broadcastOf(cidr('fd00::1/64'))).toBeUndefined()
    expect(contains(cidr('10.0.0.0/8'), cidr('10.9.9.9/32'))).toBe(true)
    expect(contains(cidr('10.0.0.0/8'), cidr('11.0.0.0/32'))).toBe(false)
    expect(contains(cidr('0.0.0.0/0'), cidr('::1/128'))).toBe(false)
    expect(overlaps(cidr('10.0.0.0/24'), cidr('10.0.0.128/25'))).toBe(true)
    expect(overlaps(cidr('10.0.0.0/25'), cidr('10.0.0.128/25'))).toBe(false)
  })

  it('does not mistake the ends of point-to-point networks for network addresses', () => {
    expect(isNetworkAddress(cidr('10.0.0.0/31'))).toBe(false)
    expect(isNetworkAddress(cidr('10.0.0.0/30'))).toBe(true)
    expect(isNetworkAddress(cidr('fd00::/127'))).toBe(false)
    expect(isNetworkAddress(cidr('fd00::/64'))).toBe(true)
  })

  it('finds the lowest free host address, and none in a full network', () => {
    const free = (network: string, ...taken: string[]) => {
      const found = nextFreeAddress(cidr(network), new Set(taken.map((text) => cidr(`${text}/32`).value)))
      return found && cidrText(found)
    }
    expect(free('10.0.0.0/24')).toBe('10.0.0.1/24')
    expect(free('10.0.0.77/24', '10.0.0.1', '10.0.0.2', '10.0.0.4')).toBe('10.0.0.3/24')
    expect(free('10.0.0.0/30', '10.0.0.1', '10.0.0.2')).toBeUndefined()
    expect(free('10.0.0.0/31')).toBe('10.0.0.0/31')
    expect(free('10.0.0.7/32')).toBe('10.0.0.7/32')
  })

  test.each([
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'reserved'],
    ['127.0.0.1', 'loopback'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['169.254.1.1', 'link-local'],
    ['10.0.0.1', undefined],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['ff02::1', 'multicast'],
    ['fe80::1', 'link-local'],
    ['2001:db8::1', undefined],
  ])('%s is %s', (text, range) => {
    const parsed = parseAddress(text)
    expect(typeof parsed === 'string' ? parsed : specialRange(parsed)).toBe(range)
  })
})

describe('the targets of DNAT', () => {
  test.each(['192.168.15.2:80', '192.168.15.2', 'fd00:3:0:1::12', '[fd00::2]:8080', 'fd00::2'])(
    '%s is read and written',
    (text) => {
      const target = parseNatTarget(text)
      expect(typeof target === 'string' ? target : natTargetText(target)).toBe(text)
    },
  )

  test.each([
    ['10.0.0.1:0', 'bad-port'],
    ['10.0.0.1:65536', 'bad-port'],
    ['10.0.0.1:80;x', 'bad-port'],
    ['10.0.0.1:', 'bad-port'],
    ['10.0.0.1:90-80', 'bad-port'],
    ['[10.0.0.1]:80', 'bad-address'],
    ['10.0.0.0/24', 'address-unwanted-prefix'],
    ['host:80', 'bad-address'],
  ])('%s is %s', (text, problem) => {
    expect(parseNatTarget(text)).toBe(problem)
  })
})

test.each([
  ['02:00:00:00:00:0A', { mac: '02:00:00:00:00:0a' }],
  ['00:00:00:00:00:00', 'mac-zero'],
  ['01:00:5e:00:00:01', 'mac-multicast'],
  ['ff:ff:ff:ff:ff:ff', 'mac-multicast'],
  ['02-00-00-00-00-01', 'bad-mac'],
  ['02:00:00:00:00', 'bad-mac'],
])('the MAC %s', (text, result) => {
  expect(parseMac(text)).toEqual(result)
})
