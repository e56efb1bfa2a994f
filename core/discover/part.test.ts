import { describe, expect, test } from 'vitest'
import { checkLab } from '../check/check'
import { emptyLab } from '../lab/empty'
import type { Lab } from '../lab/schema'
import { partOf } from './part'

describe('a part of a lab', () => {
  const whole: Lab = {
    ...emptyLab('whole'),
    nodes: {
      host: { kind: 'host' },
      br0: { kind: 'bridge', addresses: ['10.0.0.1/24'] },
      srv: {
        kind: 'namespace',
        interfaces: { eth0: { addresses: ['10.0.0.2/24'] } },
        dhcpServer: { interface: 'eth0', range: ['10.0.0.100', '10.0.0.200'] },
      },
      box: {
        kind: 'container',
        container: 'web',
        interfaces: { eth1: { addresses: ['10.0.0.3/24'] } },
        routes: [{ to: '10.5.0.0/16', via: '10.0.0.1' }],
      },
    },
    links: { a: { endpoints: ['srv:eth0', 'br0:p1'] }, b: { endpoints: ['box:eth1', 'br0:p2'] } },
  }

  test.each(['srv', 'box'])('leaves behind what has lost its interface: %s', (node) => {
    const part = partOf(whole, [node], 'part')
    expect(checkLab(part).filter(({ severity }) => severity === 'error')).toEqual([])
    expect(part.nodes[node]).not.toHaveProperty('dhcpServer')
    expect(part.nodes[node]).not.toHaveProperty('routes')
  })

  test('keeps it where the interface comes along', () => {
    const { nodes } = partOf(whole, ['srv', 'box', 'br0'], 'part')
    expect(nodes).toMatchObject({ srv: { dhcpServer: { interface: 'eth0' } }, box: { routes: [{ via: '10.0.0.1' }] } })
  })
})
