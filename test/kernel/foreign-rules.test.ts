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
import { run } from './ip-machine'

const NODES = ['red', 'router', 'blue'] as const
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

interface Situation {
  what: string
  at: (typeof NODES)[number]
  script: string
  ping: string
  tcp: string
  /** What the words for the ping, or else for the connection, name. */
  names?: string[]
}

const SITUATIONS: Situation[] = [
  { what: 'nothing', at: 'router', script: 'true', ping: 'arrives', tcp: 'arrives' },
  {
    what: 'a ping that iptables drops',
    at: 'blue',
    script: 'iptables -A INPUT -p icmp -j DROP',
    ping: 'foreign-drop',
    tcp: 'arrives',
    names: ['“-A INPUT -p icmp -j DROP”', '“ip filter”', 'iptables -nvL INPUT', 'blue'],
  },
  {
    what: 'a forward policy of nft',
    at: 'router',
    script: `nft -f - <<'X'
      table inet guard { chain pass { type filter hook forward priority 0; policy drop; tcp dport 8080 accept; ct state established accept; }
      }
X`,
    ping: 'foreign-policy',
    tcp: 'arrives',
    names: ['“pass”', '“inet guard”', 'nft -a list chain inet guard pass'],
  },
  {
    what: 'a connection that iptables refuses',
    at: 'blue',
    script: 'iptables -A INPUT -p tcp --dport 8080 -j REJECT --reject-with tcp-reset',
    ping: 'arrives',
    tcp: 'foreign-reject',
    names: ['--reject-with tcp-reset'],
  },
  {
    what: 'a drop for one source, which is another',
    at: 'blue',
    script: 'iptables -A INPUT -s 10.1.0.77 -j DROP',
    ping: 'arrives',
    tcp: 'arrives',
  },
  {
    what: 'a drop for one source, which is this one',
    at: 'router',
    script: 'iptables -A FORWARD -s 10.1.0.2 -j DROP',
    ping: 'foreign-drop',
    tcp: 'foreign-drop',
  },
  {
    what: 'a drop before conntrack, with a filter that accepts everything',
    at: 'router',
    script: 'iptables -t raw -A PREROUTING -d 10.2.0.0/24 -j DROP; iptables -A FORWARD -j ACCEPT',
    ping: 'foreign-drop',
    tcp: 'foreign-drop',
    names: ['“ip raw”', 'iptables -t raw -nvL PREROUTING'],
  },
  {
    what: 'a rule that lets through, in one of two chains',
    at: 'router',
    script: `iptables -A FORWARD -j ACCEPT; nft -f - <<'X'
      table ip after { chain f { type filter hook forward priority 10; ip daddr 10.2.0.2 drop; }
      }
X`,
    ping: 'foreign-drop',
    tcp: 'foreign-drop',
    names: ['“ip after”'],
  },
  {
    what: 'a policy of drop, with rules for connections that go on and for new ones',
    at: 'blue',
    script: `iptables -P INPUT DROP; iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      iptables -A INPUT -p tcp -m multiport --dports 22,8080 -m conntrack --ctstate NEW -j ACCEPT`,
    ping: 'foreign-policy',
    tcp: 'arrives',
  },
  {
    what: 'answers that are dropped, for want of a rule for them',
    at: 'red',
    script: 'iptables -P INPUT DROP; iptables -A INPUT -p icmp --icmp-type echo-request -j ACCEPT',
    ping: 'foreign-policy',
    tcp: 'foreign-policy',
  },
  {
    what: 'jumps, gotos and returns',
    at: 'router',
    script: `iptables -N LOOKAT; iptables -N OUTSIDE; iptables -A FORWARD -i eth0 -g LOOKAT; iptables -A FORWARD -j ACCEPT
      iptables -A LOOKAT -p tcp -j RETURN; iptables -A LOOKAT -o eth1 -j OUTSIDE; iptables -A OUTSIDE ! -d 10.3.0.0/16 -j DROP
      iptables -P FORWARD DROP; iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT`,
    ping: 'foreign-drop',
    tcp: 'foreign-policy',
    names: ['“OUTSIDE”'],
  },
  {
    what: 'sets, ranges and verdict maps',
    at: 'router',
    script: `nft -f - <<'X'
      table inet maps {
        set bad { type ipv4_addr; flags interval; elements = { 10.9.0.0/16, 10.1.0.1-10.1.0.5 }; }
        chain f { type filter hook forward priority 0; ct state vmap { established : accept, invalid : drop }
          ip saddr @bad tcp dport { 80, 8000-8100 } drop
          iifname vmap { "eth0" : jump one, "eth1" : accept }
        }
        chain one { icmp type { echo-request, echo-reply } reject with icmp type admin-prohibited; }
      }
X`,
    ping: 'foreign-reject',
    tcp: 'foreign-drop',
  },
  {
    what: 'a rule on what leaves, in each place where it leaves',
    at: 'red',
    script:
      'nft add table ip o; nft "add chain ip o c { type filter hook output priority 0; }"; nft add rule ip o c oifname "eth*" icmp type echo-request drop',
    ping: 'foreign-drop',
    tcp: 'arrives',
  },
  {
    what: 'a drop after the route is known',
    at: 'router',
    script: 'iptables -t mangle -A POSTROUTING -o eth0 -s 10.2.0.2 -j DROP',
    ping: 'foreign-drop',
    tcp: 'foreign-drop',
  },
  {
    what: 'masquerading and a port of others',
    at: 'router',
    script: `iptables -t nat -A POSTROUTING -s 10.1.0.0/24 ! -o eth0 -j MASQUERADE
      iptables -A FORWARD -d 10.1.0.0/24 -m conntrack --ctstate NEW -j DROP`,
    ping: 'arrives',
    tcp: 'arrives',
  },
  {
    what: 'a rule with an extension that is not understood',
    at: 'router',
    script: 'iptables -A FORWARD -m length --length 1000:2000 -j DROP',
    ping: 'may',
    tcp: 'may',
    names: ['may be stopped', '--length 1000:2000'],
  },
  {
    what: 'what a verdict map says of all else',
    at: 'router',
    script: `nft -f - <<'X'
      table inet maps { chain f { type filter hook forward priority 0; meta l4proto vmap { tcp : accept, * : drop }
        }
      }
X`,
    ping: 'foreign-drop',
    tcp: 'arrives',
  },
  {
    what: 'a drop of what comes too often, which this does not',
    at: 'router',
    script: `nft -f - <<'X'
      table inet rate {
        set seen { type ipv4_addr; flags dynamic; timeout 1m; }
        chain f { type filter hook forward priority 0; update @seen { ip saddr limit rate over 50/second burst 50 packets } drop; }
      }
X`,
    ping: 'may',
    tcp: 'may',
  },
  {
    what: 'an address that is written over',
    at: 'router',
    script: `nft -f - <<'X'
      table ip over { chain p { type filter hook prerouting priority -300; ip daddr 10.2.0.2 ip daddr set 10.2.0.77; }
      }
X`,
    ping: 'may',
    tcp: 'may',
  },
  {
    what: 'an accept of what was translated, by conntrack’s word for that',
    at: 'router',
    script: 'iptables -P FORWARD DROP; iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT',
    ping: 'may',
    tcp: 'may',
  },
  {
    what: 'a table that is not read',
    at: 'blue',
    script: `nft -f - <<'X'
      table netdev early { chain c { type filter hook ingress device eth0 priority 0; icmp type echo-request drop; }
      }
X`,
    ping: 'may',
    tcp: 'may',
    names: ['may be stopped', '“netdev early”'],
  },
  {
    what: 'a rule that lets through on terms that are not understood',
    at: 'router',
    script: 'iptables -P FORWARD DROP; iptables -A FORWARD -m length --length 1:1000 -j ACCEPT',
    ping: 'may',
    tcp: 'may',
    names: ['may be stopped', 'policy'],
  },
]

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
