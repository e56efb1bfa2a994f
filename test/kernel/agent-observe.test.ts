import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Namespaces } from '../../server/agent/kernel/namespaces'
import { Machine } from '../../server/agent/observe/machine'
import { Observer } from '../../server/agent/observe/observer'
import { Services } from '../../server/agent/services/services'
import { pairLab } from './agent-labs'
import { AgentMachine } from './agent-machine'
import { AgentWatcher } from './agent-watcher'
import { caused } from './faults'
import { run } from './ip-machine'

let agent: AgentMachine
let watcher: AgentWatcher

beforeAll(async () => {
  agent = await AgentMachine.start('watched')
  expect(
    await agent.apply(pairLab('watched', { host: { kind: 'host', nat: [{ type: 'masquerade', source: '10.1.0.0/24' }] } })),
  ).toBe('applied')
  watcher = new AgentWatcher(agent.connection, true)
  await watcher.until(() => true)
})

beforeEach(async () => {
  // Whatever a test broke is put back.
  expect(
    await agent.apply(pairLab('watched', { host: { kind: 'host', nat: [{ type: 'masquerade', source: '10.1.0.0/24' }] } })),
  ).toBe('applied')
})

afterAll(async () => {
  await agent.destroy('watched')
})

describe('what others do to the kernel is in the state', () => {
  test('a link that goes down, on both of its ends', async () => {
    run('ip', ['-n', 'red', 'link', 'set', 'eth0', 'down'])
    await watcher.until(() => watcher.link('red', 'eth0')?.up === false && watcher.link('host', 'p-red')?.carrier === false)
    expect(watcher.link('red', 'eth0')?.operstate).toBe('down')
    expect(watcher.state?.namespaces.red?.routes).toEqual([])
  })

  test('addresses, routes, neighbours and forwarding', async () => {
    run('ip', ['-n', 'blue', 'address', 'add', '10.9.0.1/24', 'dev', 'eth0'])
    run('ip', ['-n', 'blue', 'route', 'add', '10.8.0.0/16', 'via', '10.9.0.2'])
    run('ip', ['-n', 'blue', 'neighbour', 'add', '10.9.0.2', 'lladdr', '02:00:00:00:00:09', 'dev', 'eth0'])
    run('ip', ['netns', 'exec', 'blue', 'sysctl', '-qw', 'net.ipv4.ip_forward=1'])
    const blue = () => watcher.state?.namespaces.blue
    await watcher.until(() => blue()?.forwarding.ipv4 === true)
    await watcher.until(
      () => blue()?.neighbours.some(({ address, state }) => address === '10.9.0.2' && state === 'PERMANENT') === true,
    )
    expect(blue()?.routes).toContainEqual(
      expect.objectContaining({ to: '10.8.0.0/16', via: '10.9.0.2', dev: 'eth0', protocol: 3 }),
    )
    expect(watcher.link('blue', 'eth0')?.addresses.map(({ address }) => address)).toContain('10.9.0.1/24')
  })

  test('the addresses of one link, while those of another stay as they are', async () => {
    const texts = (name: string) => watcher.link('blue', name)?.addresses.map(({ address }) => address) ?? []
    run('ip', ['-n', 'blue', 'link', 'add', 'extra', 'type', 'veth', 'peer', 'name', 'extra-peer'])
    run('ip', ['-n', 'blue', 'address', 'add', '10.9.1.1/24', 'dev', 'extra'])
    await watcher.until(() => texts('extra').includes('10.9.1.1/24'))
    const others = watcher.link('blue', 'eth0')?.addresses
    run('ip', ['-n', 'blue', 'address', 'add', 'fd00::2/64', 'dev', 'extra', 'nodad'])
    run('ip', ['-n', 'blue', 'address', 'add', '10.9.1.2/24', 'dev', 'extra'])
    run('ip', ['-n', 'blue', 'address', 'delete', '10.9.1.1/24', 'dev', 'extra'])
    await watcher.until(() => texts('extra').join(' ') === 'fd00::2/64')
    expect(watcher.link('blue', 'eth0')?.addresses).toEqual(others)
    run('ip', ['-n', 'blue', 'link', 'delete', 'extra'])
    await watcher.until(() => !watcher.link('blue', 'extra'))
    expect(watcher.link('blue', 'eth0')?.addresses).toEqual(others)
  })

  test('a namespace that comes, and one that is another than before', async () => {
    run('ip', ['netns', 'add', 'stranger'])
    await watcher.until((state) => state.namespaces.stranger !== undefined)
    expect(watcher.state?.namespaces.stranger?.owner).toBeUndefined()
    const inode = watcher.state?.namespaces.stranger?.inode
    run('ip', ['netns', 'delete', 'stranger'])
    run('ip', ['netns', 'add', 'stranger'])
    await watcher.until((state) => state.namespaces.stranger !== undefined && state.namespaces.stranger.inode !== inode)
    run('ip', ['netns', 'delete', 'stranger'])
    await watcher.until((state) => state.namespaces.stranger === undefined)
  })

  test('one of ours that was deleted and made again is not ours any more', () =>
    caused('namespace deleted and made again outside', async () => {
      run('ip', ['netns', 'delete', 'red'])
      run('ip', ['netns', 'add', 'red'])
      await watcher.until((state) => state.namespaces.red !== undefined && state.namespaces.red.owner === undefined)
      run('ip', ['netns', 'delete', 'red'])
      await watcher.until((state) => state.namespaces.red === undefined && !watcher.link('host', 'p-red'))
    }))

  test('rules that are flushed, and tables of others', () =>
    caused('nft flush ruleset by someone', async () => {
      expect(watcher.state?.namespaces.host?.nat).toEqual([
        { lab: 'watched', rules: [expect.objectContaining({ chain: 'postrouting' })] },
      ])
      run('nft', ['add', 'table', 'inet', 'stranger'])
      await watcher.until((state) => state.namespaces.host?.foreignTables.includes('inet stranger') === true)
      run('nft', ['flush', 'ruleset'])
      await watcher.until((state) => state.namespaces.host?.nat.length === 0 && state.namespaces.host.foreignTables.length === 0)
    }))

  test('a veth pair of nobody, both ends of which find each other', async () => {
    run('ip', ['link', 'add', 'x0', 'type', 'veth', 'peer', 'name', 'x1', 'netns', 'blue'])
    await watcher.until(() => watcher.link('blue', 'x1')?.peer !== undefined && watcher.link('host', 'x0')?.peer !== undefined)
    expect(watcher.link('host', 'x0')).toMatchObject({
      kind: 'veth',
      peer: { netns: 'blue', index: watcher.link('blue', 'x1')?.index },
    })
    run('ip', ['link', 'set', 'x0', 'netns', 'red'])
    await watcher.until(() => watcher.link('blue', 'x1')?.peer?.netns === 'red')
    run('ip', ['-n', 'blue', 'link', 'delete', 'x1'])
    await watcher.until(() => !watcher.link('red', 'x0'))
  })

  test('after more events than a socket holds', () =>
    caused('event overrun', async () => {
      process.kill(agent.connection.hello.pid, 'SIGSTOP')
      const batch = Array.from({ length: 6000 }, (_, index) => `link set p-blue ${index % 2 === 0 ? 'down' : 'up'}`)
      run('ip', ['-batch', '-'], [...batch, 'link set p-blue mtu 1300', 'link set p-blue alias changed'].join('\n'))
      process.kill(agent.connection.hello.pid, 'SIGCONT')
      await watcher.until(
        () => watcher.link('host', 'p-blue')?.mtu === 1300 && watcher.link('host', 'p-blue')?.alias === 'changed',
      )
      run('ip', ['link', 'delete', 'p-blue'])
    }))

  test('traffic, with the hits of the rules', async () => {
    const before = watcher.link('red', 'eth0')?.index ?? 0
    run('ip', ['netns', 'exec', 'red', 'ping', '-qn', '-c3', '-i0.2', '10.1.0.1'])
    const moved = () => watcher.traffic.some(({ links }) => (links.red?.[before]?.rxPackets ?? 0) >= 3)
    await expect.poll(moved, { timeout: 10_000 }).toBe(true)
    await expect.poll(() => watcher.traffic.some(({ nat }) => nat.host?.length === 1), { timeout: 10_000 }).toBe(true)
  })
})

test('of a crowd of neighbours nobody is told who does not look on', async () => {
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `neighbour add 10.7.0.${from + i} lladdr 02:00:00:00:00:09 dev crowd\n`).join('')
  const add = (from: number, to: number) => execFileSync('ip', ['-n', 'many', '-batch', '-'], { input: lines(from, to) })
  run('ip', ['netns', 'add', 'many'])
  run('ip', ['-n', 'many', 'link', 'add', 'crowd', 'type', 'bridge'])
  add(1, 101)
  const namespaces = new Namespaces()
  const observer = new Observer(new Machine(namespaces, new Services(namespaces)))
  const many = () => observer.machine.state.namespaces.many
  try {
    await observer.start()
    expect(many()?.neighbours).toHaveLength(100)
    add(101, 111)
    // Told after the neighbours: what is known of these by then was not read again.
    run('ip', ['-n', 'many', 'link', 'set', 'crowd', 'mtu', '1400'])
    await expect.poll(() => Object.values(many()?.links ?? {}).find(({ name }) => name === 'crowd')?.mtu).toBe(1400)
    expect(many()?.neighbours).toHaveLength(100)
    const end = observer.lookOn()
    await expect.poll(() => many()?.neighbours).toHaveLength(110)
    add(111, 121)
    await expect.poll(() => many()?.neighbours, { timeout: 5000 }).toHaveLength(120)
    end()
  } finally {
    observer.stop()
    for (const namespace of namespaces.all()) namespace.close()
    run('ip', ['netns', 'delete', 'many'])
  }
})
