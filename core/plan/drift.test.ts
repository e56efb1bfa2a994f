import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { machineWith } from '../../test/imagined-machine'
import { driftOf, openDrift } from './drift'

const lab = () => arbitraryLab({ name: 'demo' })

describe('drift that is still news', () => {
  test('is all drift while nothing was drawn since the apply', () => {
    fc.assert(
      fc.property(lab(), lab(), (applied, found) => {
        const machine = machineWith(found)
        expect(openDrift(applied, applied, machine)).toEqual(driftOf(applied, machine))
        expect(openDrift(applied, structuredClone(applied), machine)).toEqual(driftOf(applied, machine))
      }),
    )
  })

  test('is none once the drawing is what the kernel holds, whatever was applied before', () => {
    fc.assert(
      fc.property(lab(), lab(), (applied, found) => {
        expect(openDrift(applied, found, machineWith(found))).toEqual([])
      }),
    )
  })

  test('is never a change that was only drawn', () => {
    fc.assert(
      fc.property(lab(), lab(), (applied, drawn) => {
        expect(openDrift(applied, drawn, machineWith(applied))).toEqual([])
      }),
    )
  })
})
