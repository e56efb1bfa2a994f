import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
import { driftOf } from '../../core/plan/drift'
import { bashScript } from '../../core/script/bash'
import { run } from '../kernel/ip-machine'
import { benchOf } from './bench'
import { isHere } from './engine'

/**
 * Two containers on one cable: the one gives addresses away, the other asks for one. (On a bridge, Docker's own rules would drop what goes
 * from port to port.)
 */
const lab: Lab = {
  ...emptyLab('leases'),
  nodes: {
    host: { kind: 'host' },
    router: {
      kind: 'container',
      container: 'giver',
      interfaces: { lan0: { addresses: ['10.66.0.1/24'] } },
      dhcpServer: { interface: 'lan0', range: ['10.66.0.50', '10.66.0.60'], router: '10.66.0.1' },
    },
    guest: { kind: 'container', container: 'asker', interfaces: { lan0: { dhcp: true } } },
  },
  links: {
    cable: { endpoints: ['router:lan0', 'guest:lan0'] },
  },
}

describe.skipIf(!isHere('docker'))('DHCP of containers', () => {
  const bench = benchOf('docker')
  const address = () => bench.engine.cli('exec', 'asker', 'ip', '-4', '-o', 'address', 'show', 'lan0')
  const way = () => bench.engine.cli('exec', 'asker', 'ip', 'route')
  const programs = () => run('sh', ['-c', 'for one in /proc/[0-9]*/comm; do cat "$one" 2>/dev/null || true; done'])
  const kept = () =>
    programs()
      .match(/dnsmasq|udhcpc/g)
      ?.sort() ?? []
  const start = () => {
    for (const name of ['giver', 'asker']) bench.engine.run(name, '--network', 'none')
  }
  const leased = () => expect.poll(address, { timeout: 20_000 }).toMatch(/ 10\.66\.0\.(5\d|60)\/24 /)

  test('a lease is given and taken, seen, kept over a restart of the giver by the next apply, and gone with the lab', async () => {
    const { engine, host } = bench
    start()
    expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
    await leased()
    await expect.poll(way, { timeout: 10_000 }).toContain('default via 10.66.0.1 dev lan0')
    const leases = () => bench.state?.namespaces['docker:giver']?.services?.flatMap((service) => service.leases ?? [])
    await expect.poll(leases, { timeout: 20_000 }).toMatchObject([{ address: expect.stringMatching(/^10\.66\.0\./) }])
    expect((await host.connection.request({ type: 'plan', lab })).plan.ops).toEqual([])
    expect(kept()).toEqual(['dnsmasq', 'udhcpc'])

    engine.restart('giver')
    const drift = () => (bench.state ? driftOf(lab, bench.state).map(({ field }) => field) : [])
    await expect.poll(drift, { timeout: 20_000 }).toContain('missing')
    expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
    expect((await host.connection.request({ type: 'plan', lab })).plan.ops).toEqual([])
    await leased()

    expect(await host.destroy('leases')).toBeGreaterThan(0)
    expect(kept()).toEqual([])
    expect(engine.cli('exec', 'asker', 'ip', 'route')).toBe('')
  }, 90_000)

  test('a server that is no longer drawn is ended, and the container goes on', async () => {
    const { host } = bench
    start()
    expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
    const { dhcpServer: _, ...router } = lab.nodes.router as Extract<Lab['nodes'][string], { kind: 'container' }>
    expect(await host.apply({ ...lab, nodes: { ...lab.nodes, router } })).toMatchObject({ outcome: 'applied' })
    expect(kept()).toEqual(['udhcpc'])
    // A lab without any node of the container's.
    expect(await host.apply({ ...emptyLab('leases'), nodes: { host: { kind: 'host' } } })).toMatchObject({ outcome: 'applied' })
    expect(kept()).toEqual([])
  }, 90_000)

  test('the exported script does the same, and takes it away', async () => {
    const { engine } = bench
    start()
    const folder = mkdtempSync(join(tmpdir(), 'netloom-script-'))
    const script = join(folder, 'leases.sh')
    writeFileSync(script, bashScript(lab, { dialect: 'nft', locale: 'en' }))
    try {
      execFileSync('bash', [script, 'up'], { stdio: 'pipe' })
      await leased()
      expect(kept()).toEqual(['dnsmasq', 'udhcpc'])
    } finally {
      execFileSync('bash', [script, 'down'], { stdio: 'pipe' })
      rmSync(folder, { recursive: true })
    }
    expect(kept()).toEqual([])
    expect(engine.cli('exec', 'asker', 'ip', 'link')).not.toContain('lan0')
  }, 90_000)
})
