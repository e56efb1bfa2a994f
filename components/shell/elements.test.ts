import { describe, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { listElements, matchScore } from './elements'

const lab: Lab = {
  netloom: 1,
  name: 'x',
  nodes: {
    host: { kind: 'host', nat: [{ type: 'dnat', protocol: 'tcp', port: 80, to: '10.0.0.2:80' }] },
    red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.2/24'] } } },
    br0: { kind: 'bridge', addresses: ['10.0.0.1/24'] },
  },
  links: { l1: { endpoints: ['red:eth0', 'br0:veth-red'] } },
}

describe('the elements that the command palette finds', () => {
  it('are nodes, interfaces, NAT rules and links, with what else they are known by', () => {
    expect(listElements(lab).map(({ kind, name, detail }) => [kind, name, detail])).toEqual([
      ['host', 'host', ''],
      ['namespace', 'red', ''],
      ['bridge', 'br0', '10.0.0.1/24'],
      ['nat', 'host dnat', '10.0.0.2:80'],
      ['interface', 'red:eth0', '10.0.0.2/24'],
      ['interface', 'br0:veth-red', ''],
      ['link', 'red:eth0 – br0:veth-red', ''],
    ])
  })
})

describe('matching', () => {
  it('needs every word, in any order and case', () => {
    expect(matchScore('eth0 RED', 'red:eth0 10.0.0.2/24')).toBeGreaterThan(0)
    expect(matchScore('red eth1', 'red:eth0')).toBe(0)
    expect(matchScore('', 'anything')).toBeGreaterThan(0)
  })

  it('prefers the start of the text, then the start of a word', () => {
    const scores = ['ping', 'show ping', 'shipping'].map((text) => matchScore('ping', text))
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    expect(new Set(scores).size).toBe(3)
  })
})
