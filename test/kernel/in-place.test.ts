import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { AgentMachine } from './agent-machine'
import { run, sweepRoot } from './ip-machine'

/** Changes of what exists, under a running ping: the other end of the link, its counters and its traffic go on. */

let agent: AgentMachine

beforeEach(async () => {
  sweepRoot()
  agent = await AgentMachine.start('demo')
})

afterEach(() => agent.destroy('demo'))

/** red and blue on the bridge br0 of the host. */
function before(): Lab {
  return {
    netloom: 1,
    name: 'demo',
    nodes: {
      host: { kind: 'host' },
      red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.1/24'] } } },
      blue: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.2/24'] } } },
      br0: { kind: 'bridge' },
    },
    links: { r: { endpoints: ['red:eth0', 'br0:p-red'] }, b: { endpoints: ['blue:eth0', 'br0:p-blue'] } },
  }
}

function changed(change: (lab: Lab) => void): Lab {
  const lab = before()
  change(lab)
  return lab
}

/** The index of an interface, and how much it has received. */
function facts(netns: string, name: string): { index: number; packets: number } {
  const ip = netns === 'host' ? ['-s', '-j'] : ['-n', netns, '-s', '-j']
  const [link] = JSON.parse(run('ip', [...ip, 'link', 'show', 'dev', name])) as [
    { ifindex: number; stats64: { rx: { packets: number } } },
  ]
  return { index: link.ifindex, packets: link.stats64.rx.packets }
}

/** Applies a lab while `from` pings an address twenty times a second; how many answers were lost. */
async function lostDuring(from: string, to: string, lab: Lab): Promise<number> {
  const ping = spawn('ip', ['netns', 'exec', from, 'ping', '-n', '-i', '0.05', '-c', '40', '-W', '1', to], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  const applied = new Promise<string>((resolve) => {
    ping.stdout.on('data', (data: Buffer) => {
      const early = !text.includes('icmp_seq=5')
      text += data.toString()
      if (early && text.includes('icmp_seq=5')) resolve(agent.apply(lab))
    })
  })
  await once(ping, 'close')
  expect(await applied).toBe('applied')
  const [, sent = '0', received = '0'] = /(\d+) packets transmitted, (\d+) received/.exec(text) ?? []
  expect(Number(sent)).toBe(40)
  return Number(sent) - Number(received)
}

const CHANGES: [what: string, from: string, to: string, other: [string, string], change: (lab: Lab) => void][] = [
  [
    'renames an interface',
    'blue',
    '10.0.0.1',
    ['host', 'p-red'],
    (lab) => {
      lab.links.r = { endpoints: ['red:lan0', 'br0:p-red'] }
      Object.assign(lab.nodes.red ?? {}, { interfaces: { lan0: { addresses: ['10.0.0.1/24'] } } })
    },
  ],
  [
    'renames a bridge',
    'blue',
    '10.0.0.1',
    ['red', 'eth0'],
    (lab) => {
      const { br0: _, ...others } = lab.nodes
      lab.nodes = { ...others, lan: { kind: 'bridge', id: 'br0' } }
      lab.links = { r: { endpoints: ['red:eth0', 'lan:p-red'] }, b: { endpoints: ['blue:eth0', 'lan:p-blue'] } }
    },
  ],
  [
    'moves one end of a link to another namespace',
    'blue',
    '10.0.0.1',
    ['host', 'p-red'],
    (lab) => {
      lab.nodes.green = { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.1/24'] } } }
      lab.nodes.red = { kind: 'namespace' }
      lab.links.r = { endpoints: ['green:eth0', 'br0:p-red'] }
    },
  ],
  [
    'changes an MTU',
    'blue',
    '10.0.0.1',
    ['host', 'p-red'],
    (lab) => Object.assign(lab.nodes.red ?? {}, { interfaces: { eth0: { addresses: ['10.0.0.1/24'], mtu: 1400 } } }),
  ],
  [
    'changes the MAC of who is asked',
    'blue',
    '10.0.0.1',
    ['host', 'p-red'],
    (lab) =>
      Object.assign(lab.nodes.red ?? {}, { interfaces: { eth0: { addresses: ['10.0.0.1/24'], mac: '02:00:00:00:00:77' } } }),
  ],
  [
    'changes the MAC of who asks',
    'red',
    '10.0.0.2',
    ['host', 'p-red'],
    (lab) =>
      Object.assign(lab.nodes.red ?? {}, { interfaces: { eth0: { addresses: ['10.0.0.1/24'], mac: '02:00:00:00:00:77' } } }),
  ],
]

describe('under a running ping, one apply', () => {
  test.each(CHANGES)('%s, and at most one answer is lost', async (_, from, to, [netns, name], change) => {
    expect(await agent.apply(before())).toBe('applied')
    const then = facts(netns, name)
    expect(await lostDuring(from, to, changed(change))).toBeLessThanOrEqual(1)
    const now = facts(netns, name)
    expect(now.index).toBe(then.index)
    expect(now.packets).toBeGreaterThan(then.packets)
  })
})
