import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { machineWith } from '../../test/imagined-machine'
import { emptyLab } from '../lab/empty'
import type { Lab } from '../lab/schema'
import { driftOf } from '../plan/drift'
import type { Drift } from '../plan/plan'
import type { MachineState } from '../state/state'
import { adoptDrift } from './adopt'
import { applyCommand } from './apply'

const LAB: Lab = {
  ...emptyLab('demo'),
  nodes: {
    host: { kind: 'host', nat: [{ type: 'masquerade', source: '10.0.0.0/24', out: 'eth0' }] },
    red: {
      kind: 'namespace',
      interfaces: { eth0: { addresses: ['10.0.0.2/24'] } },
      routes: [{ to: 'default', via: '10.0.0.1' }],
    },
    blue: { kind: 'namespace' },
    br0: { kind: 'bridge', addresses: ['10.0.0.1/24'] },
  },
  links: { one: { endpoints: ['red:eth0', 'br0:p0'] } },
}

/** Takes every difference into the lab, one after the other, as a user would who clicks through the list. */
function adoptAll(lab: Lab, state: MachineState): { lab: Lab; refused: number } {
  let adopted = lab
  let refused = 0
  for (const drift of driftOf(lab, state)) {
    const command = adoptDrift(adopted, drift, state)
    if ('refused' in command) {
      refused++
      continue
    }
    expect(command.label).toBe('adopt')
    if (command.changes.length === 0) continue
    const result = applyCommand(adopted, command)
    if (!result.ok) throw new Error(JSON.stringify(result))
    adopted = result.lab
  }
  return { lab: adopted, refused }
}

/** The lab that a change of the drawing would have made, adopted from a machine that has it. */
function adoptFrom(changed: Lab): Lab {
  return adoptAll(LAB, machineWith(changed)).lab
}

function withNode(name: string, fields: object): Lab {
  return { ...LAB, nodes: { ...LAB.nodes, [name]: { ...LAB.nodes[name], ...fields } as never } }
}

describe('what somebody did to the machine, taken into the lab,', { timeout: 60_000 }, () => {
  test.each([
    ['an address', withNode('red', { interfaces: { eth0: { addresses: ['10.0.0.2/24', '10.0.0.3/24'] } } })],
    ['an address that is gone', withNode('br0', { addresses: undefined })],
    [
      'an interface that is down',
      withNode('red', { interfaces: { eth0: { addresses: ['10.0.0.2/24'], up: false } }, routes: undefined }),
    ],
    ['a MAC and an MTU', withNode('red', { interfaces: { eth0: { addresses: ['10.0.0.2/24'], mtu: 1400 } } })],
    [
      'a route',
      withNode('red', {
        routes: [
          { to: 'default', via: '10.0.0.1' },
          { to: '10.9.0.0/16', via: '10.0.0.7', metric: 5 },
        ],
      }),
    ],
    ['a route that is gone', withNode('red', { routes: undefined })],
    ['forwarding', withNode('blue', { forwarding: true })],
    ['the spanning tree protocol', withNode('br0', { stp: true })],
    ['a rule', withNode('host', { nat: [{ type: 'dnat', protocol: 'tcp', port: 80, to: '10.0.0.2:8080' }] })],
    ['an interface’s name', { ...LAB, links: { one: { endpoints: ['red:eth0', 'br0:p7'] } } } as Lab],
    ['an end that moved', { ...LAB, links: { one: { endpoints: ['red:eth0', 'blue:p0'] } } } as Lab],
  ])('%s is then as drawn', (_, changed) => {
    const state = machineWith(changed)
    expect(driftOf(LAB, state).length).toBeGreaterThan(0)
    expect(driftOf(adoptFrom(changed), state)).toEqual([])
  })

  test.each([
    ['an address of one that is written at length', { kind: 'interface', node: 'red', name: 'eth0' }, 'address', 'fd00::1/64'],
    ['an MTU of lo that is the kernel’s own again', { kind: 'interface', node: 'red', name: 'lo' }, 'mtu', '1500', '65536'],
    ['a route of a container', { kind: 'route', node: 'box', index: 0 }, 'route', '10.9.0.0/16 via 10.0.0.1 dev eth1'],
  ] as const)('%s is taken out of the lab', (_, element, field, wanted, found?: string) => {
    const drawn: Lab = {
      ...LAB,
      nodes: {
        host: { kind: 'host' },
        red: { kind: 'namespace', interfaces: { eth0: { addresses: ['FD00::0001/64'] }, lo: { mtu: 1500 } } },
        box: { kind: 'container', container: 'web', routes: [{ to: '10.9.0.0/16', via: '10.0.0.1', dev: 'eth1' }] },
        br0: { kind: 'bridge', addresses: ['10.0.0.2/24'] },
      },
      links: { one: { endpoints: ['red:eth0', 'br0:p0'] }, two: { endpoints: ['box:eth1', 'br0:p1'] } },
    }
    const command = adoptDrift(
      drawn,
      { element, field, wanted, ...(found !== undefined && { found }) } as Drift,
      machineWith(LAB),
    )
    if ('refused' in command) throw new Error(command.refused.code)
    const result = applyCommand(drawn, command)
    if (!result.ok) throw new Error(JSON.stringify(result))
    const { red, box } = result.lab.nodes
    if (field === 'route') expect(box).toEqual({ kind: 'container', container: 'web' })
    else if (field === 'mtu') expect(red?.interfaces).toEqual({ eth0: { addresses: ['FD00::0001/64'] } })
    else expect(red?.interfaces).toEqual({ lo: { mtu: 1500 } })
  })

  test('a link that is gone is drawn no more', () => {
    expect(adoptFrom({ ...LAB, links: {} }).links).toEqual({})
  })

  test('is refused where a lab cannot say it', () => {
    const state = machineWith(LAB)
    const { host } = state.namespaces
    if (!host) throw new Error('host')
    const nat = [{ lab: 'demo', rules: [{ chain: 'postrouting' as const, key: 'other [{"drop":null}]' }] }]
    const drift = driftOf(LAB, { ...state, namespaces: { ...state.namespaces, host: { ...host, nat } } }).find(
      ({ found }) => found,
    )
    expect(drift && adoptDrift(LAB, drift, state)).toMatchObject({ refused: { code: 'cannot-adopt' } })
  })

  test('never breaks a lab, whatever the machine holds', () => {
    fc.assert(
      fc.property(arbitraryLab({ name: 'demo' }), arbitraryLab({ name: 'demo' }), (lab, other) => {
        adoptAll(lab, machineWith(other))
      }),
      { numRuns: 50 },
    )
  })
})
