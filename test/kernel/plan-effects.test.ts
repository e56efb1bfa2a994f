import * as fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { driftOf } from '../../core/plan/drift'
import { planLab, planRemoval } from '../../core/plan/plan-lab'
import { arbitraryLab } from '../arbitraries/lab'
import { sweepRoot } from './ip-machine'
import { PlanMachine } from './plan-machine'

const RUNS = Number(process.env.NETLOOM_RUNS ?? 25)
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
})
