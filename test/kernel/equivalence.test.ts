import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
import { bashScript } from '../../core/script/bash'
import type { NatDialect } from '../../core/script/commands'
import { arbitraryLab } from '../arbitraries/lab'
import { runs } from '../runs'
import { AgentMachine } from './agent-machine'
import { run, sweepRoot } from './ip-machine'
import { byFamily } from './nat-rules'
import { type RawKernel, readRawKernel } from './raw-kernel'

const RUNS = runs(100, 400)
const EMPTY = emptyLab('demo')
let agent: AgentMachine
let folder: string
let nothing: RawKernel

/** With the rules in the form that both firewalls share. */
function comparable(kernel: RawKernel): RawKernel {
  return Object.fromEntries(Object.entries(kernel).map(([netns, state]) => [netns, { ...state, nat: byFamily(state.nat) }]))
}

function script(lab: Lab, dialect: NatDialect): (verb: 'up' | 'down') => void {
  const path = join(folder, `${dialect}.sh`)
  writeFileSync(path, bashScript(lab, { dialect, locale: 'en' }))
  return (verb) => {
    run('bash', [path, verb])
  }
}

beforeAll(async () => {
  agent = await AgentMachine.start('demo')
  folder = mkdtempSync(join(tmpdir(), 'netloom-script-'))
  sweepRoot()
  await agent.apply(EMPTY)
  nothing = readRawKernel(EMPTY, 'nft')
})

afterAll(async () => {
  await agent.destroy('demo')
  rmSync(folder, { recursive: true, force: true })
})

describe('the agent and the exported script', () => {
  test('leave the same kernel behind, whatever the lab, and then nothing', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLab({ name: 'demo' }), fc.constantFrom<NatDialect>('nft', 'iptables'), async (lab, twice) => {
        sweepRoot()
        expect(await agent.apply(lab)).toBe('applied')
        expect(await agent.remaining(lab)).toEqual([])
        const byAgent = comparable(readRawKernel(lab, 'nft'))
        expect(await agent.apply(EMPTY)).toBe('applied')
        expect(readRawKernel(EMPTY, 'nft')).toEqual(nothing)

        for (const dialect of ['nft', 'iptables'] as const) {
          const verb = script(lab, dialect)
          verb('up')
          if (dialect === twice) verb('up')
          expect(comparable(readRawKernel(lab, dialect))).toEqual(byAgent)
          verb('down')
          expect(readRawKernel(EMPTY, dialect)).toEqual(nothing)
        }
      }),
      { numRuns: RUNS },
    )
  }, 900_000)
})
