import { describe, expect, test } from 'vitest'
import { discoverLab } from '../../core/discover/discover-lab'
import { driftOf } from '../../core/plan/drift'
import { ENGINES } from '../../core/state/container'
import { asUnit } from '../kernel/as-unit'
import { Typist } from '../kernel/consoles'
import { HostMachine } from '../kernel/host-machine'
import { attached, benchOf, boxed, computerAtRest, seen } from './bench'
import { isHere } from './engine'
import { scripted } from './scripted'

/**
 * Containers of real engines, as the agent of this computer sees and attaches them: what holds of Docker's holds of Podman's.
 * `scripts/docker-root.sh` says when an engine cannot be.
 */
for (const kind of ENGINES)
  describe.skipIf(!isHere(kind))(`containers of ${kind} on this computer`, () => {
    const bench = benchOf(kind)
    const cli = (...args: string[]) => bench.engine.cli(...args)
    const inside = (name: string, ...command: string[]) => cli('exec', name, ...command)
    const plan = async (lab: Parameters<typeof bench.host.apply>[0]) =>
      (await bench.host.connection.request({ type: 'plan', lab })).plan.ops

    test('are seen with their names as they start and end, and those that share a network are seen as sharing it', async () => {
      const { engine } = bench
      engine.run('web')
      engine.run('lone', '--network', 'none')
      engine.run('open', '--network', 'host')
      engine.run('friend', '--network', 'container:web')
      const shared = { host: ['open'], [`${kind}:web`]: ['web', 'friend'] }
      await expect.poll(() => seen(bench.state), { timeout: 20_000 }).toEqual({ ...shared, [`${kind}:lone`]: ['lone'] })
      const { containers } = bench.state?.namespaces[`${kind}:lone`] ?? {}
      expect(containers).toMatchObject([{ engine: kind, image: engine.image, networks: ['none'] }])
      expect(bench.state?.namespaces.host?.containers).toMatchObject([{ networks: ['host'] }])
      engine.remove('lone')
      await expect.poll(() => seen(bench.state), { timeout: 20_000 }).toEqual(shared)
    }, 60_000)

    test('are attached with an address, a gateway and a default route, reached, and let go as they were', async () => {
      const { engine, host } = bench
      engine.run('test01', '--network', 'none')
      const before = {
        computer: await computerAtRest(),
        links: inside('test01', 'ip', 'address'),
        routes: inside('test01', 'ip', 'route'),
      }
      const lab = attached('test01', kind)
      expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
      expect(inside('test01', 'ip', '-4', 'address', 'show', 'eth1')).toContain('172.18.18.36/24')
      expect(inside('test01', 'ip', 'route')).toContain('default via 172.18.18.1 dev eth1')
      expect(inside('test01', 'ping', '-c', '1', '-W', '5', '172.18.18.1')).toContain('1 packets received')
      expect(await plan(lab)).toEqual([])

      expect(await host.destroy('attach')).toBeGreaterThan(0)
      expect(inside('test01', 'ip', 'address')).toBe(before.links)
      expect(inside('test01', 'ip', 'route')).toBe(before.routes)
      expect(await computerAtRest()).toEqual(before.computer)
      expect(cli('inspect', '-f', '{{.State.Running}}', 'test01')).toBe('true')
    }, 60_000)

    test('are discovered with their names and links, with or without a lab', async () => {
      const { engine, host } = bench
      engine.run('web')
      engine.run('side', '--network', 'container:web')
      engine.run('test01', '--network', 'none')
      expect(await host.apply(attached('test01', kind))).toMatchObject({ outcome: 'applied' })
      const { discovery } = await host.connection.request({ type: 'discover' })
      const { lab, findings } = discoverLab(discovery, 'here')
      const own = kind === 'docker' ? {} : { engine: kind }
      expect(lab.nodes).toMatchObject({
        web: { kind: 'container', ...own, container: 'web', interfaces: { eth0: { addresses: [engine.addressOf('web')] } } },
        test01: { kind: 'container', ...own, container: 'test01', interfaces: { eth1: { addresses: ['172.18.18.36/24'] } } },
        [engine.bridge.name]: { kind: 'bridge', addresses: [engine.bridge.address] },
      })
      const ends = Object.values(lab.links).map(({ endpoints }) => endpoints.map((end) => end.replace(/:veth.*/, '')).sort())
      expect(ends.sort()).toEqual([
        ['br0:pl-box', 'test01:eth1'],
        [engine.bridge.name, 'web:eth0'],
      ])
      expect(findings.find(({ code }) => code === 'discover-container-shares')?.params).toEqual({ name: 'web', others: 'side' })
    }, 60_000)

    test('have the default route of their engine replaced, as pipework does, and get it back', async () => {
      const { engine, host } = bench
      engine.run('bridged')
      const routes = () => inside('bridged', 'ip', 'route')
      const used = () => inside('bridged', 'ip', 'route', 'get', '192.0.2.1')
      const before = routes()
      expect(before).toContain(`default via ${engine.gateway}`)
      const lab = attached('bridged', kind)
      expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
      expect(used()).toContain('via 172.18.18.1 dev eth1')
      expect(await plan(lab)).toEqual([])

      expect(await host.apply(boxed(lab, { routes: [] }))).toMatchObject({ outcome: 'applied' })
      expect(used()).toContain(`via ${engine.gateway} dev eth0`)
      expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
      expect(await host.destroy('attach')).toBeGreaterThan(0)
      expect(routes()).toBe(before)
    }, 60_000)

    test('get their link back by the next apply when they were started again', async () => {
      const { engine, host } = bench
      engine.run('again', '--network', 'none')
      const lab = attached('again', kind)
      expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
      engine.restart('again')
      expect(inside('again', 'ip', 'address')).not.toContain('eth1')
      await expect
        .poll(() => (bench.state ? driftOf(lab, bench.state).map(({ field }) => field) : []), { timeout: 20_000 })
        .toContain('missing')
      expect((await plan(lab)).map(({ op }) => op)).toContain('veth-add')
      expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
      expect(inside('again', 'ping', '-c', '1', '-W', '5', '172.18.18.1')).toContain('1 packets received')
    }, 60_000)

    test('are attached by the name of any that shares the network, once', async () => {
      const { engine, host } = bench
      engine.run('web', '--network', 'none')
      engine.run('friend', '--network', 'container:web')
      const lab = attached('friend', kind)
      expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
      expect(inside('web', 'ip', '-4', 'address', 'show', 'eth1')).toContain('172.18.18.36/24')
      expect(await plan(lab)).toEqual([])
      await expect.poll(() => seen(bench.state), { timeout: 20_000 }).toMatchObject({ [`${kind}:friend`]: ['web', 'friend'] })
      const twice = { ...lab, nodes: { ...lab.nodes, other: { ...lab.nodes.box, container: 'web', interfaces: {}, routes: [] } } }
      expect(await host.apply(twice as typeof lab)).toEqual({ outcome: 'refused', reason: 'conflicts' })
    }, 60_000)

    test('have a console: a shell that their engine starts, which ends with the lab', async () => {
      const { engine, host } = bench
      engine.run('shelled', '--network', 'none', '--cap-drop', 'NET_ADMIN')
      expect(await host.apply(attached('shelled', kind))).toMatchObject({ outcome: 'applied' })
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
      await expect.poll(() => cli('top', 'shelled'), { timeout: 10_000 }).toContain('sleep 4242')
      expect(await host.destroy('attach')).toBeGreaterThan(0)
      await open.stream.done
      await expect.poll(() => cli('top', 'shelled'), { timeout: 10_000 }).not.toContain('sleep 4242')
      expect(cli('inspect', '-f', '{{.State.Running}}', 'shelled')).toBe('true')
    }, 60_000)

    test('have consoles that end with the agent, whoever runs there, by what its systemd unit leaves it', async () => {
      bench.engine.run('other', '--network', 'none', '--user', '1000')
      const host = await HostMachine.start(60, undefined, { by: asUnit(), options: [] })
      try {
        expect(await host.apply(attached('other', kind))).toMatchObject({ outcome: 'applied' })
        const console = await Typist.open(host.connection, 'box', { cols: 80, rows: 24 }, 'attach')
        await console.sees(/\$ $/)
        await console.type('sleep 4242 & wait\n')
        await expect.poll(() => cli('top', 'other'), { timeout: 10_000 }).toContain('sleep 4242')
        process.kill(host.pid, 'SIGTERM')
        await host.ended()
        await expect.poll(() => cli('top', 'other'), { timeout: 10_000 }).not.toContain('sleep 4242')
        await host.startAgent()
        expect(await host.destroy('attach')).toBeGreaterThan(0)
      } finally {
        await host.close()
      }
    }, 60_000)

    test('are attached by the exported script too, and let go by it', () => {
      scripted(bench, kind, 'nft')
    }, 60_000)

    test('one that has the computer’s network is a conflict, and nothing is changed', async () => {
      const { engine, host } = bench
      engine.run('open', '--network', 'host')
      const before = await computerAtRest()
      expect(await host.apply(attached('open', kind))).toEqual({ outcome: 'refused', reason: 'conflicts' })
      expect(await computerAtRest()).toEqual(before)
    }, 60_000)
  })
