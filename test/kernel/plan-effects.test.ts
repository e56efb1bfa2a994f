import * as fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { driftOf } from '../../core/plan/drift'
import { planLab, planRemoval } from '../../core/plan/plan-lab'
import { ROUTE_PROTOCOL } from '../../core/state/owner'
import type { MachineState } from '../../core/state/state'
import { arbitraryLab } from '../arbitraries/lab'
import { runs } from '../runs'
import { run, sweepRoot } from './ip-machine'
import { PlanMachine } from './plan-machine'

const RUNS = runs(25, 200)
let machine = new PlanMachine()

function startAnew(): void {
  sweepRoot()
  machine = new PlanMachine()
}

describe('the planned commands on a real kernel', () => {
  afterEach(startAnew)

  test('make any lab, leave nothing to plan, and take it all away again', () => {
    fc.assert(
      fc.property(arbitraryLab({ name: 'demo' }), (lab) => {
        startAnew()
        machine.apply(planLab(lab, machine.read()))
        const made = machine.read()
        expect(planLab(lab, made).steps).toEqual([])
        expect(driftOf(lab, made)).toEqual([])
        machine.apply(planRemoval('demo', made))
        const left = machine.read()
        expect(Object.keys(left.namespaces)).toEqual(['host'])
        expect(Object.values(left.namespaces.host?.links ?? {}).map(({ name }) => name)).toEqual(['lo'])
        expect(left.namespaces.host?.nat).toEqual([])
        expect(left.namespaces.host?.routes).toEqual([])
      }),
      { numRuns: RUNS },
    )
  }, 600_000)

  test('take any lab to any other in one go', () => {
    fc.assert(
      fc.property(fc.array(arbitraryLab({ name: 'demo' }), { minLength: 2, maxLength: 4 }), (labs) => {
        startAnew()
        for (const lab of labs) {
          machine.apply(planLab(lab, machine.read()))
          const made = machine.read()
          expect(planLab(lab, made).steps).toEqual([])
          expect(driftOf(lab, made)).toEqual([])
        }
      }),
      { numRuns: RUNS },
    )
  }, 600_000)

  test('put back whatever somebody did behind our back, in one go', () => {
    const deed = fc.record({ kind: fc.nat(), link: fc.nat(), other: fc.nat() })
    fc.assert(
      fc.property(arbitraryLab({ name: 'demo' }), fc.array(deed, { minLength: 1, maxLength: 6 }), (lab, deeds) => {
        startAnew()
        machine.apply(planLab(lab, machine.read()))
        for (const { kind, link, other } of deeds) disturb(machine.read(), kind, link, other)
        const disturbed = machine.read()
        const plan = planLab(lab, disturbed)
        expect(driftOf(lab, disturbed).length > 0).toBe(plan.steps.length > 0)
        if (plan.conflicts.length > 0) return
        machine.apply(plan)
        expect(planLab(lab, machine.read()).steps).toEqual([])
        expect(driftOf(lab, machine.read())).toEqual([])
      }),
      { numRuns: RUNS },
    )
  }, 600_000)
})

/** What a person with a shell might do to one of the lab's links; some of it the kernel refuses, which is as good. */
const DEEDS: ((at: string, name: string, elsewhere: string) => string)[] = [
  (at, name) => `ip -n ${at} link set dev ${name} down`,
  (at, name) => `ip -n ${at} link set dev ${name} up`,
  (at, name) => `ip -n ${at} address flush dev ${name}`,
  (at, name) => `ip -n ${at} address add 10.99.0.1/24 dev ${name}; ip -n ${at} address add 10.99.0.2/24 dev ${name}`,
  (at, name) =>
    `ip -n ${at} -4 address delete $(ip -n ${at} -4 -o address show dev ${name} | awk 'NR == 1 { print $4 }') dev ${name}`,
  (at, name) => `ip -n ${at} address add fd99::1/64 dev ${name} nodad`,
  (at, name) => `ip -n ${at} link set dev ${name} mtu 1000`,
  (at, name) => `ip -n ${at} link set dev ${name} mtu 9000`,
  (at, name) => `ip -n ${at} link set dev ${name} address 02:00:00:00:99:01`,
  (at, name) => `ip -n ${at} link set dev ${name} nomaster`,
  (at, name) => `ip -n ${at} link set dev ${name} name other`,
  (at, name, elsewhere) => `ip -n ${at} link set dev ${name} netns ${elsewhere}`,
  (at, name) => `ip -n ${at} link delete dev ${name}`,
  (at, name) => `ip -n ${at} link set dev ${name} type bridge stp_state 1`,
  (at) => `ip -n ${at} route flush table main proto ${ROUTE_PROTOCOL}`,
  (at, name) => `ip -n ${at} route add 10.98.0.0/24 dev ${name}`,
  (at, name) => `ip -n ${at} neighbour replace 10.98.0.9 lladdr 02:00:00:00:99:02 dev ${name} nud permanent`,
  (at) => `ip -n ${at} neighbour flush nud permanent`,
  (at) => `ip netns exec ${at} sysctl -q -w net.ipv4.ip_forward=1`,
  (at) => `ip netns exec ${at} sysctl -q -w net.ipv6.conf.all.forwarding=0`,
  (at) => `ip netns exec ${at} nft flush ruleset`,
  (at) => `ip netns exec ${at} sh -c 'nft add rule inet netloom-demo postrouting masquerade'`,
]

function disturb(state: MachineState, kind: number, which: number, other: number): void {
  const links = Object.values(state.namespaces).flatMap(({ name, links: own }) =>
    Object.values(own).flatMap((link) => (link.owner ? [{ netns: name, name: link.name }] : [])),
  )
  const link = links[which % Math.max(links.length, 1)]
  const names = Object.keys(state.namespaces)
  const elsewhere = names[other % names.length] ?? 'host'
  const deed = DEEDS[kind % DEEDS.length]
  if (!link || !deed) return
  const command = deed(link.netns, link.name, elsewhere === 'host' ? '1' : elsewhere)
  const inPlace = command.replaceAll('ip -n host ', 'ip ').replaceAll('ip netns exec host ', '')
  run('sh', ['-c', `{ ${inPlace}; } 2>/dev/null || true`])
}
