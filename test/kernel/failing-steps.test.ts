import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
import type { ApplyResult } from '../../core/protocol/agent'
import { counted } from '../figures'
import { LONG } from '../runs'
import { atRest } from './at-rest'
import { callsOf } from './crash-matrix'
import { differences } from './differences'
import { caused } from './faults'
import { computer, HostMachine } from './host-machine'
import { run } from './ip-machine'
import { type Call, canInject, Strace } from './strace'

/**
 * The kernel refuses one request of an apply that makes sixty namespaces: wherever that is, the computer is afterwards as it was before.
 * Here at positions spread over the whole of it; in the long suite at every one.
 */

const COUNT = 60
const POSITIONS = 8

function star(): Lab {
  const lab = emptyLab('star')
  const nodes: Lab['nodes'] = {
    host: { kind: 'host', forwarding: true, nat: [{ type: 'masquerade', source: '10.230.0.0/16' }] },
    'br-star': { kind: 'bridge', addresses: ['10.230.0.1/16'] },
  }
  const links: Lab['links'] = {}
  for (let at = 2; at < COUNT + 2; at++) {
    const routes = [{ to: 'default', via: '10.230.0.1' }]
    nodes[`n${at}`] = { kind: 'namespace', interfaces: { eth0: { addresses: [`10.230.1.${at}/16`] } }, routes }
    links[`l${at}`] = { endpoints: [`n${at}:eth0`, `br-star:p${at}`] }
  }
  return { ...lab, nodes, links }
}

let host: HostMachine
let before: Record<string, unknown>

beforeAll(async () => {
  run('sh', [
    '-c',
    `sysctl -q -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
    ip link add ext0 type veth peer name ext1; ip link set ext0 up; ip link set ext1 up; ip address add 192.0.2.1/24 dev ext0
    sysctl -q -w net.ipv4.conf.ext0.forwarding=1; ip netns add theirs
    nft add table inet theirs; nft 'add chain inet theirs forward { type filter hook forward priority 0; }'`,
  ])
  await atRest()
  before = computer()
  host = await HostMachine.start()
})

afterAll(() => host.close())

/** Applies while the kernel refuses what `inject` says. */
async function applyInjected(inject: string, file?: string): Promise<ApplyResult> {
  const strace = await Strace.attach(host.pid, inject, file)
  try {
    return await host.apply(star())
  } finally {
    await strace.detach()
  }
}

/** The error that the kernel could have for such a call. */
function errorFor({ name }: Call): string {
  return name === 'sendto' || name === 'clone' ? 'ENOMEM' : name === 'unshare' || name === 'mount' ? 'ENOSPC' : 'EIO'
}

describe.skipIf(!canInject)('an apply of sixty namespaces', () => {
  test(
    'that fails at any step leaves the computer as it was, and says what failed',
    async () => {
      const all = await callsOf(host, (machine) => machine.apply(star()))
      await host.destroy('star')
      expect(differences(before, computer())).toEqual([])
      // What is waited for has happened already, and files are the crash matrix's.
      const steps = all.filter(({ name }) => ['sendto', 'mount', 'unshare', 'clone', 'write'].includes(name))
      expect(steps.length).toBeGreaterThan(5 * COUNT)
      const every = LONG ? 1 : Math.floor(steps.length / POSITIONS)
      const failed: string[] = []
      const bridge = steps.findIndex(({ effect }) => effect === 'RTM_NEWLINK')
      for (const [at, call] of steps.entries()) {
        // Made, and not to be marked: two steps that the spread could miss.
        if (at % every !== 0 && at !== bridge + 1 && at !== bridge + 3) continue
        await counted('failing steps', `${at}: ${call.name} ${call.nth}, ${call.effect}`, async () => {
          const result = await applyInjected(`${call.name}:error=${errorFor(call)}:when=${call.nth}`, call.file)
          // How often the agent reads in between depends on when the kernel speaks: the one that was to fail may have been a reading.
          if (result.outcome === 'applied') await host.destroy('star')
          else expect(result).toMatchObject({ outcome: 'failed', failure: { undone: true } })
          failed.push(...differences(before, computer()).map((line) => `${at}: ${line}`))
          expect(failed).toEqual([])
        })
      }
    },
    LONG ? 3_600_000 : 120_000,
  )

  test(
    'whose removal fails at any step is whole afterwards',
    async () => {
      const lab = star()
      const remove = (machine: HostMachine) => machine.destroy('star')
      expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
      const all = await callsOf(host, remove)
      expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
      const steps = all.filter(({ name }) => ['sendto', 'umount2', 'clone'].includes(name))
      const chosen = LONG
        ? steps
        : ['RTM_SETLINK', 'RTM_DELLINK', 'umount2 n30'].map((kind) => steps.findLast(({ effect }) => effect === kind))
      for (const call of chosen) {
        if (!call) throw new Error('the removal has no such step')
        await counted('failing steps', `removal: ${call.name} ${call.nth}, ${call.effect}`, async () => {
          const strace = await Strace.attach(host.pid, `${call.name}:error=${errorFor(call)}:when=${call.nth}`)
          const removed = await remove(host).then(
            () => true,
            () => false,
          )
          await strace.detach()
          if (removed) await host.apply(lab)
          const { plan } = await host.connection.request({ type: 'plan', lab })
          expect(plan).toMatchObject({ ops: [], conflicts: 0 })
        })
      }
      await host.destroy('star')
      expect(differences(before, computer())).toEqual([])
    },
    LONG ? 3_600_000 : 120_000,
  )

  test('whose way back fails, too, shows both errors, and the next start takes it back', async () => {
    const result = await caused('step k of n fails', () => applyInjected('sendto:error=ENOMEM:when=60+'))
    expect(result).toMatchObject({
      outcome: 'failed',
      failure: {
        step: expect.any(Number),
        error: expect.stringMatching(/Cannot allocate memory/),
        undone: false,
        undoError: expect.stringMatching(/Cannot allocate memory/),
      },
    })
    await host.kill()
    await host.startAgent()
    expect(host.connection.hello.recovered).toEqual({ lab: 'star', undone: true })
    expect(differences(before, computer())).toEqual([])
  })
})
