import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab, LabNode } from '../../core/lab/schema'
import { connectAgent } from '../../server/machines/connection'
import { runs } from '../runs'
import { pairLab } from './agent-labs'
import { atRest } from './at-rest'
import { computer, HostMachine } from './host-machine'
import { run, sweepRoot } from './ip-machine'

const RUNS = runs(20, 200)
let host: HostMachine

/** A namespace behind a bridge of this computer, with all that a lab can want of the root namespace. */
function bridgedLab(name: string, network: number, more: Record<string, LabNode> = {}): Lab {
  const lab = emptyLab(name)
  const [bridge, inside] = [`br-${name}`, `ns-${name}`]
  return {
    ...lab,
    nodes: {
      host: {
        kind: 'host',
        forwarding: true,
        interfaces: { lo: { addresses: [`10.200.${network}.1/32`] } },
        routes: [{ to: `10.210.${network}.0/24`, via: `10.220.${network}.2` }],
        nat: [{ type: 'masquerade', source: `10.220.${network}.0/24` }],
      },
      [bridge]: { kind: 'bridge', addresses: [`10.220.${network}.1/24`] },
      [inside]: { kind: 'namespace', interfaces: { eth0: { addresses: [`10.220.${network}.2/24`] } } },
      ...more,
    },
    links: { [`link-${name}`]: { endpoints: [`${inside}:eth0`, `${bridge}:p-${name}`] } },
  }
}

/** A star of so many namespaces, which takes a moment to apply. */
function star(name: string, count: number): Lab {
  const lab = emptyLab(name)
  const nodes: Lab['nodes'] = { ...lab.nodes, 'br-star': { kind: 'bridge', addresses: ['10.230.0.1/16'] } }
  const links: Lab['links'] = {}
  for (let at = 2; at < count + 2; at++) {
    nodes[`n${at}`] = { kind: 'namespace', interfaces: { eth0: { addresses: [`10.230.1.${at}/16`] } } }
    links[`l${at}`] = { endpoints: [`n${at}:eth0`, `br-star:p${at}`] }
  }
  return { ...lab, nodes, links }
}

beforeAll(async () => {
  sweepRoot()
  // Somebody else's network, with settings that differ from interface to interface.
  const commands = `
    ip link set lo up
    ip link add ext0 type veth peer name far0
    ip link set ext0 up; ip link set far0 up
    ip address add 192.0.2.1/24 dev ext0
    ip route add 198.51.100.0/24 via 192.0.2.9 proto static
    ip netns add theirs
    sysctl -q -w net.ipv4.conf.ext0.forwarding=1 net.ipv4.conf.all.accept_redirects=0
    nft add table inet theirs; nft 'add chain inet theirs forward { type filter hook forward priority 0; }'`
  run('sh', ['-c', commands])
  // The kernel adds a route once it knows that nobody else has the address.
  await atRest()
  host = await HostMachine.start()
})

afterEach(async () => {
  for (const lab of ['one', 'two', 'star', 'changed']) await host.destroy(lab)
})

afterAll(async () => {
  await host.close()
  sweepRoot()
})

describe('a lab on this computer itself', () => {
  test('is made among what is there, and leaves it byte for byte when it goes', async () => {
    const before = computer()
    expect(await host.apply(bridgedLab('one', 1))).toMatchObject({ outcome: 'applied' })
    expect(run('ip', ['netns', 'exec', 'ns-one', 'ping', '-c1', '-W2', '10.220.1.1'])).toContain('1 received')
    expect(readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8')).toBe('1\n')
    expect(await host.destroy('one')).toBeGreaterThan(0)
    expect(computer()).toEqual(before)
  })

  test('does not disturb another one, whichever goes first', async () => {
    const before = computer()
    const [one, two] = [bridgedLab('one', 1), bridgedLab('two', 2)]
    expect(await host.apply(one)).toMatchObject({ outcome: 'applied' })
    expect(await host.apply(two)).toMatchObject({ outcome: 'applied' })
    const isWhole = async (lab: Lab) => {
      const { plan } = await host.connection.request({ type: 'plan', lab })
      expect(plan).toMatchObject({ ops: [], conflicts: 0 })
      run('ip', ['netns', 'exec', `ns-${lab.name}`, 'ping', '-c1', '-W2', lab === one ? '10.220.1.1' : '10.220.2.1'])
    }
    await isWhole(one)
    await isWhole(two)
    await host.destroy('two')
    await isWhole(one)
    expect(await host.apply(two)).toMatchObject({ outcome: 'applied' })
    await host.destroy('one')
    expect(readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8')).toBe('1\n')
    await host.destroy('two')
    expect(computer()).toEqual(before)
  })

  test('leaves foreign things as they are over any number of applies and destroys', async () => {
    const before = computer()
    let seed = 12_345
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
      return Math.floor((seed / 2 ** 32) * below)
    }
    for (let round = 0; round < RUNS; round++) {
      const [name, network] = random(2) === 0 ? (['one', 1] as const) : (['two', 2] as const)
      if (random(3) === 0) await host.destroy(name)
      else {
        const forwarding = random(2) === 0
        const lab = bridgedLab(name, network)
        const nodes = { ...lab.nodes, host: { kind: 'host' as const, ...(forwarding && lab.nodes.host) } }
        expect(await host.apply({ ...lab, nodes })).toMatchObject({ outcome: 'applied' })
      }
    }
    await host.destroy('one')
    await host.destroy('two')
    expect(computer()).toEqual(before)
  })

  test.each<[string, Lab]>([
    ['a namespace of that name', pairLab('changed', { theirs: { kind: 'namespace' } })],
    ['an interface of that name', pairLab('changed', { ext0: { kind: 'bridge' } })],
    ['that address', pairLab('changed', { br: { kind: 'bridge', addresses: ['192.0.2.1/24'] } })],
    ['a network that the computer is on', pairLab('changed', { br: { kind: 'bridge', addresses: ['192.0.2.129/25'] } })],
    [
      'a route to that place',
      pairLab('changed', {
        br: { kind: 'bridge', addresses: ['10.9.0.1/24'] },
        host: { kind: 'host', routes: [{ to: '198.51.100.0/24', via: '10.9.0.2' }] },
      }),
    ],
  ])('that wants what somebody else has is refused before the first step: %s', async (_, lab) => {
    const before = computer()
    expect(await host.apply(lab)).toEqual({ outcome: 'refused', reason: 'conflicts' })
    expect(computer()).toEqual(before)
  })

  test('never turns off forwarding that others turned on', async () => {
    run('sysctl', ['-q', '-w', 'net.ipv4.ip_forward=1'])
    const before = computer()
    const lab = bridgedLab('one', 1)
    expect(await host.apply({ ...lab, nodes: { ...lab.nodes, host: { kind: 'host', forwarding: false } } })).toMatchObject({
      outcome: 'applied',
    })
    expect(readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8')).toBe('1\n')
    await host.destroy('one')
    expect(computer()).toEqual(before)
    run('sysctl', ['-q', '-w', 'net.ipv4.ip_forward=0'])
    run('sysctl', ['-q', '-w', 'net.ipv4.conf.ext0.forwarding=1', 'net.ipv4.conf.all.accept_redirects=0'])
  })
})

describe('the agent of this computer', () => {
  test('knows after a restart what is ours', async () => {
    const before = computer()
    const lab = bridgedLab('one', 1)
    expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
    await host.kill()
    await host.startAgent()
    const { plan } = await host.connection.request({ type: 'plan', lab })
    expect(plan.ops).toEqual([])
    await host.destroy('one')
    expect(computer()).toEqual(before)
  })

  test('killed in the middle of an apply, takes everything back when it starts again, and says so', async () => {
    const before = computer()
    const lab = star('star', 40)
    const journal = join(host.folder, 'journal.json')
    let cut = 0
    for (let round = 0; round < Math.max(3, RUNS / 4); round++) {
      const ended = host.apply(lab).catch(() => undefined)
      await expect.poll(() => existsSync(journal), { interval: 1 }).toBe(true)
      // At another moment each time; which one does not matter, so that no machine is too fast or too slow for the test.
      await delay(round * 7)
      await host.kill()
      await ended
      const wasCut = existsSync(journal)
      await host.startAgent()
      if (wasCut) {
        cut++
        expect(host.connection.hello.recovered).toEqual({ lab: 'star', undone: true })
      } else await host.destroy('star')
      expect(computer()).toEqual(before)
      expect(await host.orphans()).toEqual({ labs: [], doubtful: [] })
    }
    expect(cut).toBeGreaterThan(0)
  })

  test('finds what is left when even its memory is lost, removes what is certainly ours, and names the rest', async () => {
    const before = computer()
    expect(await host.apply(bridgedLab('one', 1))).toMatchObject({ outcome: 'applied' })
    await host.kill()
    for (const file of ['record.json', 'labs/one.json']) writeFileSync(join(host.folder, file), '{')
    await host.startAgent()
    run('ip', ['link', 'set', 'ext0', 'alias', 'netloom:one:0:copied'])
    expect(await host.orphans()).toMatchObject({
      labs: [{ lab: 'one' }],
      doubtful: [{ what: 'host:ext0', why: 'alias-alone' }],
    })
    await host.orphans(true)
    expect(await host.orphans()).toEqual({ labs: [], doubtful: [{ what: 'host:ext0', why: 'alias-alone' }] })
    run('ip', ['link', 'set', 'ext0', 'alias', ''])
    // With the record went what forwarding and lo were before.
    run('sysctl', ['-q', '-w', 'net.ipv4.ip_forward=0', 'net.ipv6.conf.all.forwarding=0'])
    run('sysctl', ['-q', '-w', 'net.ipv4.conf.ext0.forwarding=1', 'net.ipv4.conf.all.accept_redirects=0'])
    run('ip', ['address', 'del', '10.200.1.1/32', 'dev', 'lo'])
    expect(computer()).toEqual(before)
  })

  test('lets root’s own command line run programs, and nobody who came through another door', async () => {
    expect(await host.apply(bridgedLab('one', 1))).toMatchObject({ outcome: 'applied' })
    expect(await host.exec({ lab: 'one', node: 'ns-one', argv: ['/bin/echo', 'hello'] })).toBe('hello\n')
    const { socket } = await host.connection.request({ type: 'admit', uid: 0 })
    expect(statSync(socket).mode & 0o777).toBe(0o600)
    const web = await connectAgent(socket)
    await expect(web.request({ type: 'run', lab: 'one', node: 'ns-one', argv: ['/bin/true'] })).rejects.toThrow(/root’s own/)
    await expect(web.request({ type: 'admit', uid: 0 })).rejects.toThrow(/only root/)
    expect((await web.request({ type: 'plan', lab: bridgedLab('one', 1) })).plan.ops).toEqual([])
    web.close()
  })
})
