import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { bareMachine, machineWith, stateAfter } from '../../test/imagined-machine'
import { commands, RED_BLUE, TWO_CARDS } from '../../test/plan-cases'
import { emptyLab } from '../lab/empty'
import type { Lab } from '../lab/schema'
import { blankMachine } from '../state/blank'
import type { MachineState } from '../state/state'
import { driftOf } from './drift'
import { planLab, planRemoval, planRestore, planUnstarted } from './plan-lab'

/** A machine with one of its links changed. */
function withLink(state: MachineState, netns: string, name: string, fields: object): MachineState {
  const found = state.namespaces[netns]
  if (!found) throw new Error(netns)
  const links = Object.fromEntries(
    Object.entries(found.links).map(([index, link]) => [index, link.name === name ? { ...link, ...fields } : link]),
  )
  return { ...state, namespaces: { ...state.namespaces, [netns]: { ...found, links } } }
}

describe('from nothing to a lab', () => {
  const plan = planLab(RED_BLUE, bareMachine())

  test('goes from namespaces to links to addresses to routes, and brings bridges up last, after their ports', () => {
    const kinds = [...new Set(plan.steps.map(({ op }) => op.op))]
    expect(kinds).toEqual([
      'netns-add',
      'bridge-add',
      'veth-add',
      'port-attach',
      'address-add',
      'link-up',
      'route-add',
      'forwarding',
    ])
    expect(commands(plan).slice(-3)).toEqual([
      'ip link set dev veth-red up',
      'ip link set dev veth-blue up',
      'ip link set dev br0 up',
    ])
  })

  test('lets what goes through a new bridge wait for it, and nothing else', () => {
    const { host } = RED_BLUE.nodes
    const routed: Lab = {
      ...RED_BLUE,
      nodes: {
        ...RED_BLUE.nodes,
        host: { ...host, kind: 'host', forwarding: true, routes: [{ to: '10.9.0.0/24', via: '192.168.15.2' }] },
      },
    }
    const lines = commands(planLab(routed, bareMachine()))
    const at = (part: string) => {
      const found = lines.findIndex((line) => line.includes(part))
      if (found < 0) throw new Error(`${part} is not in ${lines.join('; ')}`)
      return found
    }
    expect(at('route replace 10.9.0.0/24')).toBeGreaterThan(at('ip link set dev br0 up'))
    expect(at('-n red route')).toBeLessThan(at('ip link set dev veth-red up'))
    expect(at('net.ipv4.ip_forward=1')).toBeLessThan(at('ip link set dev br0 up'))
  })

  test('creates peers where they belong, without a move', () => {
    expect(commands(plan)).toContain('ip link add name veth-red type veth peer name eth0 netns red')
    expect(plan.steps.some(({ op }) => op.op === 'link-move')).toBe(false)
  })

  test('writes forwarding in a new namespace, since it may have inherited it', () => {
    expect(plan.steps.flatMap(({ op }) => (op.op === 'forwarding' ? [op.netns] : []))).toEqual(['red', 'blue'])
  })

  test('names the elements that each step is about', () => {
    const veth = plan.steps.find(({ op }) => op.op === 'veth-add')
    expect(veth?.elements).toEqual([
      { kind: 'link', link: 'red.eth0--br0.veth-red' },
      { kind: 'interface', node: 'red', name: 'eth0' },
      { kind: 'interface', node: 'br0', name: 'veth-red' },
    ])
  })
})

describe('what is foreign', () => {
  const foreign = (netns: string, name: string) =>
    withLink(machineWith(TWO_CARDS), netns, name, { owner: undefined, alias: undefined, group: 0 })

  test('is a conflict where the lab wants its name', () => {
    const state = foreign('red', 'eth0')
    const { conflicts } = planLab(TWO_CARDS, state)
    expect(conflicts).toMatchObject([{ code: 'foreign-interface', element: { kind: 'interface', node: 'red', name: 'eth0' } }])
  })

  test('is a conflict as a namespace too', () => {
    const state = machineWith(TWO_CARDS)
    const { red } = state.namespaces
    if (!red) throw new Error('red')
    const { owner: _, ...unowned } = red
    const plan = planLab(TWO_CARDS, { ...state, namespaces: { ...state.namespaces, red: unowned } })
    expect(plan.conflicts.map(({ code }) => code)).toContain('foreign-namespace')
    expect(plan.steps.some(({ op }) => op.op === 'netns-delete' && op.netns === 'red')).toBe(false)
  })

  test('is left alone by a removal, even with a copy of our mark on it', () => {
    const state = machineWith(TWO_CARDS)
    const copied = withLink(state, 'red', 'eth0', { name: 'own', owner: undefined, group: 0, alias: undefined })
    const plan = planRemoval('demo', { ...copied, namespaces: { ...copied.namespaces } })
    const deleted = plan.steps.flatMap(({ op }) => (op.op === 'link-delete' ? [op.name] : []))
    expect(deleted).toEqual(['eth1'])
  })

  test('holds a name by an alternative name as well', () => {
    const state = machineWith(TWO_CARDS)
    const host = state.namespaces.host
    if (!host) throw new Error('host')
    const nic = {
      index: 900,
      name: 'enp1s0',
      kind: 'physical',
      mac: '02:00:00:00:00:01',
      mtu: 1500,
      up: true,
      operstate: 'up',
      carrier: true,
      group: 0,
      addresses: [],
      altNames: ['eth7'],
    }
    const machine = { ...state, namespaces: { ...state.namespaces, host: { ...host, links: { ...host.links, 900: nic } } } }
    const lab: Lab = { ...TWO_CARDS, links: { ...TWO_CARDS.links, three: { endpoints: ['host:eth7', 'red:eth7'] } } }
    expect(planLab(lab, machine).conflicts).toMatchObject([{ code: 'foreign-interface', params: { name: 'eth7' } }])
  })

  test('keeps its routes on the host, whoever’s they are', () => {
    const state = machineWith(TWO_CARDS)
    const host = state.namespaces.host
    if (!host) throw new Error('host')
    const route = { family: 4 as const, to: '10.9.0.0/16', via: '10.1.1.1', metric: 0, protocol: 3, scope: 0 }
    const machine = { ...state, namespaces: { ...state.namespaces, host: { ...host, routes: [route] } } }
    expect(planLab(TWO_CARDS, machine).steps).toEqual([])
    expect(planRemoval('demo', machine).steps.some(({ op }) => op.op === 'route-delete')).toBe(false)
  })
})

describe('half-made links', () => {
  test('of the group without a tag are removed and made again', () => {
    let state = machineWith(TWO_CARDS)
    for (const netns of ['red', 'blue']) state = withLink(state, netns, 'eth0', { owner: undefined, alias: undefined })
    const plan = planLab(TWO_CARDS, state)
    expect(plan.conflicts).toEqual([])
    expect(plan.steps.slice(0, 2).map(({ op }) => op.op)).toEqual(['link-delete', 'veth-add'])
  })
})

describe('a lab whose machine does not run', () => {
  test('has nothing to do where nothing is drawn, and all of it to do where anything is', () => {
    expect(planUnstarted(emptyLab('demo')).steps).toEqual([])
    expect(planUnstarted({ ...emptyLab('demo'), nodes: { host: { kind: 'host', forwarding: true } } }).steps).not.toEqual([])
    expect(planUnstarted(RED_BLUE)).toEqual(planLab(RED_BLUE, blankMachine))
  })
})

describe('a plan’s id', () => {
  test('is the same for the same steps and differs for others', () => {
    expect(planLab(RED_BLUE, bareMachine()).id).toBe(planLab(RED_BLUE, bareMachine()).id)
    const ids = [RED_BLUE, TWO_CARDS].flatMap((lab) => [
      planLab(lab, bareMachine()).id,
      planRemoval(lab.name, machineWith(lab)).id,
    ])
    expect(new Set(ids).size).toBe(4)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('every lab', { timeout: 60_000 }, () => {
  const lab = () => arbitraryLab({ name: 'demo' })

  test('is reached from every other in one go, and then there is nothing left to do and no drift', () => {
    fc.assert(
      fc.property(lab(), lab(), (from, to) => {
        const made = stateAfter(planLab(to, machineWith(from)), machineWith(from))
        expect(planLab(to, made).steps).toEqual([])
        expect(planLab(to, made).conflicts).toEqual([])
        expect(driftOf(to, made)).toEqual([])
      }),
    )
  })

  test('goes without a trace', () => {
    fc.assert(
      fc.property(lab(), (one) => {
        const { namespaces } = stateAfter(planRemoval('demo', machineWith(one)), machineWith(one))
        expect(Object.keys(namespaces)).toEqual(['host'])
        expect(Object.values(namespaces.host?.links ?? {}).map(({ name }) => name)).toEqual(['lo'])
        expect(namespaces.host).toMatchObject({ routes: [], nat: [], forwarding: { ipv4: false, ipv6: false } })
      }),
    )
  })

  test('is returned to from any half-way point of the way to another', () => {
    fc.assert(
      fc.property(lab(), lab(), fc.nat(), (from, to, at) => {
        const before = machineWith(from)
        const plan = planLab(to, before)
        const halfWay = stateAfter({ ...plan, steps: plan.steps.slice(0, at % (plan.steps.length + 1)) }, before)
        const back = stateAfter(planRestore('demo', before, halfWay), halfWay)
        expect(planRestore('demo', before, back).steps).toEqual([])
        expect(driftOf(from, back)).toEqual([])
      }),
    )
  })

  test('has drift exactly when there is something to do', () => {
    fc.assert(
      fc.property(lab(), lab(), (from, to) => {
        const machine = machineWith(from)
        expect(driftOf(to, machine).length > 0).toBe(planLab(to, machine).steps.length > 0)
      }),
    )
  })

  test('has steps that name only elements of the lab, or what is being removed', () => {
    fc.assert(
      fc.property(lab(), (one) => {
        for (const { elements } of planLab(one, bareMachine()).steps) {
          expect(elements.length).toBeGreaterThan(0)
          for (const element of elements) if ('node' in element) expect(one.nodes).toHaveProperty([element.node])
        }
      }),
    )
  })
})
