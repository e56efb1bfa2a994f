import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { discoverLab } from '../../core/discover/discover-lab'
import type { Lab, NamespaceNode } from '../../core/lab/schema'
import type { MachineState } from '../../core/state/state'
import { AgentMachine } from './agent-machine'
import { AgentWatcher } from './agent-watcher'
import { addresses, eventually, exampleLab, inside, LAB, service, sourceSeen } from './dhcp-lab'
import { HostMachine } from './host-machine'
import { run, sweepRoot } from './ip-machine'
import { dhcpProcesses } from './processes'

/** DHCP with the real server and the real clients, which the agent keeps running. */

const LEASED = /^192\.168\.1\.1\d\d$/

/** The lab with other fields of one namespace. */
function withNode(lab: Lab, name: string, change: (node: NamespaceNode) => NamespaceNode): Lab {
  const node = lab.nodes[name]
  if (node?.kind !== 'namespace') throw new Error(`${name} is no namespace`)
  return { ...lab, nodes: { ...lab.nodes, [name]: change(node) } }
}

beforeEach(sweepRoot)

describe('the agent', () => {
  let machine: AgentMachine
  let watcher: AgentWatcher
  let lab: Lab

  beforeEach(async () => {
    lab = exampleLab()
    machine = await AgentMachine.start(LAB)
    watcher = new AgentWatcher(machine.connection)
    expect(await machine.apply(lab)).toBe('applied')
    await watcher.until((state) => service(state, 'dom1')?.lease !== undefined && service(state, 'dom2')?.lease !== undefined)
  })

  afterEach(async () => {
    if (machine) await machine.destroy(LAB)
    expect(dhcpProcesses()).toEqual([])
    expect(existsSync(`/run/netloom-${LAB}`)).toBe(false)
  })

  test('gives the machines of router-namespace their addresses, router and name server, and hides them behind Instance1', async () => {
    const [leased = ''] = addresses('dom1', 'veth1.2')
    expect(leased).toMatch(LEASED)
    expect(inside('dom1', 'ip', 'route', 'show', 'default')).toContain('default via 192.168.1.1 dev veth1.2 proto dhcp')
    const lease = service(watcher.state, 'dom1')?.lease
    expect(lease).toMatchObject({ address: `${leased}/24`, router: '192.168.1.1', dns: ['8.8.8.8'], server: '192.168.1.1' })

    await watcher.until((state) => service(state, 'Instance1')?.leases?.length === 2)
    const given = service(watcher.state, 'Instance1')?.leases ?? []
    expect(given.map(({ hostname }) => hostname).sort()).toEqual(['dom1', 'dom2'])
    const { address: mac } = JSON.parse(run('ip', ['-n', 'dom1', '-j', 'link', 'show', 'dev', 'veth1.2']))[0]
    expect(given.find(({ hostname }) => hostname === 'dom1')).toMatchObject({ address: leased, mac })
    const hour = Date.now() / 1000 + 3600
    for (const { expires } of given) expect(Math.abs(expires - hour)).toBeLessThan(120)

    expect(await machine.remaining(lab)).toEqual([])
    expect(await sourceSeen('neighbour', '192.168.0.100', 'dom1')).toBe('192.168.0.254')
    expect(await sourceSeen('gateway', '8.8.8.8', 'dom2')).toBe('192.168.0.254')
    expect(await sourceSeen('Instance1', '192.168.1.1', 'dom1')).toBe(leased)
  })

  test('has its servers and clients discovered, and not what they gave and took', async () => {
    const { discovery } = await machine.connection.request({ type: 'discover' })
    const { lab: drawn, findings } = discoverLab(discovery, LAB)
    // An hour is what a lease lasts anyway.
    const { lease: _, ...server } = (lab.nodes.Instance1 as NamespaceNode).dhcpServer ?? {}
    expect(drawn.nodes.Instance1).toMatchObject({ dhcpServer: server })
    expect(drawn.nodes.dom1).toEqual({ kind: 'namespace', interfaces: { 'veth1.2': { dhcp: true } } })
    expect(findings.filter(({ code }) => code === 'import-dhcp')).toEqual([])
  })

  test('starts a server that ends again, and says so meanwhile', async () => {
    const before = service(watcher.state, 'Instance1')
    expect(before).toMatchObject({ running: true, restarts: 0 })
    process.kill(before?.pid ?? 0, 'SIGKILL')
    await watcher.until((state) => service(state, 'Instance1')?.running === false)
    expect(await machine.remaining(lab)).toMatchObject([{ op: 'service-start', netns: 'Instance1' }])
    await watcher.until((state) => service(state, 'Instance1')?.running === true)
    expect(service(watcher.state, 'Instance1')).toMatchObject({ restarts: 1 })
    expect(service(watcher.state, 'Instance1')?.pid).not.toBe(before?.pid)
    expect(await machine.remaining(lab)).toEqual([])
  })

  test('starts a server anew with another range, and only that', async () => {
    const [server, client] = ['Instance1', 'dom1'].map((name) => service(watcher.state, name)?.pid)
    const other = withNode(lab, 'Instance1', (node) => ({
      ...node,
      dhcpServer: { interface: 'veth1.4', range: ['192.168.1.10', '192.168.1.20'], router: '192.168.1.1' },
    }))
    expect(await machine.apply(other)).toBe('applied')
    expect(await machine.remaining(other)).toEqual([])
    const processes = dhcpProcesses()
    expect(processes.find(({ netns }) => netns === 'Instance1')?.command).toContain('--dhcp-range=192.168.1.10,192.168.1.20,')
    expect(processes.find(({ netns }) => netns === 'Instance1')?.pid).not.toBe(server)
    expect(processes.find(({ netns }) => netns === 'dom1')?.pid).toBe(client)
  })

  test('takes the address away with the client, and gives it back to the server', async () => {
    await watcher.until((state) => service(state, 'Instance1')?.leases?.length === 2)
    const without = withNode(lab, 'dom1', ({ interfaces: _, ...node }) => node)
    expect(await machine.apply(without)).toBe('applied')
    expect(addresses('dom1', 'veth1.2')).toEqual([])
    expect(inside('dom1', 'ip', 'route').trim()).toBe('')
    await watcher.until((state) => service(state, 'Instance1')?.leases?.length === 1)
  })

  test('leaves an address that came by lease alone, and not one that was set by hand', async () => {
    run('ip', ['-n', 'dom1', 'address', 'add', '192.168.1.77/24', 'dev', 'veth1.2'])
    expect(await machine.remaining(lab)).toEqual([
      { op: 'address-delete', netns: 'dom1', dev: 'veth1.2', address: '192.168.1.77/24' },
    ])
    expect(await machine.apply(lab)).toBe('applied')
    expect(addresses('dom1', 'veth1.2')).toEqual([expect.stringMatching(LEASED)])
  })

  test('keeps programs with their interface: one that is made anew gets them anew', async () => {
    const before = service(watcher.state, 'Instance1')?.pid
    run('ip', ['-n', 'Instance1', 'link', 'delete', 'veth1.4'])
    await watcher.until((state) => Object.values(state.namespaces.Instance1?.links ?? {}).every(({ name }) => name !== 'veth1.4'))
    expect(await machine.apply(lab)).toBe('applied')
    expect(await machine.remaining(lab)).toEqual([])
    expect(service(watcher.state, 'Instance1')?.pid).not.toBe(before)
  })

  test('leaves a server alone whose namespace gets another name', async () => {
    const before = service(watcher.state, 'Instance1')?.pid
    const { Instance1, ...nodes } = lab.nodes
    if (Instance1?.kind !== 'namespace') throw new Error('no router')
    const ends = (text: string) => text.replace('Instance1:', 'router:')
    const links = Object.entries(lab.links).map(
      ([
        id,
        {
          endpoints: [a, b],
        },
      ]) => [id, { endpoints: [ends(a), ends(b)] }],
    )
    const renamed = { ...lab, nodes: { ...nodes, router: { ...Instance1, id: 'Instance1' } }, links: Object.fromEntries(links) }
    expect(await machine.apply(renamed)).toBe('applied')
    expect(await machine.remaining(renamed)).toEqual([])
    await watcher.until((state) => service(state, 'router')?.pid === before && service(state, 'router')?.leases?.length === 2)
  })

  test('ends a program with its namespace, whoever deletes that', async () => {
    run('ip', ['netns', 'delete', 'dom1'])
    await watcher.until((state) => state.namespaces.dom1 === undefined)
    await eventually(() => dhcpProcesses().length === 2)
    // The kernel takes its time to end what was inside.
    const ports = (state: MachineState) => Object.values(state.namespaces.host?.links ?? {}).map(({ name }) => name)
    await watcher.until((state) => !ports(state).includes('veth1.1'))
    const { dom2: _, ...nodes } = lab.nodes
    const links = Object.fromEntries(Object.entries(lab.links).filter(([id]) => !id.startsWith('dom2')))
    expect(await machine.apply({ ...lab, nodes, links })).toBe('applied')
    expect(dhcpProcesses().map(({ netns }) => netns)).toEqual(['Instance1', 'dom1'])
  })

  test('says in the program’s own words why it does not start, and takes all back', async () => {
    expect(await machine.apply({ ...lab, nodes: { host: { kind: 'host' } }, links: {} })).toBe('applied')
    expect(dhcpProcesses()).toEqual([])
    run('ip', ['link', 'add', 'taken', 'type', 'bridge'])
    run('ip', ['address', 'add', '10.9.0.1/24', 'dev', 'taken'])
    run('ip', ['link', 'set', 'taken', 'up'])
    // Somebody else's server, which has the port for itself.
    const rival = spawn('dnsmasq', ['--no-daemon', '--conf-file=/dev/null', '--port=0', '--dhcp-range=10.9.0.2,10.9.0.9'])
    await once(rival.stderr, 'data')
    const onHost: Lab = {
      ...lab,
      nodes: {
        host: { kind: 'host', dhcpServer: { interface: 'br9', range: ['10.8.0.2', '10.8.0.9'] } },
        br9: { kind: 'bridge', addresses: ['10.8.0.1/24'] },
      },
      links: {},
    }
    expect(await machine.apply(onHost)).toMatch(/"error":"[^"]*Address already in use".*"undone":true/)
    expect(spawnSync('ip', ['link', 'show', 'br9']).status).not.toBe(0)
    rival.kill('SIGKILL')
    await once(rival, 'exit')
    run('ip', ['link', 'delete', 'taken'])
    expect(await machine.apply(onHost)).toBe('applied')
  })
})

test('what needs a program that is not installed is refused, until it is', async () => {
  const program = realpathSync(run('sh', ['-c', 'command -v dnsmasq']).trim())
  run('mount', ['--bind', '/dev/null', program])
  let hidden = true
  const machine = await AgentMachine.start(LAB)
  try {
    const watcher = new AgentWatcher(machine.connection)
    await watcher.until((state) => state.missingPrograms?.includes('dnsmasq') === true)
    expect(await machine.apply(exampleLab())).toContain('"reason":"conflicts"')
    run('umount', [program])
    hidden = false
    expect(await machine.apply(exampleLab())).toBe('applied')
    await watcher.until((state) => state.missingPrograms === undefined)
  } finally {
    if (hidden) run('umount', [program])
    await machine.destroy(LAB)
  }
})

test('nothing that the agent kept running outlives it, however it ends', async () => {
  const machine = await AgentMachine.start(LAB)
  expect(await machine.apply(exampleLab())).toBe('applied')
  expect(dhcpProcesses()).toHaveLength(3)
  await machine.kill()
  await eventually(() => dhcpProcesses().length === 0)
})

test('on this computer, programs end with an agent that is killed, and the next one starts them again', async () => {
  run('sh', ['-c', 'mkdir -p /run/netns'])
  const lab = exampleLab()
  const host = await HostMachine.start()
  try {
    expect(await host.apply(lab)).toMatchObject({ outcome: 'applied' })
    await eventually(() => addresses('dom1', 'veth1.2').length > 0)
    const before = dhcpProcesses().map(({ netns }) => netns)
    await host.kill()
    await eventually(() => dhcpProcesses().length === 0)
    await host.startAgent()
    expect(dhcpProcesses().map(({ netns }) => netns)).toEqual(before)
    const { plan } = await host.connection.request({ type: 'plan', lab })
    expect(plan.ops).toEqual([])
    await eventually(() => addresses('dom1', 'veth1.2').length > 0)
    await host.destroy(LAB)
    expect(dhcpProcesses()).toEqual([])
    expect(existsSync(join(host.folder, 'services', LAB))).toBe(false)
  } finally {
    await host.destroy(LAB)
    await host.close()
  }
})
