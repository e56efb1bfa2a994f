import { describe, expect, test } from 'vitest'
import { machineWith } from '../../test/imagined-machine'
import { emptyLab } from '../lab/empty'
import type { Lab } from '../lab/schema'
import { planLab } from '../plan/plan-lab'
import { LOCALES } from './locale'
import { describeReason } from './reasons'
import { reasonsEn } from './reasons.en'

const LAB: Lab = {
  ...emptyLab('demo'),
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.2/24'] } } } },
  links: { one: { endpoints: ['red:eth0', 'host:eth0'] } },
}

describe('a reason', () => {
  test('says why a step is there, in the terms of the drawing', () => {
    const { steps } = planLab(LAB, machineWith(emptyLab('demo')))
    const reasons = steps.map(({ reason }) => describeReason(reason, 'en'))
    expect(reasons).toContain('red is drawn and does not exist yet')
    expect(reasons).toContain('red:eth0 and host:eth0 are joined in the lab and not yet in the kernel')
    expect(reasons).toContain('eth0 in red is drawn with 10.0.0.2/24')
  })

  test('is one line in every language, and never speaks of what it was not told', () => {
    const params = {
      node: 'red',
      netns: 'red',
      name: 'eth0',
      bridge: 'br0',
      a: 'a',
      b: 'b',
      from: 'x',
      to: 'y',
      via: 'v',
      address: 'a',
      addresses: 'a, b',
      mac: 'm',
      program: 'dnsmasq',
      mtu: 1,
      dev: 'eth0',
      count: 2,
      chains: 'input, forward',
    }
    for (const code of Object.keys(reasonsEn) as (keyof typeof reasonsEn)[]) {
      for (const locale of LOCALES) expect(describeReason({ code, params }, locale)).not.toMatch(/undefined|\n/)
    }
  })
})
