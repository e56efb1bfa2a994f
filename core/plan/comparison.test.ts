import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { blankMachine } from '../state/blank'
import { Comparison } from './comparison'
import { driftOf } from './drift'
import { Mirror } from './mirror'
import { planLab } from './plan-lab'

describe('Comparison', () => {
  it('tells the same drift and the same plan as each alone, again and again', () => {
    fc.assert(
      fc.property(arbitraryLab(), (lab) => {
        for (let round = 0; round < 2; round++) {
          const comparison = new Comparison(lab, new Mirror(blankMachine))
          expect(comparison.drift).toEqual(driftOf(lab, blankMachine))
          expect(comparison.plan()).toEqual(planLab(lab, blankMachine))
        }
      }),
      { numRuns: 50 },
    )
  })
})
