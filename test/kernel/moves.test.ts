import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
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

function addressed(...addresses: string[]): Lab {
  return {
    ...EMPTY,
    nodes: { host: { kind: 'host' }, red: { kind: 'namespace', interfaces: { eth0: { addresses } } }, br0: { kind: 'bridge' } },
    links: { one: { endpoints: ['red:eth0', 'br0:port'] } },
  }
}

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
      // A second address in front of one that stays.
      { numRuns: RUNS, examples: [[addressed('10.1.0.5/24'), addressed('10.1.0.4/24', '10.1.0.5/24')]] },
    )
  }, 900_000)
})
