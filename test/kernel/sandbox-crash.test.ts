import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findSandbox, sandboxLabs, startSandbox } from '../../server/machines/sandbox'
import { counted } from '../figures'
import { LONG } from '../runs'
import { differences } from './differences'
import { MADE } from './every-step'
import { computer } from './host-machine'
import { run } from './ip-machine'
import { type Call, canInject, effectOf, Strace } from './strace'

/** A sandbox ends with its agent, so one that is killed in the middle of an apply leaves nothing at all, and the next begins from nothing. */

const usual = process.env.NETLOOM_HOME
const LAB = MADE.name
let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'netloom-sandbox-'))
  process.env.NETLOOM_HOME = home
})

afterEach(() => {
  if (usual === undefined) delete process.env.NETLOOM_HOME
  else process.env.NETLOOM_HOME = usual
  rmSync(home, { recursive: true, force: true })
})

/** The agent, as the machine around its sandbox numbers it. */
function agentPid(): number {
  const lines = run('ps', ['-e', '-o', 'pid=,comm=,args=']).split('\n')
  return Number.parseInt(lines.find((line) => /^\s*\d+ node /.test(line) && line.includes(`--lab ${LAB} `)) ?? '', 10)
}

function processes(): string[] {
  return run('ps', ['-e', '-o', 'args='])
    .split('\n')
    .filter((line) => line.includes(`--lab ${LAB} `))
}

/** Applies under strace; what the agent called, and whether it lived to answer. */
async function apply(inject?: string, file?: string): Promise<{ calls: Call[]; applied: boolean }> {
  const connection = await startSandbox(LAB)
  const strace = await Strace.attach(agentPid(), inject, file)
  const applied = await connection.request({ type: 'apply', lab: MADE, actor: 'test' }).then(
    ({ result }) => result.outcome === 'applied',
    () => false,
  )
  await strace.detach()
  if (applied) await connection.request({ type: 'destroy', lab: LAB, actor: 'test' })
  await connection.closed
  return { calls: strace.calls, applied }
}

describe.skipIf(!canInject)('a sandbox whose agent is killed', () => {
  test(
    'in the middle of an apply leaves nothing, and the next one begins from nothing',
    async () => {
      const before = computer()
      const { calls, applied } = await apply()
      expect(applied).toBe(true)
      const kinds = new Map(calls.flatMap((call) => (effectOf(call) ? [[LONG ? call : call.name, call] as const] : [])))
      expect(kinds.size).toBeGreaterThan(3)
      for (const call of kinds.values()) {
        const { applied: survived } = await apply(`${call.name}:signal=KILL:when=${call.nth}`, call.file)
        // How often it reads in between differs from run to run.
        if (survived) continue
        await counted('crash matrix', `sandbox: ${call.name} ${call.nth}`, async () => {
          await expect.poll(processes).toEqual([])
          expect(await findSandbox(LAB)).toBeUndefined()
          expect(await sandboxLabs()).toEqual([])
          expect(differences(before, computer())).toEqual([])
        })
      }
      expect((await apply()).applied).toBe(true)
    },
    LONG ? 3_600_000 : 60_000,
  )
})
