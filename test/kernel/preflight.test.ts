import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab, LabNode } from '../../core/lab/schema'
import { findingsOf, type HostFinding } from '../../core/preflight/findings'
import { describeFinding } from '../../core/text/preflight'
import { cli } from '../../server/cli/testing'
import { findHost } from '../../server/machines/host'
import { observeOnce } from '../../server/machines/observe-once'
import { caused } from './faults'
import { computer, HostMachine } from './host-machine'
import { run } from './ip-machine'

let host: HostMachine

/** Two namespaces on a bridge of this computer, which forwards for them. */
function lab(more: Record<string, LabNode> = {}): Lab {
  return {
    ...emptyLab('pre'),
    nodes: {
      host: { kind: 'host', forwarding: true, nat: [{ type: 'masquerade', source: '10.240.1.0/24' }] },
      'br-pre': { kind: 'bridge', addresses: ['10.240.1.1/24'] },
      a: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.240.1.2/24'] } } },
      b: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.240.1.3/24'] } } },
      ...more,
    },
    links: { a: { endpoints: ['a:eth0', 'br-pre:p-a'] }, b: { endpoints: ['b:eth0', 'br-pre:p-b'] } },
  }
}

/** As the agent reads this computer now. */
async function findings(about = lab()): Promise<HostFinding[]> {
  const { facts } = await host.connection.request({ type: 'facts' })
  const { state } = await observeOnce(host.connection)
  await host.reconnect()
  return findingsOf(about, state, facts)
}

const codes = async (about = lab()) => (await findings(about)).map(({ code }) => code)
/** What is part of the state is read a moment after it changed. */
const soon = (about: Lab, expected: object[]) =>
  vi.waitFor(async () => expect(await findings(about)).toMatchObject(expected), { timeout: 5000 })
const sh = (script: string) => run('sh', ['-ec', script])

beforeAll(async () => {
  sh(`ip link add ext0 type veth peer name ext1; ip address add 192.0.2.1/24 dev ext0; ip link set ext0 up; ip link set ext1 up
    echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
    for switch in iptables ip6tables; do [ ! -e /proc/sys/net/bridge/bridge-nf-call-$switch ] || echo 0 > /proc/sys/net/bridge/bridge-nf-call-$switch; done`)
  host = await HostMachine.start()
})

afterEach(async () => {
  await host.destroy('pre')
})

afterAll(async () => {
  await host.close()
})

describe('what about this computer is in the way of a lab', () => {
  test('is nothing to begin with, and looking changes nothing', async () => {
    const before = computer()
    expect(await codes()).toEqual([])
    expect(computer()).toEqual(before)
  })

  test.each<[string, string, string, string]>([
    ['a FORWARD policy of drop, by nft’s iptables', 'iptables', 'iptables-nft -P FORWARD DROP', 'iptables-nft -P FORWARD ACCEPT'],
    [
      'a FORWARD policy of drop as Docker has it, with its place for our rules',
      'DOCKER-USER',
      'iptables-nft -N DOCKER-USER; iptables-nft -A FORWARD -j DOCKER-USER; iptables-nft -A FORWARD -i docker0 -j ACCEPT; iptables-nft -P FORWARD DROP',
      'iptables-nft -I DOCKER-USER -i br-pre -j ACCEPT; iptables-nft -I DOCKER-USER -o br-pre -j ACCEPT',
    ],
    [
      'a FORWARD policy of drop of the older iptables',
      'iptables-legacy',
      'iptables-legacy -P FORWARD DROP',
      'iptables-legacy -I FORWARD -i br-pre -j ACCEPT; iptables-legacy -I FORWARD -o br-pre -j ACCEPT',
    ],
    [
      'a chain of nft whose last rule drops everything',
      'nft inet firewall forward',
      `nft add table inet firewall; nft 'add chain inet firewall forward { type filter hook forward priority 0; }'
       nft add rule inet firewall forward iifname ext0 accept; nft add rule inet firewall forward counter drop`,
      'nft insert rule inet firewall forward iifname br-pre accept; nft insert rule inet firewall forward oifname br-pre accept',
    ],
  ])('%s is found, and gone when it is let through as proposed', async (_, names, cause, mend) => {
    try {
      sh(cause)
      const [finding] = (await findings()).filter(({ code }) => code === 'forward-drop')
      if (!finding) throw new Error('not found')
      const { message, suggestion } = describeFinding(finding, 'en')
      expect(`${message} ${suggestion}`).toContain(names)
      expect(`${message} ${suggestion}`).toContain('br-pre')
      expect(finding.elements).toEqual([{ kind: 'node', node: 'br-pre' }])
      // A lab that has nothing forwarded is not stopped.
      expect(await codes(lab({ host: { kind: 'host' } }))).not.toContain('forward-drop')
      sh(mend)
      expect(await codes()).not.toContain('forward-drop')
    } finally {
      sh(`nft flush ruleset; iptables-legacy -P FORWARD ACCEPT; iptables-legacy -F FORWARD`)
    }
  })

  const calls = '/proc/sys/net/bridge/bridge-nf-call-iptables'
  test.runIf(existsSync(calls))('a dropped bridge is found, explains a failing ping, and is gone when it is let through', () =>
    caused('Docker-like FORWARD DROP with bridge-nf-call', async () => {
      await host.apply(lab())
      const pings = () => spawnPing()
      expect(await pings()).toBe(0)
      try {
        sh(`iptables-nft -P FORWARD DROP; echo 1 > ${calls}`)
        expect(await pings()).not.toBe(0)
        const found = (await findings()).filter(({ code }) => code === 'bridge-drop')
        expect(found).toMatchObject([{ params: { chain: 'iptables FORWARD', by: 'policy' } }])
        sh('iptables-nft -I FORWARD -i br-pre -o br-pre -j ACCEPT')
        expect(await codes()).not.toContain('bridge-drop')
        expect(await pings()).toBe(0)
        sh('iptables-nft -D FORWARD 1; iptables-nft -P FORWARD ACCEPT')
        expect(await codes()).toContain('bridge-calls')
        sh(`echo 0 > ${calls}`)
        expect(await codes()).toEqual([])
      } finally {
        sh(`nft delete table ip filter || true; echo 0 > ${calls}`)
      }
    }),
  )

  test('rules of the older iptables beside ours', async () => {
    sh('iptables-legacy -A INPUT -s 203.0.113.9 -j DROP')
    expect(await findings()).toMatchObject([{ code: 'legacy-rules', params: { tool: 'iptables-legacy', count: 1 } }])
    sh('iptables-legacy -F INPUT')
    expect(await codes()).toEqual([])
  })

  test('strict reverse path filtering between two interfaces of one network', async () => {
    const twice = lab({ 'br-two': { kind: 'bridge', addresses: ['10.240.1.129/25'] } })
    expect(await codes(twice)).toEqual([])
    sh('echo 1 > /proc/sys/net/ipv4/conf/all/rp_filter')
    expect(await codes(twice)).toContain('reverse-path')
    expect(await codes()).toEqual([])
    sh('echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter')
    expect(await codes(twice)).toEqual([])
  })

  test('a route of the computer into the lab’s network, or around it', async () => {
    sh('ip route add 10.240.0.0/16 via 192.0.2.9')
    const params = { wins: 'ours', route: '10.240.0.0/16 via 192.0.2.9 dev ext0' }
    await soon(lab(), [{ code: 'route-overlap', params }])
    sh('ip route del 10.240.0.0/16; ip route add 10.240.1.64/26 via 192.0.2.9')
    await soon(lab(), [{ code: 'route-overlap', params: { wins: 'theirs' } }])
    sh('ip route del 10.240.1.64/26')
    await soon(lab(), [])
  })

  test('the interface that the computer reaches the outside by', async () => {
    const drawn = lab({ host: { kind: 'host', interfaces: { ext0: { bridge: 'br-pre' } } } })
    await soon(drawn, [])
    sh('ip route add default via 192.0.2.254')
    await soon(drawn, [{ code: 'management-interface' }])
    sh('ip route del default')
    await soon(drawn, [])
  })

  describe('a program that configures links by itself', () => {
    const folder = mkdtempSync(join(tmpdir(), 'netloom-managers-'))
    let child: ChildProcess | undefined
    /** Only its name counts: it is known by that, as the kernel has it. */
    const start = async (name: string) => {
      copyFileSync('/bin/sleep', join(folder, name))
      run('chmod', ['+x', join(folder, name)])
      child = spawn(join(folder, name), ['600'], { stdio: 'ignore' })
      await new Promise((resolve, reject) => child?.once('spawn', resolve).once('error', reject))
    }
    afterEach(() => {
      child?.kill('SIGKILL')
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    test('systemd-networkd, by the file that matches our links', async () => {
      mkdirSync('/run/systemd/network', { recursive: true })
      const file = '/run/systemd/network/10-all.network'
      writeFileSync(file, '[Match]\nName=p-* br-*\n[Network]\nDHCP=yes\n')
      expect(await codes()).toEqual([])
      await start('systemd-network')
      expect(await findings()).toMatchObject([{ code: 'networkd-grabs', params: { file, interfaces: 'p-a, p-b, br-pre' } }])
      writeFileSync('/run/systemd/network/05-netloom.network', '[Match]\nName=p-a p-b br-pre\n[Link]\nUnmanaged=yes\n')
      expect(await codes()).toEqual([])
      rmSync('/run/systemd', { recursive: true })
    })

    test('NetworkManager, unless it is told to leave them alone', async () => {
      await start('NetworkManager')
      const before = await findings()
      expect(before).toMatchObject([{ code: 'networkmanager-grabs', params: { interfaces: 'p-a, p-b' } }])
      mkdirSync('/run/NetworkManager/conf.d', { recursive: true })
      writeFileSync('/run/NetworkManager/conf.d/netloom.conf', `[keyfile]\nunmanaged-devices=${before[0]?.params.spec}\n`)
      expect(await codes()).toEqual([])
      rmSync('/run/NetworkManager', { recursive: true })
    })
  })
})

async function spawnPing(): Promise<number | null> {
  const child = spawn('ip', ['netns', 'exec', 'a', 'ping', '-c2', '-i0.2', '-W1', '10.240.1.3'], { stdio: 'ignore' })
  return new Promise((resolve) => child.once('exit', resolve))
}

test('the command line says it: before a plan, and after a ping that failed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-preflight-'))
  const file = join(folder, 'pre.netloom.yaml')
  writeFileSync(
    file,
    `netloom: 1
name: pre
nodes:
  host: { kind: host, forwarding: true }
  br-pre: { kind: bridge, addresses: [10.240.1.1/24] }
  a: { kind: namespace, interfaces: { eth0: { addresses: [10.240.1.2/24] } }, routes: [{ to: default, via: 10.240.1.1 }] }
links:
  - endpoints: [a:eth0, br-pre:p-a]
`,
  )
  const machine = ['--machine', 'host']
  try {
    // The log of a computer of a test's own begins empty, and is not the log of the computer that the test runs on.
    expect(await cli(['log', 'pre', ...machine])).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing/) })
    expect(await cli(['preflight', file])).toMatchObject({ code: 0, out: 'Nothing about this computer is in the way.\n' })
    sh('iptables-nft -P FORWARD DROP')
    const { code, out } = await cli(['preflight', file])
    expect(code).toBe(2)
    expect(out).toMatch(
      /^warning: This computer drops .* policy of iptables FORWARD is drop[^\n]*\n {4}Let it through there: iptables -I FORWARD/,
    )
    expect((await cli(['preflight', file], { LANG: 'zh_CN.UTF-8' })).out).toContain('iptables FORWARD 的默认策略是 drop')
    expect((await cli(['plan', file, ...machine])).err).toContain('policy of iptables FORWARD')
    const dropped = { severity: 'warning', code: 'forward-drop', message: expect.stringContaining('policy of iptables FORWARD') }
    expect(JSON.parse((await cli(['plan', file, ...machine, '--json'])).out)).toMatchObject({ findings: [dropped] })
    const applied = await cli(['apply', file, ...machine, '--json'])
    expect(applied).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(applied.out)).toMatchObject({ lab: 'pre', outcome: 'applied', findings: [dropped] })
    expect(JSON.parse((await cli(['apply', file, ...machine, '--json'], { LANG: 'zh_CN.UTF-8' })).out)).toMatchObject({
      outcome: 'applied',
      steps: 0,
      findings: [{ message: expect.stringContaining('iptables FORWARD 的默认策略是 drop') }],
    })
    const owned = '  namespaces: a\n  interfaces: a:eth0 host:br-pre host:p-a\n'
    expect((await cli(['status', ...machine])).out).toContain(owned)
    const ping = await cli(['ping', 'pre', 'a', '192.0.2.77', '-c', '1', ...machine])
    expect(ping.code).toBe(1)
    expect(ping.err).toContain('This may be why:\nwarning: This computer drops')
    expect(JSON.parse((await cli(['preflight', file, '--json'])).out)).toMatchObject({ findings: [{ code: 'forward-drop' }] })
  } finally {
    sh('nft flush ruleset')
    await cli(['destroy', 'pre', ...machine])
    const agent = await findHost('root')
    if (agent) process.kill(agent.hello.pid, 'SIGTERM')
    agent?.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
