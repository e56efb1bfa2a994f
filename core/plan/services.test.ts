import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDhcpLab } from '../../test/arbitraries/dhcp'
import { bareMachine, machineWith, stateAfter } from '../../test/imagined-machine'
import { checkLab } from '../check/check'
import type { DhcpServer } from '../lab/dhcp-schema'
import type { Lab } from '../lab/schema'
import type { MachineState } from '../state/state'
import { describeReason } from '../text/reasons'
import { driftOf } from './drift'
import { planLab, planRemoval, planRestore } from './plan-lab'

function lab(server: Partial<DhcpServer> | null = {}, nodes: Partial<Lab['nodes']> = {}): Lab {
  return {
    netloom: 1,
    name: 'demo',
    nodes: {
      host: { kind: 'host' },
      router: {
        kind: 'namespace',
        interfaces: { eth0: { addresses: ['10.0.0.1/24'] } },
        ...(server && { dhcpServer: { interface: 'eth0', range: ['10.0.0.10', '10.0.0.20'], ...server } }),
      },
      vm: { kind: 'namespace', interfaces: { eth0: { dhcp: true } } },
      ...nodes,
    },
    links: { l: { endpoints: ['router:eth0', 'vm:eth0'] } },
  }
}

function words(wanted: Lab, state: MachineState): string[] {
  return planLab(wanted, state).steps.map(({ op }) =>
    'service' in op ? `${op.op} ${op.service.kind} ${op.netns}` : `${op.op} ${'netns' in op ? op.netns : ''}`,
  )
}

function changed(state: MachineState, netns: string, change: (found: MachineState['namespaces'][string]) => void): MachineState {
  const copy = structuredClone(state)
  const found = copy.namespaces[netns]
  if (!found) throw new Error(`no ${netns}`)
  change(found)
  return copy
}

describe('the programs of a lab', () => {
  test('start last, the server before who asks it, and a second plan is empty', () => {
    const steps = words(lab(), bareMachine())
    expect(steps.slice(-2)).toEqual(['service-start dhcp-server router', 'service-start dhcp-client vm'])
    expect(planLab(lab(), machineWith(lab())).steps).toEqual([])
    expect(driftOf(lab(), machineWith(lab()))).toEqual([])
  })

  test('are all that is asked for, in full', () => {
    const start = planLab(lab({ dns: ['9.9.9.9'], lease: '2h' }), bareMachine()).steps.find(({ op }) => op.op === 'service-start')
    expect(start?.op).toMatchObject({
      service: { first: '10.0.0.10', last: '10.0.0.20', netmask: '255.255.255.0', dns: ['9.9.9.9'], lease: 7200 },
    })
  })

  test('are started again when they are drawn otherwise', () => {
    expect(words(lab({ lease: '2h' }), machineWith(lab()))).toEqual([
      'service-stop dhcp-server router',
      'service-start dhcp-server router',
    ])
  })

  test('stop when nobody wants them, clients first', () => {
    const none = lab(null, { vm: { kind: 'namespace' } })
    expect(words(none, machineWith(lab()))).toEqual(['service-stop dhcp-client vm', 'service-stop dhcp-server router'])
    const removal = planRemoval('demo', machineWith(lab())).steps.map(({ op }) => op.op)
    expect(removal.slice(0, 2)).toEqual(['service-stop', 'service-stop'])
  })

  test('stop before their interface goes, and start again with the next of its name', () => {
    const moved: Lab = { ...lab(), links: { other: { endpoints: ['router:eth0', 'vm:eth0'] } } }
    const steps = words(moved, machineWith(lab()))
    expect(steps.slice(0, 3)).toEqual(['service-stop dhcp-client vm', 'service-stop dhcp-server router', 'link-delete router'])
    expect(steps.slice(-2)).toEqual(['service-start dhcp-server router', 'service-start dhcp-client vm'])
  })

  test('that died are drift, and started again', () => {
    const dead = changed(machineWith(lab()), 'router', ({ services = [] }) => {
      for (const one of services) one.running = false
    })
    expect(driftOf(lab(), dead)).toEqual([{ element: { kind: 'node', node: 'router' }, field: 'service', wanted: 'dnsmasq' }])
    expect(words(lab(), dead)).toEqual(['service-start dhcp-server router'])
    const [step] = planLab(lab(), dead).steps
    expect(step && describeReason(step.reason, 'en')).toBe('dnsmasq in router does not run any more')
  })

  test('come back after an apply that failed', () => {
    const before = machineWith(lab())
    const half = stateAfter(planLab(lab({ lease: '2h' }), before), before)
    const back = planRestore('demo', before, half)
    expect(planLab(lab(), stateAfter(back, half)).steps).toEqual([])
  })

  test('that the machine does not have are a conflict with a remedy', () => {
    const { conflicts } = planLab(lab(), { ...bareMachine(), missingPrograms: ['dnsmasq'] })
    expect(conflicts).toMatchObject([{ code: 'program-missing', params: { program: 'dnsmasq', package: 'dnsmasq-base' } }])
    expect(
      planLab(lab(null, { vm: { kind: 'namespace' } }), { ...bareMachine(), missingPrograms: ['dnsmasq'] }).conflicts,
    ).toEqual([])
  })
})

describe('random labs with DHCP', () => {
  const labs = arbitraryDhcpLab({ name: 'demo' })

  test('are applied at once and in full, whatever was there, and leave nothing', () => {
    fc.assert(
      fc.property(labs, labs, (one, two) => {
        expect(checkLab(two).filter(({ severity }) => severity === 'error')).toEqual([])
        const before = machineWith(one)
        const after = stateAfter(planLab(two, before), before)
        expect(planLab(two, after).steps).toEqual([])
        expect(driftOf(two, after)).toEqual([])
        const gone = stateAfter(planRemoval('demo', after), after)
        expect(Object.values(gone.namespaces).flatMap(({ services }) => services ?? [])).toEqual([])
      }),
    )
  })

  test('come back from half of an apply', () => {
    fc.assert(
      fc.property(labs, labs, fc.nat({ max: 40 }), (one, two, steps) => {
        const before = machineWith(one)
        const plan = planLab(two, before)
        const half = stateAfter({ ...plan, steps: plan.steps.slice(0, steps) }, before)
        const back = stateAfter(planRestore('demo', before, half), half)
        const programs = (state: MachineState) =>
          Object.values(state.namespaces).flatMap(({ name, services = [] }) => services.map(({ spec }) => ({ name, spec })))
        expect(programs(back)).toEqual(expect.arrayContaining(programs(before)))
        expect(programs(back)).toHaveLength(programs(before).length)
      }),
    )
  })
})

describe('a leased address', () => {
  const leased = changed(machineWith(lab()), 'vm', ({ links }) => {
    const eth0 = Object.values(links).find(({ name }) => name === 'eth0')
    eth0?.addresses.push({ address: '10.0.0.15/24', scope: 'global', automatic: false, dynamic: true })
  })

  test('is no drift where a client asked for it', () => {
    expect(driftOf(lab(), leased)).toEqual([])
    expect(planLab(lab(), leased).steps).toEqual([])
  })

  test('goes with its client', () => {
    const { steps } = planLab(lab({}, { vm: { kind: 'namespace' } }), leased)
    expect(steps.map(({ op }) => op.op)).toEqual(['service-stop'])
  })
})
