import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import { arbitraryLab } from '../arbitraries/lab'
import { runs } from '../runs'
import { AgentMachine } from './agent-machine'
import { sweepRoot } from './ip-machine'
import { type RawKernel, readRawKernel } from './raw-kernel'

const RUNS = runs(100, 400)
const EMPTY = emptyLab('demo')
let agent: AgentMachine

beforeAll(async () => {
  agent = await AgentMachine.start('demo')
})

afterAll(() => agent.destroy('demo'))

/** A bridge's MAC and what it stands for is its first port's, unless the lab fixes it; `readRawKernel` leaves it out. */
describe('one apply', () => {
  test('takes any lab to any other, as if that had been made from nothing', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLab({ name: 'demo' }), arbitraryLab({ name: 'demo' }), async (from, to) => {
        sweepRoot()
        expect(await agent.apply(to)).toBe('applied')
        const fresh: RawKernel = readRawKernel(to, 'nft')
        expect(await agent.apply(EMPTY)).toBe('applied')
        expect(await agent.apply(from)).toBe('applied')
        expect(await agent.apply(to)).toBe('applied')
        expect(await agent.remaining(to)).toEqual([])
        expect(readRawKernel(to, 'nft')).toEqual(fresh)
      }),
      { numRuns: RUNS },
    )
  }, 900_000)
})
