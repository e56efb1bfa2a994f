import { describe, expect, it } from 'vitest'
import { errnoOf } from './kernelWords'

describe('errnoOf', () => {
  it.each([
    ['RTNETLINK answers: File exists', 'EEXIST'],
    ['netlink: EEXIST', 'EEXIST'],
    ['RTNETLINK answers: Network is unreachable', 'ENETUNREACH'],
    ['Error: Nexthop has invalid gateway.', 'ENETUNREACH'],
    ['Cannot find device "eth7"', 'ENODEV'],
    ['ENOMEM: Cannot allocate memory', 'ENOMEM'],
    ['Too many open files in system', 'ENFILE'],
  ])('%s is %s', (text, errno) => {
    expect(errnoOf(text)).toBe(errno)
  })

  it('says nothing about words that it does not know', () => {
    expect(errnoOf('EVERYTHING is odd')).toBeUndefined()
    expect(errnoOf('')).toBeUndefined()
  })
})
