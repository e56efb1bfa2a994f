import { describe, expect, it } from 'vitest'
import { applyCommand } from '../../core/edit/apply'
import type { Lab } from '../../core/lab/schema'
import type { Drift } from '../../core/plan/plan'
import type { MachineState, NetnsState } from '../../core/state/state'
import { adoptAll } from './takeIn'

const lab: Lab = {
  netloom: 1,
  name: 'trial',
  nodes: {
    host: { kind: 'host' },
    red: {
      kind: 'namespace',
      interfaces: { eth0: { addresses: ['10.0.0.1/24'] } },
      routes: [
        { to: '10.1.0.0/16', via: '10.0.0.254' },
        { to: '10.2.0.0/16', via: '10.0.0.254' },
        { to: '10.3.0.0/16', via: '10.0.0.254' },
      ],
    },
    br: { kind: 'bridge' },
  },
  links: { l: { endpoints: ['red:eth0', 'br:veth-red'] } },
}
const netns = (name: string): NetnsState => ({
  name,
  inode: 1,
  links: {},
  routes: [],
  neighbours: [],
  forwarding: { ipv4: false, ipv6: false },
  nat: [],
  foreignTables: [],
})
const machine: MachineState = {
  epoch: 'a',
  seq: 1,
  namespaces: { host: netns('host'), red: { ...netns('red'), owner: { lab: 'trial', id: 'red' } } },
}
const lostRoute = (index: number, to: string): Drift => ({
  element: { kind: 'route', node: 'red', index },
  field: 'route',
  wanted: `${to} via 10.0.0.254`,
})

describe('adoptAll', () => {
  it('takes several lost routes at once, each the one that is meant', () => {
    const { command, refused } = adoptAll(lab, [lostRoute(0, '10.1.0.0/16'), lostRoute(1, '10.2.0.0/16')], machine)
    expect(refused).toBeNull()
    const applied = applyCommand(lab, command)
    expect(applied.ok && applied.lab.nodes.red).toHaveProperty('routes', [{ to: '10.3.0.0/16', via: '10.0.0.254' }])
  })

  it('takes what it can and says what it cannot', () => {
    const extra: Drift = { element: { kind: 'node', node: 'red' }, field: 'extra', found: 'dummy0' }
    const { command, refused } = adoptAll(lab, [extra, lostRoute(2, '10.3.0.0/16')], machine)
    expect(refused).toMatchObject({ code: 'cannot-adopt' })
    expect(command.changes.length).toBeGreaterThan(0)
  })
})
