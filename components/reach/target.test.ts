import { describe, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { isTarget, targetOptions } from './target'

const lab: Lab = {
  netloom: 1,
  name: 'lan',
  nodes: {
    host: { kind: 'host' },
    red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.1/24', '2001:db8::1/64'] } } },
    br: { kind: 'bridge', addresses: ['10.0.0.254/24'] },
  },
  links: { a: { endpoints: ['red:eth0', 'br:red'] } },
}

describe('targetOptions', () => {
  it('offers nodes with an address, and each address with whose it is', () => {
    expect(targetOptions(lab)).toEqual([
      { value: 'red', label: '10.0.0.1' },
      { value: '10.0.0.1', label: 'red · eth0' },
      { value: '2001:db8::1', label: 'red · eth0' },
      { value: 'br', label: '10.0.0.254' },
      { value: '10.0.0.254', label: 'br' },
    ])
  })
})

describe('isTarget', () => {
  it.each(['red', 'host', 'red:eth0', '10.0.0.9', '2001:db8::9'])('takes %s', (text) => {
    expect(isTarget(lab, text)).toBe(true)
  })
  it.each(['', 'green', 'red:eth1', '10.0.0.9/24', '010.0.0.9', 'red eth0', '-h', 'constructor', '__proto__', 'toString:eth0'])(
    'refuses %j',
    (text) => {
      expect(isTarget(lab, text)).toBe(false)
    },
  )
})
