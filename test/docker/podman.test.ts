import { describe, expect, test } from 'vitest'
import { discoverLab } from '../../core/discover/discover-lab'
import { planLab } from '../../core/plan/plan-lab'
import { describeDiagnostic } from '../../core/text/diagnostics'
import { attached, benchOf, boxed, seen } from './bench'
import { isHere } from './engine'

/** What Podman has and Docker does not: pods, and ways out that name a metric. */
describe.skipIf(!isHere('podman'))('Podman', () => {
  const bench = benchOf('podman')
  const inside = (name: string, ...command: string[]) => bench.engine.cli('exec', name, ...command)

  test('has pods, whose containers are seen as sharing a network, and attached as one', async () => {
    const { engine, host } = bench
    engine.pod('shop')
    engine.run('till', '--pod', 'shop')
    engine.run('shelf', '--pod', 'shop')
    const holder = engine.cli('pod', 'inspect', 'shop', '--format', '{{.Id}}').slice(0, 12)
    const names = ['shelf', 'till', `${holder}-infra`]
    await expect.poll(() => seen(bench.state), { timeout: 20_000 }).toEqual({ 'podman:shelf': names })
    const { discovery } = await host.connection.request({ type: 'discover' })
    const { lab: found, findings } = discoverLab(discovery, 'here')
    expect(found.nodes).toMatchObject({ shelf: { kind: 'container', engine: 'podman', container: 'shelf' } })
    expect(findings.find(({ code }) => code === 'discover-container-shares')?.params).toEqual({
      name: 'shelf',
      others: names.slice(1).join(', '),
    })

    const lab = attached('till', 'podman')
    expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
    expect(inside('shelf', 'ip', '-4', 'address', 'show', 'eth1')).toContain('172.18.18.36/24')
    expect((await host.connection.request({ type: 'plan', lab })).plan.ops).toEqual([])
  }, 60_000)

  test('gives ways out of a low metric, before which those of a lab go, with IPv6 as with IPv4', async () => {
    const { engine, host } = bench
    const subnets = ['--subnet', 'fd10:88::/64', '--subnet', '10.77.0.0/24']
    engine.cli('network', 'create', '--disable-dns', '--ipv6', ...subnets, 'both')
    engine.run('six', '--network', 'both')
    const way = () => [
      inside('six', 'ip', 'route', 'get', '192.0.2.1').replace(/ +src .*/s, ''),
      inside('six', 'ip', '-6', 'route', 'get', '2001:db8::1').replace(/ (src|dev) .*/s, ''),
    ]
    const before = way()
    expect(before).toEqual(['192.0.2.1 via 10.77.0.1 dev eth0', '2001:db8::1 from :: via fd10:88::1'])
    const drawn = boxed(attached('six', 'podman'), {
      interfaces: { eth1: { addresses: ['172.18.18.36/24', 'fd18::36/64'] } },
      routes: [
        { to: 'default', via: '172.18.18.1' },
        { to: 'default', via: 'fd18::1' },
      ],
    })
    const lab = {
      ...drawn,
      nodes: { ...drawn.nodes, br0: { kind: 'bridge' as const, addresses: ['172.18.18.1/24', 'fd18::1/64'] } },
    }
    expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
    expect(way()).toEqual(['192.0.2.1 via 172.18.18.1 dev eth1', '2001:db8::1 from :: via fd18::1'])
    expect((await host.connection.request({ type: 'plan', lab })).plan.ops).toEqual([])
    expect(await host.destroy('attach')).toBeGreaterThan(0)
    expect(way()).toEqual(before)
    engine.removeAll()
    engine.cli('network', 'rm', 'both')
  }, 60_000)

  test('says of what it does not run how it is attached all the same', async () => {
    await expect.poll(() => bench.state !== undefined).toBe(true)
    if (!bench.state) return
    const [conflict] = planLab(attached('absent', 'podman'), bench.state).conflicts
    expect(conflict?.code).toBe('container-not-running')
    if (conflict) expect(describeDiagnostic(conflict, 'en').suggestion).toContain('without root')
  })
})
