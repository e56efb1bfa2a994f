import { describe, expect, test } from 'vitest'
import { emptyLab } from '../lab/empty'
import type { Lab } from '../lab/schema'
import { bashScript } from '../script/bash'
import { commandsOf } from '../script/commands'
import { blankMachine } from '../state/blank'
import { UNTOUCHED } from '../state/host-record'
import type { MachineState, NetnsState } from '../state/state'
import { planLab } from './plan-lab'

const lab: Lab = {
  ...emptyLab('attach'),
  nodes: {
    host: { kind: 'host' },
    br0: { kind: 'bridge', addresses: ['172.18.18.1/24'] },
    box: {
      kind: 'container',
      container: 'test01',
      interfaces: { eth1: { addresses: ['172.18.18.36/24'] } },
      routes: [{ to: 'default', via: '172.18.18.1' }],
    },
  },
  links: { cable: { endpoints: ['box:eth1', 'br0:pl-box'] } },
}

/** This computer, with one container that has routes of its own. */
function computer(more: Partial<NetnsState> = {}, name = 'docker:test01'): MachineState {
  const { host } = blankMachine.namespaces
  if (!host) throw new Error('a machine has a host')
  const container = { engine: 'docker' as const, id: 'c1', name: 'test01', image: 'box', pid: 9, networks: ['none'] }
  const namespaces = { host: { ...host, links: {} }, [name]: { ...host, name, inode: 7, containers: [container], ...more } }
  return { ...blankMachine, namespaces, host: UNTOUCHED }
}

const codes = (state: MachineState) => planLab(lab, state).conflicts.map(({ code }) => code)

describe('a container', () => {
  test('is attached by a veth pair with an address and a route, and nothing else in it is touched', () => {
    const inside = planLab(lab, computer()).steps.filter(({ op }) => 'netns' in op && op.netns === 'docker:test01')
    expect(inside.map(({ op }) => op.op)).toEqual(['address-add', 'link-up', 'route-add'])
    expect(codes(computer())).toEqual([])
  })

  test('keeps a default route that its engine gave it', () => {
    const route = { family: 4 as const, to: 'default', via: '172.17.0.1', dev: 'eth0', metric: 0, protocol: 3, scope: 0 }
    expect(codes(computer({ routes: [route] }))).toEqual(['foreign-route'])
  })

  test.each([
    ['in a sandbox', blankMachine, 'container-in-sandbox'],
    [
      'that does not run',
      { ...computer(), namespaces: { host: computer().namespaces.host } } as MachineState,
      'container-not-running',
    ],
    ['that shares the network of another', computer({}, 'docker:other'), 'container-shares'],
    ['that has the computer’s network', computer({}, 'host'), 'container-on-host'],
  ])('%s is a conflict that says so', (_, state, code) => {
    expect(codes(state)).toEqual([code])
  })

  test('is named in commands by a process in it', () => {
    const op = { op: 'address-add', netns: 'docker:test01', dev: 'eth1', address: '172.18.18.36/24' } as const
    expect(commandsOf(op, { dialect: 'nft', marks: false, lab: 'attach' })).toEqual([
      `nsenter --target "$(docker inspect -f '{{.State.Pid}}' test01)" --net ip address replace 172.18.18.36/24 dev eth1`,
    ])
  })

  test('has a name in the script while that is up', () => {
    const script = bashScript(lab, { dialect: 'nft', locale: 'en' })
    expect(script).toContain('  attach_container container-test01 docker test01\n')
    expect(script).toContain('ip -n container-test01 address replace 172.18.18.36/24 dev eth1')
    expect(script).toContain('  rm -f /run/netns/container-test01\n')
  })
})
