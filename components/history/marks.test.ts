import { expect, it } from 'vitest'
import { differencesOf } from '../../core/history/difference'
import type { Lab } from '../../core/lab/schema'
import { marksOf, unionOf } from './marks'

const before: Lab = {
  netloom: 1,
  name: 'lab',
  nodes: {
    host: { kind: 'host' },
    red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.1/24'] } } },
    old: { kind: 'namespace' },
  },
  links: { a: { endpoints: ['red:eth0', 'old:eth0'] } },
}
const after: Lab = {
  ...before,
  nodes: {
    host: { kind: 'host' },
    red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.2/24'] } } },
    pink: { kind: 'namespace' },
  },
  links: {},
}

it('marks what was added, what was removed, and nodes whose insides changed', () => {
  expect(Object.fromEntries(marksOf(differencesOf(before, after)))).toEqual({
    'node/red': 'changed',
    'node/pink': 'added',
    'node/old': 'removed',
    'link/a': 'removed',
  })
})

it('draws what was removed as well, with its links', () => {
  const both = unionOf(before, after)
  expect(Object.keys(both.nodes)).toEqual(['host', 'red', 'pink', 'old'])
  expect(both.links).toEqual(before.links)
  expect(both.nodes.red).toEqual(after.nodes.red)
})
