import { describe, expect, test } from 'vitest'
import { stateAfter } from '../../test/imagined-machine'
import { emptyLab } from '../lab/empty'
import type { Lab } from '../lab/schema'
import { bashScript } from '../script/bash'
import { commandsOf } from '../script/commands'
import { blankMachine } from '../state/blank'
import { UNTOUCHED } from '../state/host-record'
import type { MachineState, NetnsState } from '../state/state'
import { guestsAhead, guestsDone } from './guests'
import { orphansOf } from './orphans'
import { planLab, planRemoval } from './plan-lab'

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
  test('is no namespace that the register should know, nor is anything of its lab an orphan', () => {
    const attached = stateAfter(planLab(lab, computer()), computer())
    const named = { ...attached, host: UNTOUCHED }
    expect(orphansOf(named, new Set(['attach']))).toEqual({ labs: [], doubtful: [] })
  })

  test('is attached by a veth pair with an address and a route, and nothing else in it is touched', () => {
    const inside = planLab(lab, computer()).steps.filter(({ op }) => 'netns' in op && op.netns === 'docker:test01')
    expect(inside.map(({ op }) => op.op)).toEqual(['address-add', 'link-up', 'route-add'])
    expect(codes(computer())).toEqual([])
  })

  describe('with a default route of its engine’s', () => {
    const route = { family: 4 as const, to: 'default', via: '172.17.0.1', dev: 'eth0', metric: 0, protocol: 3, scope: 0 }
    const link = { index: 9, name: 'eth0', kind: 'veth', mac: '02:42:ac:11:00:02', mtu: 1500, up: true } as const
    const eth0 = { ...link, operstate: 'up', carrier: true, group: 0, addresses: [] } as const
    const bridged = computer({ routes: [route], links: { 9: eth0 as never } })
    const ops = planLab(lab, bridged).steps.map(({ op }) => op)

    test('has it replaced, which goes on record before the first step', () => {
      expect(codes(bridged)).toEqual([])
      expect(ops.slice(-2)).toMatchObject([
        { op: 'link-up', name: 'pl-box' },
        { op: 'link-up', netns: 'host' },
      ])
      expect(ops).toContainEqual({ op: 'route-add', netns: 'docker:test01', family: 4, to: 'default', via: '172.18.18.1' })
      const { linkdown: _, scope: __, ...kept } = { linkdown: false, ...route }
      expect(guestsAhead(UNTOUCHED, 'attach', ops, bridged.namespaces)).toMatchObject({
        guests: [{ lab: 'attach', netns: 'docker:test01', inode: 7, routes: [kept] }],
        routes: [{ netns: 'docker:test01', to: 'default' }],
      })
    })

    test('gets it back when the lab goes, and then nothing is on record', () => {
      const host = guestsAhead(UNTOUCHED, 'attach', ops, bridged.namespaces)
      const without = { ...computer({ links: { 9: eth0 as never } }), host }
      const back = planRemoval('attach', without).steps.map(({ op }) => op)
      const { scope: _, ...kept } = route
      expect(back).toEqual([{ op: 'route-add', netns: 'docker:test01', ...kept }])
      expect(guestsDone(host, 'attach', back, false)).toEqual(UNTOUCHED)
    })

    test('gets nothing back once it was started again, for then its engine has given it a new one', () => {
      const host = guestsAhead(UNTOUCHED, 'attach', ops, bridged.namespaces)
      const again = { ...computer({ links: { 9: eth0 as never }, inode: 8 }), host }
      expect(planRemoval('attach', again).steps).toEqual([])
    })

    test('is a conflict where the kernel itself made the route', () => {
      expect(codes(computer({ routes: [{ ...route, protocol: 2 }] }))).toEqual(['foreign-route'])
    })
  })

  test('forwards where that is drawn, and as before when the lab goes', () => {
    const { box } = lab.nodes
    const forwards: Lab = { ...lab, nodes: { ...lab.nodes, box: { ...box, forwarding: true } as Lab['nodes'][string] } }
    const before = computer({ forwarding: { ipv4: true, ipv6: false } })
    const ops = planLab(forwards, before).steps.map(({ op }) => op)
    expect(ops).toContainEqual({ op: 'forwarding', netns: 'docker:test01', on: true })
    const host = guestsAhead(UNTOUCHED, 'attach', ops, before.namespaces)
    const on = { ...computer({ forwarding: { ipv4: true, ipv6: true } }), host }
    for (const back of [planRemoval('attach', on), planLab(lab, on)])
      expect(back.steps.map(({ op }) => op)).toContainEqual({ op: 'forwarding', netns: 'docker:test01', on: true, ipv6: false })
    expect(
      guestsDone(
        host,
        'attach',
        planRemoval('attach', on).steps.map(({ op }) => op),
        false,
      ).guests,
    ).toBeUndefined()
  })

  test('has a DHCP server of the lab started in it, and stopped when the lab goes', () => {
    const { box } = lab.nodes
    const dhcpServer = { interface: 'eth1', range: ['172.18.18.50', '172.18.18.60'] }
    const serves = { ...lab, nodes: { ...lab.nodes, box: { ...box, dhcpServer } as Lab['nodes'][string] } }
    const service = expect.objectContaining({ kind: 'dhcp-server', interface: 'eth1', first: '172.18.18.50' })
    const ops = planLab(serves, computer()).steps.map(({ op }) => op)
    expect(ops).toContainEqual({ op: 'service-start', netns: 'docker:test01', lab: 'attach', service })
    const spec = ops.flatMap((op) => (op.op === 'service-start' ? [op.service] : []))[0]
    if (!spec) throw new Error('nothing is started')
    const runs = computer({ services: [{ lab: 'attach', spec, index: 9, running: true, since: 0, restarts: 0 }] })
    expect(planRemoval('attach', runs).steps.map(({ op }) => op)).toContainEqual({
      op: 'service-stop',
      netns: 'docker:test01',
      lab: 'attach',
      service,
    })
    const others = computer({ services: [{ lab: 'others', spec, index: 9, running: true, since: 0, restarts: 0 }] })
    expect(planRemoval('attach', others).steps.filter(({ op }) => op.op === 'service-stop')).toEqual([])
  })

  test('of Podman has ways out of the lab before that of its engine, whose metric is 100', () => {
    const { box } = lab.nodes
    const six = { ...box, routes: [{ to: 'default', via: 'fd18::1' }], interfaces: { eth1: { addresses: ['fd18::36/64'] } } }
    const drawn = { ...lab, nodes: { ...lab.nodes, box: six as Lab['nodes'][string] } }
    const [route] = planLab(drawn, computer()).steps.flatMap(({ op }) => (op.op === 'route-add' ? [op] : []))
    expect(route).toMatchObject({ family: 6, to: 'default', metric: 1 })
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
    expect(script).toContain('  keep_route container-test01 4 default 0\n')
    expect(script).toContain('  give_back container-test01\n')
    expect(script).toContain('  rm -f /run/netns/container-test01\n')
  })
})
