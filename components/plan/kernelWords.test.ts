import { describe, expect, it } from 'vitest'
import { textOf } from '../i18n/text'
import { errnoOf, errnoWords } from './kernelWords'

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

it('does not tell somebody who is on this computer already to run the lab there', () => {
  const t = textOf('en').panels.plan
  expect(errnoWords('EPERM', 'sandbox', t)).toBe(t.errno.EPERM)
  expect(errnoWords('EPERM', 'host', t)).toBe(t.errnoHost.EPERM)
  expect(errnoWords('ETIMEDOUT', 'host', t)).not.toContain('destroy the machine')
  expect(errnoWords('ENOENT', 'host', t)).toBe(t.errno.ENOENT)
})
