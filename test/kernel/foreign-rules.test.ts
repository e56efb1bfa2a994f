import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
import { filtersInForce, rulesInForce } from '../../core/reach/rules'
import { type Trace, tracePath } from '../../core/reach/trace'
import { readForeignChains } from '../../core/state/foreign-nft'
import { isOwnTable } from '../../core/state/nft'
import { describeStop } from '../../core/text/reach'
import { AgentMachine } from './agent-machine'
import { AgentWatcher } from './agent-watcher'
import { arbitraryForeignRules } from './foreign-rule-sets'
import { NODES, SITUATIONS } from './foreign-situations'
import { run } from './ip-machine'

const BLUE = '10.2.0.2'
const PORT = 8080
/** Milliseconds to wait for an answer that should come, and for one that should not: however slow the machine is, it decides right. */
const PATIENT = 10_000
const BRIEF = 250

/** red – router – blue, in two networks. */
const lab: Lab = {
  ...emptyLab('foreign'),
  nodes: {
    red: {
      kind: 'namespace',
      interfaces: { eth0: { addresses: ['10.1.0.2/24'] } },
      routes: [{ to: 'default', via: '10.1.0.1' }],
    },
    router: {
      kind: 'namespace',
      forwarding: true,
      interfaces: { eth0: { addresses: ['10.1.0.1/24'] }, eth1: { addresses: ['10.2.0.1/24'] } },
    },
    blue: {
      kind: 'namespace',
      interfaces: { eth0: { addresses: ['10.2.0.2/24'] } },
      routes: [{ to: 'default', via: '10.2.0.1' }],
    },
  },
  links: { west: { endpoints: ['red:eth0', 'router:eth0'] }, east: { endpoints: ['router:eth1', 'blue:eth0'] } },
}

let agent: AgentMachine
let watcher: AgentWatcher
let server: ChildProcess

const inNetns = (netns: string, script: string) => run('ip', ['netns', 'exec', netns, 'sh', '-ec', script])

/** Makes rules as somebody at a console would, and waits until the agent's state has them. */
async function write(netns: string, script: string): Promise<void> {
  inNetns(netns, script)
  const listed = readForeignChains(JSON.parse(inNetns(netns, 'nft -j list ruleset')), isOwnTable)
  const numbers = (chains: typeof listed = []) =>
    JSON.stringify(
      chains.map(({ family, table, name, policy, rules }) => [family, table, name, policy, rules.map(({ handle }) => handle)]),
    )
  const tables = inNetns(netns, 'nft list tables').replaceAll('table ', '').split('\n').filter(Boolean).sort()
  await watcher.until(
    (state) =>
      numbers(state.namespaces[netns]?.foreignChains) === numbers(listed) &&
      JSON.stringify(state.namespaces[netns]?.foreignTables) === JSON.stringify(tables),
  )
}

/** What reach says of a ping, or of a connection to the port, from red to blue. */
function traced(kind: 'ping' | 'tcp', to = BLUE): Trace {
  const { state } = watcher
  if (!state) throw new Error('nothing observed')
  const question = { from: 'red', to, ...(kind === 'tcp' && { transport: { protocol: 'tcp' as const, port: PORT } }) }
  return tracePath(state, question, rulesInForce(state), filtersInForce(state))
}

/** What really happens. Where nobody listens, to be refused is to have arrived. */
async function happens(kind: 'ping' | 'tcp', time: number, to: string, listens: boolean): Promise<boolean> {
  if (kind === 'tcp') {
    const { result } = await agent.connection.request({ type: 'tcp', node: 'red', target: to, port: PORT, timeout: time })
    return result.outcome === 'connected' || (!listens && result.outcome === 'refused')
  }
  const wait = String(time / 1000)
  return promisify(execFile)('ip', ['netns', 'exec', 'red', 'ping', '-nqc1', '-W', wait, to]).then(
    () => true,
    () => false,
  )
}

/** Reach and the kernel side by side: what reach is certain of has to be so. Its word: the stop's code, `may`, or `arrives`. */
async function compared(kind: 'ping' | 'tcp', to = BLUE): Promise<{ trace: Trace; word: string }> {
  const trace = traced(kind, to)
  const word = trace.stop?.code ?? (trace.doubts.length > 0 ? 'may' : 'arrives')
  const listens = word !== 'arrives' || trace.request.at(-1)?.netns === 'blue'
  const answered = await happens(kind, word === 'arrives' ? PATIENT : BRIEF, to, listens)
  if (word !== 'may') expect(answered, `${kind}: ${trace.stop ? describeStop(trace.stop, 'en').message : word}`).toBe(!trace.stop)
  return { trace, word }
}

beforeAll(async () => {
  agent = await AgentMachine.start('foreign')
  expect(await agent.apply(lab)).toBe('applied')
  watcher = new AgentWatcher(agent.connection)
  await watcher.until((state) => NODES.every((node) => state.namespaces[node] !== undefined))
  const listen = `require('net').createServer((socket) => socket.end()).listen(${PORT}, () => console.log('listening'))`
  server = spawn('ip', ['netns', 'exec', 'blue', process.execPath, '-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => server.stdout?.once('data', resolve))
})

beforeEach(async () => {
  for (const node of NODES) await write(node, 'nft flush ruleset')
})

afterAll(async () => {
  server.kill()
  await agent.destroy('foreign')
})

describe('what others wrote into netfilter', () => {
  test.each(SITUATIONS)('is told as the kernel does it: $what', async ({ at, script, ping, tcp, names = [] }) => {
    await write(at, script)
    const told = { ping: await compared('ping'), tcp: await compared('tcp') }
    expect({ ping: told.ping.word, tcp: told.tcp.word }).toEqual({ ping, tcp })
    const trace = ping === 'arrives' ? told.tcp.trace : told.ping.trace
    const first = trace.stop ?? trace.doubts[0]
    const words = first ? describeStop(first, 'en') : { message: '', suggestion: '' }
    for (const name of names) expect(`${words.message} ${words.suggestion}`).toContain(name)
    if (first) expect(first.netns).toBe(at)
  })

  test('sends a connection elsewhere: port forwarding of iptables and of nft', async () => {
    await write(
      'router',
      `iptables -t nat -A PREROUTING -p tcp --dport ${PORT} -d 10.1.0.1 -j DNAT --to-destination ${BLUE}:${PORT}`,
    )
    expect((await compared('tcp', '10.1.0.1')).trace.request.map(({ netns }) => netns)).toEqual(['red', 'router', 'blue'])
    await write(
      'router',
      `nft flush ruleset; nft add table ip n; nft 'add chain ip n p { type nat hook prerouting priority -100; }'
      nft add rule ip n p ip daddr 10.1.0.1 tcp dport ${PORT} dnat to ${BLUE}
      iptables -A FORWARD -s ${BLUE} -p tcp --sport 1:1023 -j DROP; iptables -A FORWARD -d ${BLUE} -j ACCEPT`,
    )
    expect((await compared('tcp', '10.1.0.1')).word).toBe('arrives')
  })

  test('is as it is for what a namespace sends to itself: by way of its loopback device, whether or not the one with the address is up', async () => {
    const set = async (netns: string, name: string, up: boolean) => {
      inNetns(netns, `ip link set ${name} ${up ? 'up' : 'down'}`)
      await watcher.until((state) =>
        Object.values(state.namespaces[netns]?.links ?? {}).some((link) => link.name === name && link.up === up),
      )
    }
    const own = '10.1.0.2'
    expect((await compared('ping', own)).word).toBe('arrives')
    await set('red', 'lo', false)
    expect((await compared('ping', own)).word).toBe('interface-down')
    await set('red', 'lo', true)
    await set('router', 'eth1', false)
    expect((await compared('ping', '10.2.0.1')).word).toBe('arrives')
    await set('router', 'eth1', true)
    await watcher.until((state) => (state.namespaces.router?.routes ?? []).some(({ to }) => to === '10.2.0.0/24'))
  })

  test('whatever it is: reach is only ever certain of what the kernel does', async () => {
    const runs = Number(process.env.NETLOOM_RUNS ?? 60)
    await fc.assert(
      fc
        .asyncProperty(arbitraryForeignRules(NODES), async (rules) => {
          for (const { netns, script } of rules) await write(netns, script)
          await compared('ping')
          await compared('tcp')
        })
        .afterEach(async () => {
          for (const node of NODES) await write(node, 'nft flush ruleset')
        }),
      { numRuns: runs, interruptAfterTimeLimit: 45_000, markInterruptAsFailure: false },
    )
  })
})
