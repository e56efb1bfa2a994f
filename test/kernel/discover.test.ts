import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { discoverLab } from '../../core/discover/discover-lab'
import { type Discovery, discoverySchema } from '../../core/discover/discovery'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
import { filterLines, nodeFilter } from '../../core/plan/filter'
import { bashScript } from '../../core/script/bash'
import type { NatDialect } from '../../core/script/commands'
import { arbitraryLab } from '../arbitraries/lab'
import { meaningOf } from '../meaning'
import { runs } from '../runs'
import { AgentMachine } from './agent-machine'
import { run, sweepRoot } from './ip-machine'

const RUNS = runs(100, 400)

/** Everything that a reader can see of the kernel without netlink of ours. */
function kernelText(): string {
  const look = 'ip -d address; ip route; ip -6 route; ip neigh; nft list ruleset; nft list tables; cat /proc/net/ip_tables_names'
  return run('sh', [
    '-c',
    `(${look}; for n in $(ls /run/netns); do ip netns exec $n sh -c '${look}'; done) 2>/dev/null | sed -E 's/(valid_lft|_timer|hello_timer|tcn_timer) +[0-9.]+//g'`,
  ])
}

interface Witnessed {
  name: string
  addresses: string[]
  up: boolean
  peer?: string
  master?: string
}

/** What plotnetcfg says of a machine: interfaces by namespace, peers and masters as `NAMESPACE/INTERFACE`. */
function witness(): Record<string, Witnessed[]> {
  const { namespaces } = JSON.parse(run('plotnetcfg', ['-f', 'json'])) as {
    namespaces: { name: string; interfaces: object[] }[]
  }
  return Object.fromEntries(
    namespaces.map(({ name, interfaces }) => [
      name,
      interfaces.map((one): Witnessed => {
        const {
          name: link,
          addresses,
          state,
          peer,
          parent,
        } = one as {
          name: string
          addresses: { address: string }[]
          state: string
          peer?: { target: string }
          parent?: { target: string }
        }
        return {
          name: link,
          addresses: addresses.map(({ address }) => address).sort(),
          up: state === 'up' || state === 'up no link',
          ...(peer && { peer: peer.target }),
          ...(parent && { master: parent.target }),
        }
      }),
    ]),
  )
}

/** The same from a discovery of ours, under plotnetcfg's names. */
function inItsTerms({ state, places }: Discovery): Record<string, Witnessed[]> {
  const nameOf = (key: string) => {
    const process = places[key]?.process
    return key === 'host' ? '' : process ? `PID ${process.pid} (${process.name})` : key
  }
  return Object.fromEntries(
    Object.entries(state.namespaces).map(([key, { links }]) => [
      nameOf(key),
      Object.values(links).map((link): Witnessed => {
        const peer = link.peer && state.namespaces[link.peer.netns]?.links[link.peer.index]
        return {
          name: link.name,
          addresses: link.addresses.map(({ address }) => address).sort(),
          up: link.up,
          ...(link.peer && peer && { peer: `${nameOf(link.peer.netns)}/${peer.name}` }),
          ...(link.master !== undefined && { master: `${nameOf(key)}/${link.master}` }),
        }
      }),
    ]),
  )
}

const children: ChildProcess[] = []

/** A process in a network namespace of its own, which has no name. */
async function startUnnamed(): Promise<number> {
  const child = spawn('unshare', ['--net', 'sleep', '1000'], { stdio: 'ignore' })
  children.push(child)
  await once(child, 'spawn')
  const { pid } = child
  if (pid === undefined) throw new Error('it has not been started')
  const own = readlinkSync('/proc/self/ns/net')
  await expect.poll(() => readlinkSync(`/proc/${pid}/ns/net`)).not.toBe(own)
  // unshare becomes sleep.
  await expect.poll(() => readFileSync(`/proc/${pid}/comm`, 'utf8')).toBe('sleep\n')
  return pid
}

async function endUnnamed(): Promise<void> {
  for (const child of children.splice(0)) {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
}

/** A look by a process of its own, as the command line takes it. */
function look(prefix: string[] = []): Discovery {
  const [program = '', ...args] = [...prefix, process.execPath, '--import', 'tsx', 'server/agent/discover/main.ts']
  return discoverySchema.parse(JSON.parse(run(program, args)))
}

describe('a machine that others have made', () => {
  beforeEach(() => sweepRoot())
  afterEach(async () => {
    await endUnnamed()
    sweepRoot()
  })

  test('is seen as plotnetcfg sees it: namespaces with and without a name, bridges, and pairs across them', async () => {
    const pid = await startUnnamed()
    run('sh', [
      '-ec',
      `ip netns add red; ip netns add blue
      ip link add br0 type bridge; ip link set br0 up; ip address add 10.0.0.1/24 dev br0
      for n in red blue; do
        ip link add veth-$n type veth peer name eth0 netns $n
        ip link set veth-$n master br0 up; ip -n $n link set eth0 up; ip -n $n link set lo up
      done
      ip -n red address add 10.0.0.2/24 dev eth0; ip -n blue address add fd00::2/64 dev eth0 nodad
      ip -n red link add inner type bridge
      ip -n red link add to-nowhere type veth peer name eth1 netns ${pid}
      ip -n red link set to-nowhere master inner
      ip link add here type veth peer name there`,
    ])
    await expect
      .poll(() => run('sh', ['-c', 'for n in red blue; do ip -n $n address; done; ip address']), { timeout: 20_000 })
      .not.toContain('tentative')
    const discovery = look()
    expect(inItsTerms(discovery)).toEqual(witness())
    const { lab } = discoverLab(discovery, 'found')
    expect(Object.keys(lab.nodes).sort()).toEqual(['blue', 'br0', 'host', 'inner', 'red', `sleep-${pid}`])
    expect(
      Object.values(lab.links)
        .map(({ endpoints }) => [...endpoints].sort().join(' '))
        .sort(),
    ).toEqual(['blue:eth0 br0:veth-blue', 'br0:veth-red red:eth0', 'host:here host:there', `inner:to-nowhere sleep-${pid}:eth1`])
    expect(discovery.processes.find((process) => process.pid === pid)?.netns).toBe(`/proc/${pid}/ns/net`)
  })

  test('is left as it was, its rules included, and no process or namespace stays behind', async () => {
    await startUnnamed()
    run('sh', [
      '-ec',
      `ip netns add red; ip link add x0 type veth peer name y0 netns red
      iptables -t nat -A POSTROUTING -j MASQUERADE
      ip netns exec red nft add table ip mine`,
    ])
    const before = kernelText()
    look()
    expect(kernelText()).toBe(before)
  })

  test('has its NAT read, whichever tool wrote it', () => {
    const write = {
      nft: `nft -f - <<X
        table ip mine { chain out { type nat hook postrouting priority 100; ip saddr 10.0.0.0/24 ip daddr != 10.0.0.0/24 oifname "x0" counter masquerade; };
        chain in { type nat hook prerouting priority -100; iifname "x0" tcp dport 80 dnat to 10.0.0.2:8080; }; }
X`,
      iptables: `iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -d 10.0.0.0/24 -o x0 -m comment --comment 'it"s' -j MASQUERADE
        iptables -t nat -A PREROUTING -i x0 -p tcp --dport 80 -j DNAT --to-destination 10.0.0.2:8080`,
    }
    for (const [tool, commands] of Object.entries(write)) {
      run('sh', ['-ec', `ip link add x0 type veth peer name y0; ip address add 10.0.0.1/24 dev x0\n${commands}`])
      const { lab, findings } = discoverLab(look(), 'found')
      expect(lab.nodes.host, tool).toMatchObject({
        nat: expect.arrayContaining([
          { type: 'masquerade', source: '10.0.0.0/24', except: ['10.0.0.0/24'], out: 'x0' },
          { type: 'dnat', protocol: 'tcp', port: 80, in: 'x0', to: '10.0.0.2:8080' },
        ]),
      })
      expect(findings, tool).toEqual([])
      sweepRoot()
    }
  })

  test('that somebody without rights looks at is shown as far as they reach; the rest is named', async () => {
    const pid = await startUnnamed()
    run('sh', [
      '-ec',
      'ip netns add red; ip link add x0 type veth peer name y0 netns red; ip address add 10.0.0.1/24 dev x0; ip link set x0 up',
    ])
    const powerless = ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all', '--no-new-privs']
    const discovery = look(powerless)
    expect(Object.keys(discovery.state.namespaces)).toEqual(['host'])
    const { lab, findings } = discoverLab(discovery, 'found')
    expect(lab.nodes.host).toMatchObject({ interfaces: { x0: { addresses: ['10.0.0.1/24'] } } })
    const codes = findings.map(({ code, params }) => `${code} ${params.name ?? params.names ?? ''}`)
    expect(codes).toContain('discover-closed red')
    // A process with more rights than ours does not tell where it is.
    expect(codes).toContain('discover-hidden-processes ')
    expect(discovery.processes.find((process) => process.pid === pid)).toMatchObject({ name: 'sleep', user: 'root' })
    expect(codes).toContain('discover-peer-unknown x0')

    // A folder of names that a root with a strict umask made.
    chmodSync('/run/netns', 0)
    try {
      expect(discoverLab(look(powerless), 'found').findings.map(({ code }) => code)).toContain('discover-hidden-names')
    } finally {
      chmodSync('/run/netns', 0o755)
    }
  })
})

describe('a lab that the exported script has made', () => {
  let agent: AgentMachine
  let folder: string

  beforeAll(async () => {
    agent = await AgentMachine.start('demo')
    folder = mkdtempSync(join(tmpdir(), 'netloom-discover-'))
    sweepRoot()
    await agent.apply(emptyLab('demo'))
  })
  afterAll(async () => {
    await agent.destroy('demo')
    rmSync(folder, { recursive: true, force: true })
  })

  function script(lab: Lab, dialect: NatDialect): (verb: 'up' | 'down') => void {
    const path = join(folder, `${dialect}.sh`)
    writeFileSync(path, bashScript(lab, { dialect, locale: 'en' }))
    return (verb) => {
      run('bash', [path, verb])
    }
  }

  test.each(['nft', 'iptables'] as const)(
    'with %s is discovered as that lab, whatever it is',
    async (dialect) => {
      await fc.assert(
        fc.asyncProperty(arbitraryLab({ name: 'demo' }), async (lab) => {
          sweepRoot()
          const call = script(lab, dialect)
          call('up')
          const { discovery } = await agent.connection.request({ type: 'discover' })
          const { lab: found, findings } = discoverLab(discovery, 'demo')
          expect(meaningOf(found)).toEqual(meaningOf(lab))
          // A packet filter that is not drawn is told, with the number of its rules.
          const counted = new Set(
            findings.flatMap(({ code, element }) => (code === 'discover-filter' && 'node' in element ? [element.node] : [])),
          )
          // iptables has a list for each family, so how the two interleave says nothing; and where a namespace has no IPv6, a rule for
          // IPv4 alone need not say so.
          const byFamily = (lines: readonly string[]) => ({
            six: lines.filter((line) => line.includes(' ip6 ')),
            rest: lines.filter((line) => !line.includes(' ip6 ')).map((line) => line.replace(/ ip(4|any) /, ' ')),
          })
          const filters = (of: Lab) =>
            Object.entries(of.nodes).flatMap(([name, node]) =>
              node.kind === 'bridge' || counted.has(name) ? [] : [[name, byFamily(filterLines(nodeFilter(of, name)))] as const],
            )
          expect(new Map(filters(found))).toEqual(new Map(filters(lab)))
          expect(findings.filter(({ severity, code }) => severity === 'warning' && code !== 'discover-filter')).toEqual([])
          call('down')
        }),
        { numRuns: Math.ceil(RUNS / 4), endOnFailure: true },
      )
    },
    600_000,
  )
})
