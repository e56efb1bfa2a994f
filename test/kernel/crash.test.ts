import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { opSchema } from '../../core/plan/ops'
import { counted } from '../figures'
import { LONG } from '../runs'
import { atRest } from './at-rest'
import { callsOf, clear, expectWhole, keep, killAt, situation, type Transition } from './crash-matrix'
import { differences } from './differences'
import { BRIDGED, CHANGED, MADE, SERVED, UNBRIDGED } from './every-step'
import { caused } from './faults'
import { computer, HostMachine } from './host-machine'
import { run } from './ip-machine'
import { canInject } from './strace'

/**
 * The agent of a computer is killed in the middle of changes that take every kind of step: before each call that changes the kernel, after
 * each that puts something on the disk, and between the two. What it was in is undone or finished when it starts again, and it says which.
 * Here a sample, with every kind of call; in the long suite every single one.
 */

const NOTHING = async () => undefined
const TRANSITIONS: Transition[] = [
  { name: 'made', prepare: NOTHING, change: (host) => keep(host, MADE) },
  { name: 'changed', prepare: (host) => keep(host, MADE), change: (host) => keep(host, CHANGED) },
  { name: 'removed', prepare: (host) => keep(host, CHANGED), change: (host) => host.destroy('steps') },
  { name: 'served', prepare: NOTHING, change: serve },
  { name: 'no longer served', prepare: serve, change: (host) => host.destroy('served') },
  { name: 'bridged', prepare: NOTHING, change: (host) => keep(host, BRIDGED) },
  { name: 'no longer bridged', prepare: (host) => keep(host, BRIDGED), change: (host) => keep(host, UNBRIDGED) },
]

/** Until the client has its lease. */
async function serve(host: HostMachine): Promise<void> {
  await keep(host, SERVED)
  const look = () => expect(run('ip', ['-n', 'client', '-4', 'address'])).toContain('10.84.0.100')
  await vi.waitFor(look, { timeout: 20_000, interval: 50 })
}

let host: HostMachine

beforeAll(async () => {
  run('sh', [
    '-c',
    `ip link add nic0 type veth peer name far0; ip link set nic0 up; ip link set far0 up
    ip address add 192.0.2.1/24 dev nic0; ip route add default via 192.0.2.254 dev nic0
    ip link add ext0 type veth peer name ext1; ip link set ext0 up; ip link set ext1 up
    sysctl -q -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
    sysctl -q -w net.ipv4.conf.ext0.forwarding=1
    nft add table inet theirs; nft 'add chain inet theirs forward { type filter hook forward priority 0; }'`,
  ])
  await atRest()
  host = await HostMachine.start()
})

afterEach(() => clear(host))

afterAll(() => host.close())

describe.skipIf(!canInject)('an agent that is killed', () => {
  test('can be so in every kind of step', async () => {
    const kinds = new Set<string>()
    const note = async (lab: typeof MADE) => {
      const { plan } = await host.connection.request({ type: 'plan', lab })
      for (const { op } of plan.ops) kinds.add(op)
    }
    for (const labs of [
      [MADE, CHANGED],
      [SERVED, { ...MADE, name: 'served', nodes: { host: { kind: 'host' as const } }, links: {} }],
      [BRIDGED, UNBRIDGED],
    ])
      for (const lab of labs) {
        await note(lab)
        await keep(host, lab)
      }
    await clear(host)
    expect([...kinds].sort()).toEqual(opSchema.options.map(({ shape }) => shape.op.value).sort())
  })

  test.each(TRANSITIONS)(
    'while a lab is $name leaves nothing half done',
    async (transition) => {
      const untouched = computer()
      await transition.prepare(host)
      const before = await situation(host)
      const calls = await callsOf(host, transition.change)
      const after = await situation(host)
      const missed: string[] = []
      const failed: string[] = []
      let isPrepared = false
      for (const call of LONG ? calls : sample(calls)) {
        if (!isPrepared) {
          await clear(host)
          await transition.prepare(host)
        }
        isPrepared = false
        const name = `${transition.name}: ${call.name} ${call.nth}, ${call.effect}`
        if (!(await killAt(host, transition, call))) {
          missed.push(name)
          continue
        }
        try {
          isPrepared = (await counted('crash matrix', name, () => expectWhole(host, before, after))) === 'undone'
        } catch (error) {
          failed.push(`${name}\n${error instanceof Error ? error.message : error}`)
        }
      }
      await caused('agent killed at any moment of an apply', () => expect(failed.join('\n\n')).toBe(''))
      // How often the agent reads between two changes depends on when the kernel tells it of the first; the last few may not come about.
      expect(missed.length, missed.join('; ')).toBeLessThan(calls.length / 10)
      await clear(host)
      expect(differences(untouched, computer())).toEqual([])
    },
    LONG ? 3_600_000 : 240_000,
  )
})

const seen = new Set<string>()

/** The last call of every kind that no earlier change had. */
function sample<T extends { effect: string }>(calls: readonly T[]): T[] {
  const fresh = new Set(calls.map(({ effect }) => effect).filter((effect) => !seen.has(effect)))
  for (const effect of fresh) seen.add(effect)
  const chosen = [...fresh].map((kind) => calls.findLast(({ effect }) => effect === kind))
  return calls.filter((call) => chosen.includes(call))
}
