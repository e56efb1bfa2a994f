import { describe, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { gatewaysOf } from './gateways'

const lab: Lab = {
  netloom: 1,
  name: 'lan',
  nodes: {
    host: { kind: 'host', interfaces: { eth0: { addresses: ['192.168.1.3/24'] } } },
    blue: { kind: 'namespace', interfaces: { eth0: { addresses: ['192.168.15.2/24', 'not an address'] } } },
    green: { kind: 'namespace', interfaces: { eth0: { addresses: ['192.168.15.3/24'] } } },
    'v-net-0': { kind: 'bridge', addresses: ['192.168.15.5/24'] },
  },
  links: { a: { endpoints: ['blue:eth0', 'v-net-0:blue'] }, b: { endpoints: ['green:eth0', 'v-net-0:green'] } },
}

describe('gatewaysOf', () => {
  it('offers what is on a connected network, a bridge’s address with the namespace that it lives in', () => {
    expect(gatewaysOf(lab, 'blue')).toEqual(['192.168.15.5', '192.168.15.3'])
  })

  it('offers nothing to a namespace without an address', () => {
    expect(gatewaysOf({ ...lab, nodes: { ...lab.nodes, red: { kind: 'namespace' } } }, 'red')).toEqual([])
  })

  it('never offers a namespace its own address', () => {
    expect(gatewaysOf(lab, 'host')).toEqual(['192.168.15.2', '192.168.15.3'])
  })
})
