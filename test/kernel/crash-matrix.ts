import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
import { UNTOUCHED } from '../../core/state/host-record'
import { AgentWatcher } from './agent-watcher'
import { differences } from './differences'
import type { HostMachine } from './host-machine'
import { run } from './ip-machine'
import { dhcpProcesses } from './processes'
import { readRawKernel } from './raw-kernel'
import { type Call, effectOf, Strace } from './strace'

/** A change of this computer, from something to something else. */
export interface Transition {
  name: string
  /** Brings the computer, which holds nothing of ours, to where the change begins. */
  prepare: (host: HostMachine) => Promise<unknown>
  change: (host: HostMachine) => Promise<unknown>
}

/** Applies and, where that is asked for, says that it may stay. */
export async function keep(host: HostMachine, lab: Lab): Promise<void> {
  const result = await host.apply(lab)
  expect(result, JSON.stringify(result)).toMatchObject({ outcome: 'applied' })
  if (result.outcome === 'applied' && result.confirmWithin !== undefined) expect(await host.confirm(lab.name, true)).toBe('kept')
}

/** Removes all that is ours. */
export async function clear(host: HostMachine): Promise<void> {
  for (const lab of ['steps', 'served', 'bridged']) await host.destroy(lab)
}

/** All that must be as before or as after: the kernel, whosever it is, the programs, and what the agent says is applied and left over. */
export async function situation(host: HostMachine): Promise<unknown> {
  const watcher = new AgentWatcher(host.connection)
  await watcher.until(() => true)
  const kernel = JSON.stringify(readRawKernel(emptyLab('none'), 'nft'))
    .replaceAll(/\\"(valid|preferred)_life_time\\":\d+,?/g, '')
    // Shorter for a while after the topology of a bridge with STP has changed.
    .replaceAll(/"ageing_time":\d+,?/g, '')
  const record = join(host.folder, 'record.json')
  return {
    kernel: JSON.parse(kernel),
    settings: run('sh', [
      '-c',
      'cd /proc/sys/net; grep -s . ipv4/conf/*/forwarding ipv4/conf/*/accept_redirects ipv6/conf/*/forwarding',
    ]),
    programs: dhcpProcesses().map(({ command, netns }) => `${netns}: ${command}`),
    applied: watcher.applied,
    record: existsSync(record) ? JSON.parse(withoutTimes(readFileSync(record, 'utf8'))) : UNTOUCHED,
    orphans: await host.orphans(),
    remaining: await remaining(host, watcher.applied),
  }
}

/** What a NIC carried has times in it. Whether it is all there, the kernel says. */
function withoutTimes(record: string): string {
  return record.replaceAll(/"saved":\{[^}]*\}/g, '"saved":{}')
}

/** What the labs that are applied still lack, marks included. */
async function remaining(host: HostMachine, applied: Record<string, Lab>): Promise<unknown[]> {
  const plans = await Promise.all(Object.values(applied).map((lab) => host.connection.request({ type: 'plan', lab })))
  return plans.flatMap(({ plan }) => plan.ops)
}

/** The calls by which a change is made, with what they do. */
export async function callsOf(host: HostMachine, change: Transition['change']): Promise<(Call & { effect: string })[]> {
  const strace = await Strace.attach(host.pid)
  const calls = await change(host)
    .finally(() => strace.detach())
    .then(() => strace.calls)
  return calls.flatMap((call) => {
    const effect = effectOf(call)
    return effect === undefined ? [] : [{ ...call, effect }]
  })
}

/** Kills the agent as it enters the call, so that everything before it was done and it was not. False when the change ended without it. */
export async function killAt(host: HostMachine, { change }: Transition, call: Call): Promise<boolean> {
  const strace = await Strace.attach(host.pid, `${call.name}:signal=KILL:when=${call.nth}`, call.file)
  const survived = await change(host).then(
    () => true,
    () => false,
  )
  await strace.detach()
  if (!survived) await host.ended()
  return !survived
}

/**
 * Starts the agent again, and checks that the computer is as before or as after, that the agent says which, and that nothing is left over.
 */
export async function expectWhole(host: HostMachine, before: unknown, after: unknown): Promise<'undone' | 'finished'> {
  const cutOff = existsSync(join(host.folder, 'journal.json'))
  await host.startAgent()
  const { recovered } = host.connection.hello
  if (cutOff) expect(recovered, JSON.stringify(recovered)).toMatchObject({ undone: true })
  else expect(recovered).toBeUndefined()
  let now: unknown
  let outcome: 'undone' | 'finished' | undefined
  // A client of DHCP that was started again has its lease a moment later.
  for (const deadline = performance.now() + 3000; !outcome && performance.now() < deadline; await nextLook()) {
    now = await situation(host)
    if (isDeepStrictEqual(now, before)) outcome = 'undone'
    else if (!cutOff && isDeepStrictEqual(now, after)) outcome = 'finished'
  }
  if (!outcome) throw new Error(differences(before, now).join('\n'))
  return outcome
}

function nextLook(): Promise<void> {
  return delay(50)
}
