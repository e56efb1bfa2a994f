import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { discoverLab } from '../../core/discover/discover-lab'
import { emptyLab } from '../../core/lab/empty'
import { parseLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import { driftOf } from '../../core/plan/drift'
import { bashScript } from '../../core/script/bash'
import type { MachineState } from '../../core/state/state'
import { atRest } from '../kernel/at-rest'
import { Typist } from '../kernel/consoles'
import { computer, HostMachine } from '../kernel/host-machine'
import { DockerEngine } from './engine'

/** Containers of a real Docker engine, as the agent of this computer sees and attaches them. `scripts/docker-root.sh` says when it cannot be. */
const here = process.env.NETLOOM_DOCKER_ROOT === 'yes'
let engine: DockerEngine
let host: HostMachine
let state: MachineState | undefined

/** What `pipework br0 test01 172.18.18.36/24@172.18.18.1` makes, drawn. */
function attached(container: string, more: Partial<Lab['nodes']> = {}): Lab {
  const lab = emptyLab('attach')
  return {
    ...lab,
    nodes: {
      ...lab.nodes,
      br0: { kind: 'bridge', addresses: ['172.18.18.1/24'] },
      box: {
        kind: 'container',
        container,
        interfaces: { eth1: { addresses: ['172.18.18.36/24'] } },
        routes: [{ to: 'default', via: '172.18.18.1' }],
      },
      ...more,
    },
    links: { cable: { endpoints: ['box:eth1', 'br0:pl-box'] } },
  }
}

beforeAll(async () => {
  if (!here) return
  engine = await DockerEngine.start()
  process.env.DOCKER_HOST = `unix://${engine.socket}`
  host = await HostMachine.start()
  host.connection.stream({ type: 'observe', traffic: false }, (frame) => {
    if (frame.type === 'observation' || frame.type === 'snapshot') state = frame.observation.state
    // The tests ask for whole states; a change is a hint that there is a new one.
    if (frame.type === 'state') for (const [name, change] of Object.entries(frame.change.namespaces)) take(name, change)
  })
}, 60_000)

function take(name: string, change: unknown): void {
  if (!state) return
  const { [name]: before, ...others } = state.namespaces
  const namespaces = change === null ? others : { ...others, [name]: { ...before, ...(change as object) } }
  state = { ...state, namespaces } as MachineState
}

afterAll(async () => {
  if (!here) return
  await host.close()
  await engine.stop()
}, 60_000)

afterEach(async () => {
  if (!here) return
  for (const lab of ['attach', 'container-attach', 'pipework']) await host.destroy(lab)
  const all = engine
    .docker('ps', '--all', '--quiet')
    .split('\n')
    .filter((id) => id !== '')
  if (all.length > 0) engine.docker('rm', '--force', ...all)
  // The engine's bridge has lost its carrier with its last port.
  await atRest()
})

/** A lab of the gallery. */
function example(name: string): Lab {
  const { lab } = parseLabFile(readFileSync(join(import.meta.dirname, `../../labs/${name}.netloom.yaml`), 'utf8'))
  if (!lab) throw new Error(`${name} cannot be read`)
  return lab
}

/** The computer, but for what its own rules have counted. */
function withoutCounters(): Record<string, unknown> {
  const { rules, ...rest } = computer()
  return { ...rest, rules: String(rules).replaceAll(/packets \d+ bytes \d+/g, '') }
}

/** Names of the containers in each namespace of the state. */
function seen(): Record<string, string[]> {
  const found = Object.entries(state?.namespaces ?? {}).flatMap(([netns, { containers }]) =>
    containers ? [[netns, containers.map(({ name }) => name)] as const] : [],
  )
  return Object.fromEntries(found)
}

describe.skipIf(!here)('containers of this computer', () => {
  test('are seen with their names as they start and end, and those that share a network are seen as sharing it', async () => {
    engine.run('web')
    engine.run('lone', '--network', 'none')
    engine.run('open', '--network', 'host')
    engine.run('friend', '--network', 'container:web')
    await expect.poll(seen, { timeout: 20_000 }).toEqual({
      host: ['open'],
      'docker:friend': ['friend', 'web'],
      'docker:lone': ['lone'],
    })
    const { containers } = state?.namespaces['docker:lone'] ?? {}
    expect(containers).toMatchObject([{ engine: 'docker', image: 'netloom-test', networks: ['none'] }])
    engine.docker('rm', '--force', 'lone')
    await expect.poll(seen, { timeout: 20_000 }).toEqual({ host: ['open'], 'docker:friend': ['friend', 'web'] })
  }, 60_000)

  test('are attached with an address, a gateway and a default route, reached, and let go as they were', async () => {
    engine.run('test01', '--network', 'none')
    // The kernel adds a route once it knows that nobody else has the address of the engine's bridge.
    await atRest()
    const before = {
      computer: withoutCounters(),
      links: engine.docker('exec', 'test01', 'ip', 'address'),
      routes: engine.docker('exec', 'test01', 'ip', 'route'),
    }
    expect(await host.apply(attached('test01'))).toMatchObject({ outcome: 'applied' })
    expect(engine.docker('exec', 'test01', 'ip', '-4', 'address', 'show', 'eth1')).toContain('172.18.18.36/24')
    expect(engine.docker('exec', 'test01', 'ip', 'route')).toContain('default via 172.18.18.1 dev eth1')
    expect(engine.docker('exec', 'test01', 'ping', '-c', '1', '-W', '5', '172.18.18.1')).toContain('1 packets received')
    expect((await host.connection.request({ type: 'plan', lab: attached('test01') })).plan.ops).toEqual([])

    expect(await host.destroy('attach')).toBeGreaterThan(0)
    expect(engine.docker('exec', 'test01', 'ip', 'address')).toBe(before.links)
    expect(engine.docker('exec', 'test01', 'ip', 'route')).toBe(before.routes)
    expect(withoutCounters()).toEqual(before.computer)
    expect(engine.docker('inspect', '-f', '{{.State.Running}}', 'test01')).toBe('true')
  }, 60_000)

  test('are discovered with their names and links, with or without a lab', async () => {
    engine.run('web')
    engine.run('side', '--network', 'container:web')
    engine.run('test01', '--network', 'none')
    expect(await host.apply(attached('test01'))).toMatchObject({ outcome: 'applied' })
    const { discovery } = await host.connection.request({ type: 'discover' })
    const { lab, findings } = discoverLab(discovery, 'here')
    expect(lab.nodes).toMatchObject({
      side: { kind: 'container', container: 'side', interfaces: { eth0: { addresses: ['172.17.0.2/16'] } } },
      test01: { kind: 'container', container: 'test01', interfaces: { eth1: { addresses: ['172.18.18.36/24'] } } },
      docker0: { kind: 'bridge', addresses: ['172.17.0.1/16'] },
    })
    const ends = Object.values(lab.links).map(({ endpoints }) => endpoints.map((end) => end.replace(/:veth.*/, '')).sort())
    expect(ends.sort()).toEqual([
      ['br0:pl-box', 'test01:eth1'],
      ['docker0', 'side:eth0'],
    ])
    expect(findings.find(({ code }) => code === 'discover-container-shares')?.params).toEqual({ name: 'side', others: 'web' })
  }, 60_000)

  test('have the default route of their engine replaced, as pipework does, and get it back', async () => {
    engine.run('bridged')
    const routes = () => engine.docker('exec', 'bridged', 'ip', 'route')
    const before = routes()
    expect(before).toMatch(/^default via 172\.17\.0\.1/)
    const lab = attached('bridged')
    expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
    expect(routes()).toContain('default via 172.18.18.1 dev eth1')
    expect(routes()).not.toContain('172.17.0.1')
    expect((await host.connection.request({ type: 'plan', lab })).plan.ops).toEqual([])

    const { box } = lab.nodes
    const without = { ...lab, nodes: { ...lab.nodes, box: { ...box, routes: [] } as Lab['nodes'][string] } }
    expect(await host.apply(without)).toMatchObject({ outcome: 'applied' })
    expect(routes()).toContain('default via 172.17.0.1 dev eth0')
    expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
    expect(await host.destroy('attach')).toBeGreaterThan(0)
    expect(routes()).toBe(before)
  }, 60_000)

  test('forward where that is drawn, and as before when the lab is gone', async () => {
    engine.run('router')
    const forwards = () =>
      engine.docker('exec', 'router', 'cat', '/proc/sys/net/ipv4/ip_forward', '/proc/sys/net/ipv6/conf/all/forwarding')
    const before = forwards()
    const lab = attached('router')
    const router = { ...lab, nodes: { ...lab.nodes, box: { ...lab.nodes.box, forwarding: true } as Lab['nodes'][string] } }
    expect(await host.apply(router)).toMatchObject({ outcome: 'applied' })
    expect(forwards()).toBe('1\n1')
    expect((await host.connection.request({ type: 'plan', lab: router })).plan.ops).toEqual([])
    expect(await host.destroy('attach')).toBeGreaterThan(0)
    expect(forwards()).toBe(before)
  }, 60_000)

  test('get their link back by the next apply when they were started again', async () => {
    engine.run('again', '--network', 'none')
    const lab = attached('again')
    expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
    engine.docker('restart', '--time', '0', 'again')
    expect(engine.docker('exec', 'again', 'ip', 'address')).not.toContain('eth1')
    await expect
      .poll(() => (state ? driftOf(lab, state).map(({ field }) => field) : []), { timeout: 20_000 })
      .toContain('missing')
    expect((await host.connection.request({ type: 'plan', lab })).plan.ops.map(({ op }) => op)).toContain('veth-add')
    expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
    expect(engine.docker('exec', 'again', 'ping', '-c', '1', '-W', '5', '172.18.18.1')).toContain('1 packets received')
  }, 60_000)

  test('are attached by the number of a process, too', async () => {
    engine.run('numbered', '--network', 'none')
    const pid = Number(engine.docker('inspect', '-f', '{{.State.Pid}}', 'numbered'))
    const lab = attached('numbered')
    const { container: _, ...box } = lab.nodes.box as Extract<Lab['nodes'][string], { kind: 'container' }>
    const byPid: Lab = { ...lab, nodes: { ...lab.nodes, box: { ...box, pid } } }
    expect(await host.apply(byPid)).toMatchObject({ outcome: 'applied' })
    expect(engine.docker('exec', 'numbered', 'ip', '-4', 'address', 'show', 'eth1')).toContain('172.18.18.36/24')
  }, 60_000)

  test('have a console: a shell that their engine starts, which ends with the lab', async () => {
    engine.run('shelled', '--network', 'none', '--cap-drop', 'NET_ADMIN')
    expect(await host.apply(attached('shelled'))).toMatchObject({ outcome: 'applied' })
    const console = await Typist.open(host.connection, 'box', { cols: 61, rows: 7 }, 'attach')
    await console.sees(/shelled:\/# $/)
    expect(await console.run('ip -4 address show eth1')).toContain('172.18.18.36/24')
    // It is inside, with what the container may do and no more.
    expect(await console.run('cat /proc/1/comm')).toBe('sleep\n')
    expect(await console.run('ip link set eth1 down')).toContain('Operation not permitted')
    await console.type('exit 7\n')
    expect(await console.stream.done).toMatchObject({ exitCode: 7 })

    const open = await Typist.open(host.connection, 'box', { cols: 80, rows: 24 }, 'attach')
    await open.sees(/# $/)
    await open.type('sleep 4242 & wait\n')
    await expect.poll(() => engine.docker('top', 'shelled'), { timeout: 10_000 }).toContain('sleep 4242')
    expect(await host.destroy('attach')).toBeGreaterThan(0)
    await open.stream.done
    await expect.poll(() => engine.docker('top', 'shelled'), { timeout: 10_000 }).not.toContain('sleep 4242')
    expect(engine.docker('inspect', '-f', '{{.State.Running}}', 'shelled')).toBe('true')
  }, 60_000)

  test('have the only consoles of this computer, and only where a lab has them', async () => {
    engine.run('shelled', '--network', 'none')
    engine.run('others', '--network', 'none')
    expect(await host.apply(attached('shelled'))).toMatchObject({ outcome: 'applied' })
    const open = (node: string, lab?: string) => host.connection.request({ type: 'console-open', lab, node, cols: 80, rows: 24 })
    await expect(open('host', 'attach')).rejects.toMatchObject({ error: { code: 'not-allowed' } })
    await expect(open('br0', 'attach')).rejects.toMatchObject({ error: { code: 'not-allowed' } })
    for (const [node, lab] of [['docker:others', 'attach'], ['others', 'attach'], ['box', 'absent'], ['box']] as const)
      await expect(open(node, lab)).rejects.toMatchObject({ error: { code: 'unknown-node' } })
  }, 60_000)

  test('container-attach: two without a network reach each other over the cable between them', async () => {
    for (const name of ['test1', 'test2']) engine.run(name, '--network', 'none')
    expect(await host.apply(example('container-attach'))).toMatchObject({ outcome: 'applied' })
    expect(engine.docker('exec', 'test1', 'ping', '-c', '1', '-W', '5', '10.1.1.2')).toContain('1 packets received')
    expect(engine.docker('exec', 'test2', 'ping', '-c', '1', '-W', '5', '10.1.1.1')).toContain('1 packets received')
  }, 60_000)

  test('pipework: a bridge is made, the container has its address and its way out through it, and is reached', async () => {
    engine.run('test01', '--network', 'none')
    expect(await host.apply(example('pipework'))).toMatchObject({ outcome: 'applied' })
    expect(engine.docker('exec', 'test01', 'ip', 'route')).toContain('default via 172.18.18.1')
    expect(execFileSync('ping', ['-c', '1', '-W', '5', '172.18.18.36'], { encoding: 'utf8' })).toContain('1 received')
  }, 60_000)

  test.each(['nft', 'iptables'] as const)(
    'are attached by the exported script too (%s), and let go by it',
    (dialect) => {
      engine.run('scripted')
      const inside = () =>
        [
          ['ip', 'address'],
          ['ip', 'route'],
          ['cat', '/proc/sys/net/ipv4/ip_forward', '/proc/sys/net/ipv6/conf/all/forwarding'],
        ].map((command) => engine.docker('exec', 'scripted', ...command))
      const before = { inside: inside(), names: readdirSync('/run/netns') }
      const script = join(mkdtempSync(join(tmpdir(), 'netloom-script-')), 'attach.sh')
      const { box, ...nodes } = attached('scripted').nodes
      const lab = { ...attached('scripted'), nodes: { ...nodes, box: { ...box, forwarding: true } as Lab['nodes'][string] } }
      writeFileSync(script, bashScript(lab, { dialect, locale: 'en' }))
      const env = { ...process.env, DOCKER_HOST: `unix://${engine.socket}` }
      for (const verb of ['up', 'up']) execFileSync('bash', [script, verb], { env, stdio: 'pipe' })
      expect(engine.docker('exec', 'scripted', 'ping', '-c', '1', '-W', '5', '172.18.18.1')).toContain('1 packets received')
      expect(inside()[1]).toMatch(/^default via 172\.18\.18\.1 dev eth1/)
      expect(inside()[2]).toBe('1\n1')
      execFileSync('bash', [script, 'down'], { env, stdio: 'pipe' })
      expect(inside()).toEqual(before.inside)
      expect(readdirSync('/run/netns')).toEqual(before.names)
      rmSync(dirname(script), { recursive: true })
    },
    60_000,
  )

  test.each([
    ['does not run', 'absent', []],
    ['has the computer’s network', 'open', ['--network', 'host']],
  ])(
    'one that %s is a conflict, and nothing is changed',
    async (_, name, options) => {
      if (options.length > 0) engine.run(name, ...options)
      const before = withoutCounters()
      expect(await host.apply(attached(name))).toEqual({ outcome: 'refused', reason: 'conflicts' })
      expect(withoutCounters()).toEqual(before)
    },
    60_000,
  )
})
