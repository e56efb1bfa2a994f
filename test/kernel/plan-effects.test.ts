import * as fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { driftOf } from '../../core/plan/drift'
import { planLab, planRemoval } from '../../core/plan/plan-lab'
import { arbitraryLab } from '../arbitraries/lab'
import { namespaceNames, run } from './ip-machine'
import { PlanMachine } from './plan-machine'

const RUNS = Number(process.env.NETLOOM_RUNS ?? 100)
let machine = new PlanMachine()

/** Whatever a failed run left. */
function sweep(): void {
  for (const name of namespaceNames()) run('ip', ['netns', 'delete', name])
  const left = run('sh', ['-c', "ip -o link show | grep -v ' lo:' | cut -d: -f2 | cut -d@ -f1"]).split('\n')
  for (const name of left.map((line) => line.trim()).filter((line) => line !== '')) {
    try {
      run('ip', ['link', 'delete', 'dev', name])
    } catch {
      // The other end of one that is gone already.
    }
  }
  run('nft', ['flush', 'ruleset'])
  run('sh', ['-c', 'ip route flush table main; ip -6 route flush table main; ip address flush dev lo; ip link set lo down'])
  machine = new PlanMachine()
}

describe('the planned commands on a real kernel', () => {
  afterEach(sweep)

  test('make any lab, leave nothing to plan, and take it all away again', () => {
    fc.assert(
      fc.property(arbitraryLab({ name: 'demo' }), (lab) => {
        sweep()
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
        sweep()
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
})
