import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bashScript } from '../../core/script/bash'
import { atRest } from './at-rest'
import { run, sweepRoot } from './ip-machine'
import { computerSorted, layNic, nicLab } from './nic-lab'

/** The script of a lab that makes an interface of the computer a port: `nic0` plays it, a veth to a namespace that is not ours. */
const LAB = nicLab('script-nic')

let folder: string

interface Listed {
  ifname: string
  master?: string
  address?: string
  addr_info?: { local: string; prefixlen: number; scope: string }[]
}
const listed = (...args: string[]): Listed[] => JSON.parse(run('ip', ['-j', ...args])) as Listed[]
const globals = (dev: string) =>
  (listed('address', 'show', 'dev', dev)[0]?.addr_info ?? [])
    .filter(({ scope }) => scope === 'global')
    .map(({ local, prefixlen }) => `${local}/${prefixlen}`)
    .sort()
const routes = (dev: string) =>
  [4, 6].flatMap((family) =>
    run('ip', [`-${family}`, 'route', 'show', 'dev', dev])
      .split('\n')
      // One that ends by itself, as a router's advertisement makes it, is there for good afterwards.
      .map((line) => line.replace(/ expires \d+sec/, '').trim())
      .filter((line) => line !== '' && !line.includes('proto kernel')),
  )

/** The computer, but for the time that a route still has: after `down` it is there for good. */
function lasting(): ReturnType<typeof computerSorted> {
  const { routes, routes6, ...rest } = computerSorted()
  const forGood = (list: unknown) => (list as string[]).map((route) => route.replace(/,"expires":\d+/, ''))
  return { ...rest, routes: forGood(routes), routes6: forGood(routes6) }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-script-'))
  await layNic(`
    ip address add 192.0.2.1/24 dev nic0
    ip address add 2001:db8:9::1/64 dev nic0
    ip route add default via 192.0.2.254 dev nic0 metric 100
    ip route add 198.51.100.0/24 via 192.0.2.254 dev nic0
    ip -6 route add default via 2001:db8:9::fe dev nic0 metric 50
    ip -6 route add 2001:db8:7::/64 via 2001:db8:9::fe dev nic0 expires 6000`)
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  sweepRoot()
})

describe.each(['nft', 'iptables'] as const)('the script of a lab with an interface of the computer (%s)', (dialect) => {
  const ping = (to: string, netns?: string) => {
    const command = ['ping', '-c', '1', '-W', '5', to]
    return run('env', netns === undefined ? command : ['ip', 'netns', 'exec', netns, ...command])
  }

  test('makes it a port with all that it carries, twice if asked, and gives it back', async () => {
    const script = join(folder, `${dialect}.sh`)
    writeFileSync(script, bashScript(LAB, { dialect, locale: 'en' }))
    const bash = (verb: string) => execFileSync('bash', [script, verb], { encoding: 'utf8' })
    const before = lasting()
    const carried = { addresses: globals('nic0'), routes: routes('nic0') }
    const mac = listed('link', 'show', 'dev', 'nic0')[0]?.address

    for (const verb of ['up', 'up']) expect(bash(verb)).toContain('script-nic')
    expect(listed('link', 'show', 'dev', 'nic0')[0]).toMatchObject({ master: 'br0' })
    expect(listed('link', 'show', 'dev', 'br0')[0]).toMatchObject({ address: mac })
    expect(globals('nic0')).toEqual([])
    expect(globals('br0')).toEqual(carried.addresses)
    expect(routes('br0')).toEqual(carried.routes)
    expect(ping('192.0.2.254')).toContain('1 received')
    expect(ping('192.0.2.254', 'guest')).toContain('1 received')
    expect(ping('192.0.2.1', 'outside')).toContain('1 received')

    expect(bash('down')).toContain('script-nic')
    expect(globals('nic0')).toEqual(carried.addresses)
    expect(routes('nic0')).toEqual(carried.routes)
    await atRest()
    expect(lasting()).toEqual(before)
  }, 60_000)
})
