import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import type { PingEvent, TcpResult } from '../../core/protocol/agent'
import { AgentMachine } from './agent-machine'
import { run, sweepRoot } from './ip-machine'

/**
 * The labs that people learn network namespaces with, on a real kernel: what each of them is there to show, looked at with `ping`, `ip`
 * and a TCP client inside the namespaces, and never with the agent's own eyes alone.
 */

type Json = Record<string, unknown>

/** The command line that runs a program where `node` is; the private root itself is the host. */
function inside(node: string, ...argv: string[]): [string, ...string[]] {
  return node === 'host' ? (argv as [string, ...string[]]) : ['ip', 'netns', 'exec', node, ...argv]
}

function ip(node: string, ...args: string[]): Json[] {
  const [program, ...rest] = inside(node, 'ip', '-j', ...args)
  const out = run(program, rest)
  return out.trim() === '' ? [] : JSON.parse(out)
}

/** What both witnesses can say of a ping: how many went and came back, who answered, and what was complained of. */
interface PingFacts {
  sent: number
  received: number
  replies: { from: string; ttl: number; seq: number }[]
  complaints: string[]
}

/** By `ping` itself, started in the namespace. */
function pingByHand(node: string, address: string, count: number): PingFacts {
  const [program, ...rest] = inside(node, 'ping', '-n', '-c', String(count), '-i', '0.2', '-W', '2', address)
  const { stdout, stderr } = spawnSync(program, rest, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
  const summary = /^(\d+) packets transmitted, (\d+) received/m.exec(stdout)
  return {
    sent: Number(summary?.[1] ?? 0),
    received: Number(summary?.[2] ?? 0),
    replies: [...stdout.matchAll(/ bytes from ([^\s:]+): icmp_seq=(\d+) ttl=(\d+)/g)].map(([, from = '', seq, ttl]) => ({
      from,
      ttl: Number(ttl),
      seq: Number(seq),
    })),
    complaints: [
      ...[...stdout.matchAll(/^From \S+ icmp_seq=\d+ (.+)$/gm)].map(([, words = '']) => words),
      ...[...stderr.matchAll(/^ping: (.+)$/gm)].map(([, words = '']) => words),
    ],
  }
}

async function pingByAgent(machine: AgentMachine, node: string, target: string, count: number): Promise<PingFacts> {
  const events: PingEvent[] = []
  await machine.connection.stream({ type: 'ping', node, target, count, interval: 200 }, (frame) => {
    if (frame.type === 'ping') events.push(frame.event)
  }).done
  const summary = events.find((event) => event.kind === 'summary')
  return {
    sent: summary?.sent ?? -1,
    received: summary?.received ?? -1,
    replies: events.flatMap((event) => (event.kind === 'reply' ? [{ from: event.from, ttl: event.ttl, seq: event.seq }] : [])),
    complaints: events.flatMap((event) => (event.kind === 'error' ? [event.text] : [])),
  }
}

/** ICMP echo requests that have arrived at a namespace since it was made. */
function echoesAt(node: string): number {
  const [program, ...rest] = inside(node, 'cat', '/proc/net/snmp')
  const [names = [], values = []] = run(program, rest)
    .split('\n')
    .filter((line) => line.startsWith('Icmp:'))
    .map((line) => line.split(' '))
  return Number(values[names.indexOf('InEchos')])
}

/** `address to MAC` of everything that a namespace has learnt. */
function neighbours(node: string): Record<string, unknown> {
  return Object.fromEntries(ip(node, 'neigh').flatMap(({ dst, lladdr }) => (lladdr ? [[dst, lladdr]] : [])))
}

function macOf(node: string, name: string): unknown {
  return ip(node, 'link', 'show', 'dev', name)[0]?.address
}

/** The routes that the kernel added by itself, as `network dev`. */
function connectedRoutes(node: string): string[] {
  return ip(node, 'route', 'show', 'proto', 'kernel').map(({ dst, dev }) => `${dst} ${dev}`)
}

/** The shipped lab, edited by `change` as a reader would who wants to see what breaks. */
function shipped(name: string, change: (nodes: NodesOf) => void = () => {}): Lab {
  const { lab, diagnostics } = parseLabFile(readFileSync(`labs/${name}.netloom.yaml`, 'utf8'))
  if (!lab) throw new Error(`labs/${name}.netloom.yaml: ${JSON.stringify(diagnostics)}`)
  const copy = structuredClone(lab)
  change({ ...copy.nodes })
  return copy
}
type NodesOf = Record<string, Lab['nodes'][string]>

function withRouter(nodes: NodesOf, name: string) {
  const node = nodes[name]
  if (!node || node.kind === 'bridge') throw new Error(`${name} is not in the lab`)
  return node
}

/** One lab on one machine, for the tests of one `describe`; what runs beside it ends with it. */
function labOnMachine(name: string) {
  let machine: AgentMachine | undefined
  const running: ChildProcess[] = []
  beforeAll(async () => {
    sweepRoot()
    machine = await AgentMachine.start(name)
  })
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL')
    await machine?.destroy(name)
  })
  const started = () => {
    if (!machine) throw new Error('the agent has not started')
    return machine
  }
  return {
    /** Applies the lab as it ships, or changed, and makes sure that nothing is left to do. */
    async apply(change?: (nodes: NodesOf) => void): Promise<void> {
      const lab = shipped(name, change)
      expect(await started().apply(lab)).toBe('applied')
      expect(await started().remaining(lab)).toEqual([])
    },
    /** Pings by hand and through the agent; both must tell the same story, which is returned. */
    async ping(node: string, address: string, count = 2): Promise<PingFacts> {
      const byHand = pingByHand(node, address, count)
      const byAgent = await pingByAgent(started(), node, address, count)
      expect(byAgent).toEqual(byHand)
      return byHand
    },
    async tcp(node: string, target: string, port: number): Promise<TcpResult> {
      return (await started().connection.request({ type: 'tcp', node, target, port, timeout: 3000 })).result
    },
    /** A program that goes on until the end of the tests; resolves once it has printed something. */
    async keepRunning(node: string, ...argv: string[]): Promise<void> {
      const [program, ...rest] = inside(node, ...argv)
      const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
      running.push(child)
      await once(child.stdout, 'data')
    },
  }
}

const SERVE = `require('node:net').createServer((socket) => socket.on('error', () => {}).end(socket.remoteAddress)).listen(80, '0.0.0.0', () => console.log('ready'))`
const FETCH = `require('node:net').connect(80, process.argv[1]).on('error', (error) => { console.log(error.code) }).on('data', (data) => console.log(String(data)))`

/** What the server in blue said to a client (the address that it saw), or the client’s error. */
function fetchFrom(node: string, address: string): string {
  const [program, ...rest] = inside(node, process.execPath, '-e', FETCH, address)
  return run(program, rest).trim()
}

const answered = (from: string, count = 2) => ({
  sent: count,
  received: count,
  replies: Array(count).fill(expect.objectContaining({ from })),
})
const unreachable = { received: 0, complaints: [expect.stringMatching(/network is unreachable/i)] }
const silence = { sent: 2, received: 0, replies: [], complaints: [] }

describe('two-namespaces', () => {
  const lab = labOnMachine('two-namespaces')

  test('reach each other over their cable', async () => {
    await lab.apply()
    expect(await lab.ping('ns1', '172.16.0.2')).toMatchObject(answered('172.16.0.2'))
    expect(await lab.ping('ns2', '172.16.0.1')).toMatchObject(answered('172.16.0.1'))
  })

  test('then know each other’s MAC, and the host knows neither', () => {
    expect(neighbours('ns1')).toEqual({ '172.16.0.2': macOf('ns2', 'veth-ns2') })
    expect(neighbours('ns2')).toEqual({ '172.16.0.1': macOf('ns1', 'veth-ns1') })
    expect(neighbours('host')).toEqual({})
  })

  test('have the route to their network from their addresses alone; the host has none', () => {
    expect(connectedRoutes('ns1')).toEqual(['172.16.0.0/16 veth-ns1'])
    expect(connectedRoutes('ns2')).toEqual(['172.16.0.0/16 veth-ns2'])
    expect(ip('host', 'route')).toEqual([])
  })
})

describe('host-namespace', () => {
  const lab = labOnMachine('host-namespace')

  test('the namespace and the machine reach each other, and the namespace itself', async () => {
    await lab.apply()
    expect(await lab.ping('host', '10.0.0.2')).toMatchObject(answered('10.0.0.2'))
    expect(await lab.ping('net-test', '10.0.0.1')).toMatchObject(answered('10.0.0.1'))
    expect(await lab.ping('net-test', '127.0.0.1')).toMatchObject(answered('127.0.0.1'))
  })

  test('the connected route appears on both sides', () => {
    expect(connectedRoutes('host')).toEqual(['10.0.0.0/24 veth-1'])
    expect(connectedRoutes('net-test')).toEqual(['10.0.0.0/24 veth-2'])
  })
})

describe('red-blue-bridge', () => {
  const lab = labOnMachine('red-blue-bridge')

  test('without an address the bridge is a switch: red and blue meet, and the host sees neither', async () => {
    await lab.apply((nodes) => {
      const bridge = nodes['v-net-0']
      if (bridge?.kind === 'bridge') delete bridge.addresses
    })
    expect(await lab.ping('red', '192.168.15.2')).toMatchObject(answered('192.168.15.2'))
    expect(await lab.ping('blue', '192.168.15.1')).toMatchObject(answered('192.168.15.1'))
    expect(await lab.ping('host', '192.168.15.1')).toMatchObject(unreachable)
    expect(connectedRoutes('host')).toEqual([])
  })

  test('with an address it is an interface of the host too, whose route comes by itself', async () => {
    await lab.apply()
    expect(connectedRoutes('host')).toEqual(['192.168.15.0/24 v-net-0'])
    expect(await lab.ping('host', '192.168.15.1')).toMatchObject(answered('192.168.15.1'))
    expect(await lab.ping('red', '192.168.15.5')).toMatchObject(answered('192.168.15.5'))
    expect(neighbours('host')).toMatchObject({ '192.168.15.1': macOf('red', 'veth-red') })
  })

  test('what the bridge only passes on meets no rule of the host, whatever this computer has loaded', async () => {
    await lab.apply((nodes) => {
      withRouter(nodes, 'host').nat = [{ type: 'masquerade', source: '192.168.15.0/24' }]
    })
    await lab.keepRunning('blue', process.execPath, '-e', SERVE)
    expect(fetchFrom('red', '192.168.15.2')).toBe('192.168.15.1')
  })
})

describe('lan-gateway', () => {
  const lab = labOnMachine('lan-gateway')
  const NEIGHBOUR = '192.168.1.100'

  test('without a route blue does not know where to send it', async () => {
    await lab.apply((nodes) => {
      delete withRouter(nodes, 'blue').routes
    })
    expect(await lab.ping('blue', NEIGHBOUR)).toMatchObject(unreachable)
  })

  test('with a route, but no forwarding, it ends at the host', async () => {
    await lab.apply((nodes) => {
      withRouter(nodes, 'host').forwarding = false
    })
    const before = echoesAt('neighbour')
    expect(await lab.ping('blue', NEIGHBOUR)).toMatchObject(silence)
    expect(echoesAt('neighbour')).toBe(before)
    // The host's own address beyond is still the host: this much works without forwarding.
    expect(await lab.ping('blue', '192.168.1.3')).toMatchObject(answered('192.168.1.3'))
  })

  test('with forwarding, but no masquerade, the request arrives and the answer has no way back', async () => {
    await lab.apply((nodes) => {
      delete withRouter(nodes, 'host').nat
    })
    const before = echoesAt('neighbour')
    expect(await lab.ping('blue', NEIGHBOUR)).toMatchObject(silence)
    // By hand and through the agent, two each.
    expect(echoesAt('neighbour')).toBe(before + 4)
  })

  test('with all three it works, and the neighbour has spoken to nobody but the host', async () => {
    await lab.apply()
    expect(await lab.ping('blue', NEIGHBOUR)).toMatchObject(answered(NEIGHBOUR))
    expect(await lab.ping('red', NEIGHBOUR)).toMatchObject(answered(NEIGHBOUR))
    expect(Object.keys(neighbours('neighbour'))).toEqual(['192.168.1.3'])
  })

  test('the internet needs a default route: one to the LAN alone is not enough', async () => {
    await lab.apply((nodes) => {
      withRouter(nodes, 'blue').routes = [{ to: '192.168.1.0/24', via: '192.168.15.5' }]
    })
    expect(await lab.ping('blue', NEIGHBOUR)).toMatchObject(answered(NEIGHBOUR))
    expect(await lab.ping('blue', '8.8.8.8')).toMatchObject(unreachable)
    await lab.apply()
    // Two routers on the way back took one off each.
    expect(await lab.ping('blue', '8.8.8.8')).toMatchObject({ received: 2, replies: [{ ttl: 62 }, { ttl: 62 }] })
  })
})

describe('port-forward', () => {
  const lab = labOnMachine('port-forward')

  test('by a route: the neighbour uses blue’s own address, and the host’s port is closed', async () => {
    await lab.apply((nodes) => {
      delete withRouter(nodes, 'host').nat
    })
    await lab.keepRunning('blue', process.execPath, '-e', SERVE)
    expect(fetchFrom('neighbour', '192.168.15.2')).toBe('192.168.1.100')
    expect(fetchFrom('neighbour', '192.168.1.3')).toBe('ECONNREFUSED')
    expect(await lab.tcp('neighbour', 'blue', 80)).toMatchObject({ outcome: 'connected', address: '192.168.15.2' })
    expect(await lab.tcp('neighbour', '192.168.1.3', 80)).toMatchObject({ outcome: 'refused' })
  })

  test('by DNAT: the neighbour asks the host, and knows nothing of blue’s network', async () => {
    await lab.apply((nodes) => {
      delete withRouter(nodes, 'neighbour').routes
    })
    expect(fetchFrom('neighbour', '192.168.1.3')).toBe('192.168.1.100')
    expect(fetchFrom('neighbour', '192.168.15.2')).toBe('ENETUNREACH')
    expect(await lab.tcp('neighbour', '192.168.1.3', 80)).toMatchObject({ outcome: 'connected' })
    expect(await lab.tcp('neighbour', '192.168.15.2', 80)).toMatchObject({ outcome: 'unreachable' })
  })

  test('as it ships, both ways are open', async () => {
    await lab.apply()
    expect(fetchFrom('neighbour', '192.168.15.2')).toBe('192.168.1.100')
    expect(fetchFrom('neighbour', '192.168.1.3')).toBe('192.168.1.100')
  })
})
