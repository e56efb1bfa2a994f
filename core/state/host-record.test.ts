import { describe, expect, test } from 'vitest'
import { type HostRecord, isOnRecord, UNTOUCHED } from './host-record'

const lab = 'shop'
const nic = { lab, name: 'nic0', bridge: 'br0', addresses: [], routes: [], up: true }

describe('a lab is on record', () => {
  test.each<[string, Partial<HostRecord>]>([
    ['for forwarding that it wants on', { forwarding: { former: { ipv4: false, ipv6: false }, labs: ['other', lab] } }],
    ['for a route', { routes: [{ lab, family: 4, to: 'default' }] }],
    ['for an address', { addresses: [{ lab, dev: 'lo', address: '10.0.0.1/32' }] }],
    ['for an interface', { nics: [nic] }],
    ['for a container', { guests: [{ lab, netns: 'docker:web', inode: 1, routes: [] }] }],
  ])('%s', (_what, part) => {
    expect(isOnRecord({ ...UNTOUCHED, ...part }, lab)).toBe(true)
    expect(isOnRecord({ ...UNTOUCHED, ...part }, 'third')).toBe(false)
  })

  test('for nothing where nothing was changed', () => expect(isOnRecord(UNTOUCHED, lab)).toBe(false))
})
