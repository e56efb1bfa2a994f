import { expect, it } from 'vitest'
import type { Interface, Lab } from '../../../core/lab/schema'
import { isMade, isQuiet } from './drawnInterface'

const withNic = (eth0: Interface): Lab => ({
  netloom: 1,
  name: 'a',
  nodes: { host: { kind: 'host', interfaces: { eth0 } }, br: { kind: 'bridge' }, red: { kind: 'namespace' } },
  links: {},
})
const br = { node: 'br', name: 'br', self: true } as const

it('a bridge with an interface of the computer as its port is wished to have a carrier', () => {
  expect(isQuiet(withNic({ bridge: 'br' }), br)).toBe(false)
  expect(isQuiet(withNic({ bridge: 'br', up: false }), br)).toBe(true)
  expect(isQuiet(withNic({}), br)).toBe(true)
})

it('an apply makes what it marks and a namespace’s lo, and no interface of the computer', () => {
  const lab = withNic({ bridge: 'br' })
  expect(isMade(lab, br)).toBe(true)
  expect(isMade(lab, { node: 'red', name: 'lo' })).toBe(true)
  expect(isMade(lab, { node: 'host', name: 'eth0' })).toBe(false)
})
