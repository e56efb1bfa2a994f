import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
import type { ApplyResult } from '../../core/protocol/agent'
import { labDigest } from '../../server/lab-digest'
import { pairLab } from './agent-labs'
import { AgentMachine } from './agent-machine'
import { AgentWatcher } from './agent-watcher'
import { caused } from './faults'
import { run } from './ip-machine'

const NAME = 'changed'
const PAIR = pairLab(NAME)
const EMPTY = emptyLab(NAME)
const ONE_MORE: Lab = pairLab(NAME, {
  green: { kind: 'namespace', interfaces: { lo: { addresses: ['10.5.0.1/32'] } }, forwarding: true },
  host: { kind: 'host', forwarding: true, nat: [{ type: 'masquerade', source: '10.1.0.0/24' }] },
})
let agent: AgentMachine

async function apply(lab: Lab, planId?: string): Promise<ApplyResult> {
  const { result } = await agent.connection.request({
    type: 'apply',
    lab,
    actor: 'test',
    ...(planId === undefined ? {} : { planId }),
  })
  return result
}

/** All that `ip` and `nft` print, without the numbers that the kernel counts up by itself. */
function kernel(): unknown {
  const netns = run('ip', ['netns', 'list'])
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => name !== '')
    .sort()
  const inside = (name: string | undefined, program: string, args: string[]) =>
    name === undefined ? run(program, args) : run('ip', ['netns', 'exec', name, program, ...args])
  return [undefined, ...netns].map((name) => ({
    name,
    links: inside(name, 'ip', ['-br', 'link'])
      .split('\n')
      .map((line) => line.replace(/@\S+/, '').split(/\s+/).slice(0, 1).join(' '))
      .sort(),
    addresses: inside(name, 'ip', ['-o', 'address', 'show', 'scope', 'global']).replaceAll(/^\d+: /gm, ''),
    routes: inside(name, 'ip', ['route']),
    forwarding: inside(name, 'sysctl', ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding']),
    rules: inside(name, 'nft', ['list', 'ruleset']),
  }))
}

beforeAll(async () => {
  // As a new network namespace is where Docker has turned forwarding on: it begins with what the computer's own has.
  run('sysctl', ['-q', '-w', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1'])
  agent = await AgentMachine.start(NAME)
})

beforeEach(async () => {
  expect(await apply(PAIR)).toMatchObject({ outcome: 'applied' })
})

afterAll(async () => {
  await agent.destroy(NAME)
})

test('a sandbox begins by forwarding nothing, as every plan that was made before it ran expects', async () => {
  const { plan } = await agent.connection.request({ type: 'plan', lab: EMPTY })
  expect(plan.ops).not.toContainEqual(expect.objectContaining({ op: 'forwarding' }))
  const forwarding = run('sysctl', ['-n', 'net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding'])
  expect(forwarding.trim().split('\n')).toEqual(['0', '0'])
})

describe('an apply', () => {
  test('is only made when the plan is still the one that the user saw, and then only once', () =>
    caused('kernel changed after the plan', async () => {
      const { plan } = await agent.connection.request({ type: 'plan', lab: ONE_MORE })
      run('ip', ['-n', 'red', 'link', 'set', 'eth0', 'mtu', '1400'])
      const before = kernel()
      expect(await apply(ONE_MORE, plan.id)).toMatchObject({ outcome: 'stale' })
      expect(kernel()).toEqual(before)
      const { plan: fresh } = await agent.connection.request({ type: 'plan', lab: ONE_MORE })
      expect(await apply(ONE_MORE, fresh.id)).toMatchObject({ outcome: 'applied', planId: fresh.id })
      expect(await apply(ONE_MORE, fresh.id)).toMatchObject({ outcome: 'stale' })
    }))

  test('can be planned from what was read last, by whoever asked for that before', async () => {
    expect(await agent.connection.request({ type: 'read' })).toMatchObject({ type: 'read' })
    const { plan } = await agent.connection.request({ type: 'plan', lab: ONE_MORE, fresh: false })
    const { plan: fresh } = await agent.connection.request({ type: 'plan', lab: ONE_MORE })
    expect(plan).toEqual(fresh)
    expect(plan.ops.length).toBeGreaterThan(0)
  })

  test('that would come again is planned by the digest of its lab, as long as no other was applied', async () => {
    const again = async (lab: Lab) =>
      (await agent.connection.request({ type: 'plan-applied', lab: NAME, digest: labDigest(lab) })).plan
    expect(await again(PAIR)).toMatchObject({ ops: [], conflicts: 0 })
    run('ip', ['-n', 'red', 'link', 'set', 'eth0', 'mtu', '1400'])
    const { plan } = await agent.connection.request({ type: 'plan', lab: PAIR })
    expect(plan.ops).toMatchObject([{ op: 'link-mtu', mtu: 1500 }])
    expect(await again(PAIR)).toEqual(plan)
    expect(await again(ONE_MORE)).toBeUndefined()
    expect(await apply(ONE_MORE)).toMatchObject({ outcome: 'applied' })
    expect(await again(PAIR)).toBeUndefined()
    expect(await again(ONE_MORE)).toMatchObject({ ops: [] })
  })

  test('runs alone: another one is told so', () =>
    caused('two applies at once', async () => {
      const first = apply(ONE_MORE)
      expect(await apply(PAIR)).toEqual({ outcome: 'refused', reason: 'busy' })
      expect(await first).toMatchObject({ outcome: 'applied' })
    }))

  test('of a lab with errors is refused, and changes nothing', async () => {
    const before = kernel()
    const wrong = pairLab(NAME, { red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.1.0.2'] } } } })
    expect(await apply(wrong)).toEqual({ outcome: 'refused', reason: 'invalid' })
    expect(kernel()).toEqual(before)
  })

  test('leaves what is not ours alone, and says so', async () => {
    run('ip', ['netns', 'add', 'green'])
    const before = kernel()
    expect(await apply(ONE_MORE)).toEqual({ outcome: 'refused', reason: 'conflicts' })
    expect(kernel()).toEqual(before)
    run('ip', ['netns', 'delete', 'green'])
  })

  test('tells every client the new state and the lab', async () => {
    const watcher = new AgentWatcher(agent.connection)
    await watcher.until(() => true)
    expect(await apply(ONE_MORE)).toMatchObject({ outcome: 'applied' })
    await watcher.until((state) => state.namespaces.green !== undefined)
    expect(watcher.applied[NAME]).toEqual(ONE_MORE)
    expect(await apply(PAIR)).toMatchObject({ outcome: 'applied' })
    await watcher.until((state) => state.namespaces.green === undefined)
  })

  test('deletes and makes the same names anew, two hundred times', () =>
    caused('delete, then create at once, 200 times', async () => {
      const again: Lab = {
        ...EMPTY,
        nodes: { ...EMPTY.nodes, again: { kind: 'namespace' } },
        links: { again: { endpoints: ['again:eth0', 'host:p-again'] } },
      }
      for (let round = 0; round < 200; round++)
        for (const lab of [again, EMPTY]) expect(await apply(lab)).toMatchObject({ outcome: 'applied' })
    }))

  test('clears the file that a killed “ip netns add” leaves', async () => {
    writeFileSync('/run/netns/green', '', { mode: 0 })
    expect(await apply(ONE_MORE)).toMatchObject({ outcome: 'applied' })
  })
})

describe('an apply that fails', () => {
  test('in the middle leaves the kernel as it was, and says what failed in the kernel’s words', async () => {
    run('ip', ['netns', 'exec', 'blue', 'sysctl', '-qw', 'net.ipv6.conf.eth0.disable_ipv6=1'])
    // Without IPv6 on that interface its address is gone; apply wants it back and cannot have it.
    const before = kernel()
    const result = await apply(ONE_MORE)
    expect(result).toMatchObject({
      outcome: 'failed',
      failure: { op: { op: 'address-add', netns: 'blue' }, error: expect.stringMatching(/IPv6 is disabled/), undone: true },
    })
    expect(kernel()).toEqual(before)
    run('ip', ['netns', 'exec', 'blue', 'sysctl', '-qw', 'net.ipv6.conf.eth0.disable_ipv6=0'])
  })

  test('for want of room says so', async () => {
    const limit = '/proc/sys/user/max_net_namespaces'
    const usual = readFileSync(limit, 'utf8')
    const before = kernel()
    writeFileSync(limit, '1')
    try {
      expect(await apply(ONE_MORE)).toMatchObject({
        outcome: 'failed',
        failure: {
          op: { op: 'netns-add', netns: 'green' },
          error: expect.stringMatching(/No space left on device/),
          undone: true,
        },
      })
    } finally {
      writeFileSync(limit, usual)
    }
    expect(kernel()).toEqual(before)
  })
})
