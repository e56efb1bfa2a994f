import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
import { caused } from './faults'
import { HostMachine } from './host-machine'
import { run, sweepRoot } from './ip-machine'
import { computerSorted, layNic, nicLab } from './nic-lab'

/**
 * `nic0` plays this computer's NIC: a veth whose other end is in a namespace that is not ours, where a server answers. The computer has a
 * default route, an address that is secondary, one with a label, IPv6, and a routing table of its own by it.
 */
const ECHO = `require('node:net').createServer((s) => s.on('data', (d) => s.write(d)).on('error', () => {})).listen(7000, '192.0.2.254', () => console.log('ready'))`

const LAB = nicLab('bridged')

let host: HostMachine
let server: ChildProcess
let before: unknown

beforeAll(async () => {
  await layNic(`
    ip address add 192.0.2.1/24 brd + dev nic0
    ip address add 192.0.2.2/24 dev nic0 label nic0:two
    ip address add 203.0.113.1/30 dev nic0 metric 77
    ip address add 2001:db8:9::1/64 dev nic0
    ip route add default via 192.0.2.254 dev nic0 proto dhcp metric 100
    ip route add 198.51.100.0/24 via 192.0.2.254 dev nic0 mtu 1400
    ip route add 198.51.100.0/24 via 192.0.2.254 dev nic0 table 100 src 192.0.2.1
    ip -6 route add default via 2001:db8:9::fe dev nic0 metric 50`)
  server = spawn('ip', ['netns', 'exec', 'outside', process.execPath, '-e', ECHO], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (server.stdout) await once(server.stdout, 'data')
  host = await HostMachine.start()
  before = computerSorted()
})

afterEach(async () => {
  await host.destroy('bridged')
  await settled()
})

afterAll(async () => {
  server.kill()
  await host.close()
  sweepRoot()
})

async function settled(): Promise<void> {
  await vi.waitFor(() => expect(computerSorted()).toEqual(before), { timeout: 10_000, interval: 200 })
}

/** A TCP connection that went on before, and goes on. */
async function connection(): Promise<{ echo: (text: string) => Promise<void>; socket: Socket }> {
  const socket = connect(7000, '192.0.2.254')
  await once(socket, 'connect')
  const echo = async (text: string) => {
    const answered = once(socket, 'data')
    socket.write(text)
    expect(String((await answered)[0])).toBe(text)
  }
  await echo('hello')
  return { echo, socket }
}

describe('an interface of this computer that becomes a port of a bridge', () => {
  test('moves its addresses and routes there, connections go on, and all of it comes back', async () => {
    const { echo, socket } = await connection()
    expect(await host.apply(LAB)).toMatchObject({ outcome: 'applied' })
    await echo('through the bridge')
    expect(run('ip', ['-br', '-4', 'address', 'show', 'dev', 'nic0'])).toBe('')
    expect(run('ip', ['-br', 'address', 'show', 'dev', 'br0'])).toMatch(/192\.0\.2\.1\/24 .*2001:db8:9::1\/64/)
    expect(run('ip', ['route', 'show', 'default'])).toContain('default via 192.0.2.254 dev br0 proto dhcp')
    expect(run('ip', ['route', 'show', 'table', '100'])).toContain('dev br0 src 192.0.2.1')
    expect(run('ip', ['-6', 'route', 'show', 'default'])).toContain('dev br0')
    expect(run('ip', ['netns', 'exec', 'guest', 'ping', '-c1', '-W3', '192.0.2.254'])).toContain('1 received')
    expect((await host.connection.request({ type: 'plan', lab: LAB })).plan).toMatchObject({ ops: [], conflicts: 0 })
    await host.destroy('bridged')
    await echo('and back')
    socket.destroy()
    await settled()
  })

  test('loses at most one reply of a ping that runs meanwhile', async () => {
    const ping = spawn('ping', ['-i', '0.05', '-w', '4', '192.0.2.254'], { stdio: ['ignore', 'pipe', 'ignore'] })
    let said = ''
    ping.stdout.on('data', (data) => {
      said += data
    })
    const ended = once(ping, 'exit')
    await vi.waitFor(() => expect(said).toContain('icmp_seq=3'), { timeout: 5000 })
    expect(await host.apply(LAB)).toMatchObject({ outcome: 'applied' })
    await host.destroy('bridged')
    await ended
    const [, sent, received] = /(\d+) packets transmitted, (\d+) received/.exec(said) ?? []
    expect(Number(sent) - Number(received)).toBeLessThanOrEqual(1)
  })

  test('comes back by the next apply that no longer draws it so', async () => {
    expect(await host.apply(LAB)).toMatchObject({ outcome: 'applied' })
    await host.confirm('bridged', true)
    const { host: _, ...nodes } = LAB.nodes
    expect(await host.apply({ ...LAB, nodes: { host: { kind: 'host' }, ...nodes } })).toMatchObject({ outcome: 'applied' })
    expect(run('ip', ['-br', '-4', 'address', 'show', 'dev', 'nic0'])).toContain('192.0.2.1/24')
  })

  test('comes back after the agent was killed while it was there', async () => {
    expect(await host.apply(LAB)).toMatchObject({ outcome: 'applied' })
    await host.confirm('bridged', true)
    await host.kill()
    await host.startAgent()
    await host.destroy('bridged')
    await settled()
  })

  test('comes back when the agent is killed in the middle of an apply', async () => {
    const journal = join(host.folder, 'journal.json')
    for (let round = 0; round < 6; round++) {
      const ended = host.apply(LAB).catch(() => undefined)
      await expect.poll(() => existsSync(journal), { interval: 1 }).toBe(true)
      await delay(round * 4)
      await host.kill()
      await ended
      await host.startAgent()
      await host.destroy('bridged')
      await settled()
    }
  })

  test('comes back by itself when nobody confirms it in time, though whoever asked is gone', () =>
    caused('browser gone before it confirmed', async () => {
      const { result } = await host.connection.request({ type: 'apply', lab: LAB, actor: 'test', confirmWithin: 1 })
      expect(result).toMatchObject({ outcome: 'applied', confirmWithin: 1 })
      host.connection.close()
      await settled()
      await host.reconnect()
      expect(await host.confirm('bridged', true)).toBe('nothing-waits')
    }))

  test('stays when it is confirmed, and until then nobody else changes the computer', async () => {
    expect(await host.apply(LAB)).toMatchObject({ outcome: 'applied', confirmWithin: 60 })
    expect(await host.apply({ ...LAB, name: 'other' })).toEqual({ outcome: 'refused', reason: 'waiting', lab: 'bridged' })
    expect(await host.confirm('bridged', true)).toBe('kept')
    expect(await host.confirm('bridged', true)).toBe('nothing-waits')
    expect(run('ip', ['-br', '-4', 'address', 'show', 'dev', 'nic0'])).toBe('')
  })

  test('is not ended by another lab’s destroy, which is refused and says for whom it waits', async () => {
    const other = { ...emptyLab('other'), nodes: { ...emptyLab('other').nodes, 'br-other': { kind: 'bridge' as const } } }
    expect(await host.apply(other)).toMatchObject({ outcome: 'applied' })
    expect(await host.apply(LAB)).toMatchObject({ outcome: 'applied', confirmWithin: 60 })
    const waiting = { name: 'MachineUnavailable', problem: { code: 'change-waits', params: { lab: 'bridged' } } }
    await expect(host.destroy('other')).rejects.toMatchObject(waiting)
    expect(run('ip', ['-br', 'link', 'show', 'br-other'])).toContain('br-other')
    expect(run('ip', ['-br', '-4', 'address', 'show', 'dev', 'br0'])).toContain('192.0.2.1')
    // Nothing of that one is here, so there is nothing to refuse; and what waits is nobody's orphan.
    expect(await host.destroy('never')).toBe(0)
    expect(await host.orphans(true)).toMatchObject({ labs: [] })

    expect(await host.confirm('bridged', true)).toBe('kept')
    expect(await host.destroy('other')).toBe(1)
    expect(await host.destroy('bridged')).toBeGreaterThan(0)
    await settled()
  })

  test('leaves nothing on record where it is gone before its lab: another of that name keeps what it has itself', async () => {
    const plug = (address: string) =>
      run('sh', ['-c', `ip link add nic1 type veth peer name nic1-far; ip link set nic1 up; ip address add ${address} dev nic1`])
    const nodes: Lab['nodes'] = { host: { kind: 'host', interfaces: { nic1: { bridge: 'br1' } } }, br1: { kind: 'bridge' } }
    const passing: Lab = { ...emptyLab('passing'), nodes }
    plug('198.18.0.5/24')
    expect(await host.apply(passing)).toMatchObject({ outcome: 'applied' })
    expect(await host.confirm('passing', true)).toBe('kept')
    run('ip', ['link', 'del', 'nic1'])
    await host.destroy('passing')
    plug('198.18.7.7/24')
    expect(await host.apply(passing)).toMatchObject({ outcome: 'applied' })
    expect(await host.confirm('passing', true)).toBe('kept')
    expect(run('ip', ['-br', '-4', 'address', 'show', 'dev', 'br1'])).toMatch(/198\.18\.7\.7\/24/)
    expect(run('ip', ['-4', 'address', 'show'])).not.toContain('198.18.0.5')
    await host.destroy('passing')
    expect(run('ip', ['-br', '-4', 'address', 'show', 'dev', 'nic1'])).toMatch(/198\.18\.7\.7\/24/)
    run('ip', ['link', 'del', 'nic1'])
    await settled()
  })

  test('is put back by the destroy of its own lab', async () => {
    expect(await host.apply(LAB)).toMatchObject({ outcome: 'applied', confirmWithin: 60 })
    await host.destroy('bridged')
    await settled()
    expect(await host.confirm('bridged', true)).toBe('nothing-waits')
  })

  test('is put back at once when that is asked for', async () => {
    expect(await host.apply(LAB)).toMatchObject({ outcome: 'applied' })
    expect(await host.confirm('bridged', false)).toBe('put-back')
    await settled()
  })

  test('is put back at the next start when the agent is killed while it waits', async () => {
    expect(await host.apply(LAB)).toMatchObject({ outcome: 'applied' })
    await host.kill()
    await host.startAgent()
    expect(host.connection.hello.recovered).toEqual({ lab: 'bridged', undone: true })
    await settled()
  })

  test.each<[string, Lab['nodes'], string]>([
    ['is not there', { host: { kind: 'host', interfaces: { nic9: { bridge: 'br0' } } } }, 'nic9'],
    ['is a port of somebody else’s bridge', { host: { kind: 'host', interfaces: { taken: { bridge: 'br0' } } } }, 'taken'],
  ])('is refused where it %s', async (_, nodes) => {
    run('sh', [
      '-c',
      'ip link add theirs type bridge; ip link add taken type veth peer name taken2; ip link set taken master theirs',
    ])
    const lab = { ...LAB, nodes: { ...LAB.nodes, ...nodes } }
    expect(await host.apply(lab)).toEqual({ outcome: 'refused', reason: 'conflicts' })
    run('sh', ['-c', 'ip link del taken; ip link del theirs'])
  })
})
