import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { emptyLab } from '../lab/empty'
import type { Lab } from '../lab/schema'
import { LOCALES } from '../text/locale'
import { bashScript } from './bash'
import { ROUTES_TO_TAKE } from './bash-stages'

const DIALECTS = ['nft', 'iptables'] as const

/** What shellcheck says about the scripts; all in one run, since it takes its time to start. */
function shellcheck(scripts: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-shellcheck-'))
  try {
    const paths = scripts.map((script, number) => {
      const path = join(folder, `${number}.sh`)
      writeFileSync(path, script)
      return path
    })
    const { error, stdout, stderr } = spawnSync('shellcheck', ['--severity=style', ...paths], { encoding: 'utf8' })
    if (error) throw error
    return `${stdout}${stderr}`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const LAB: Lab = {
  ...emptyLab('demo'),
  description: 'Two lines\n$(touch /tmp/owned)\r; and an \u001b[31mescape',
  nodes: {
    host: { kind: 'host', forwarding: true, nat: [{ type: 'masquerade', source: '10.0.0.0/24', out: 'eth0' }] },
    red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.2/24'] } } },
  },
  links: { one: { endpoints: ['red:eth0', 'host:eth0'] } },
}

describe('an exported script', { timeout: 60_000 }, () => {
  test('is one that shellcheck has nothing to say about, in both dialects and languages', () => {
    for (const locale of LOCALES)
      for (const dialect of DIALECTS) expect(shellcheck([bashScript(LAB, { dialect, locale })])).toBe('')
  })

  test('is so for every lab', () => {
    fc.assert(
      fc.property(fc.array(arbitraryLab(), { minLength: 10, maxLength: 10 }), fc.constantFrom(...DIALECTS), (labs, dialect) => {
        expect(shellcheck(labs.map((lab) => bashScript(lab, { dialect, locale: 'en' })))).toBe('')
      }),
      { numRuns: 3 },
    )
  })

  test('brings a bridge up once its ports are, and only then makes a port of an interface of the machine', () => {
    const lab: Lab = {
      ...emptyLab('switched'),
      nodes: {
        host: { kind: 'host', interfaces: { eth0: { bridge: 'br0' } } },
        br0: { kind: 'bridge', addresses: ['10.0.0.1/24'] },
        red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.2/24'] } } },
      },
      links: { one: { endpoints: ['red:eth0', 'br0:veth-red'] } },
    }
    const script = bashScript(lab, { dialect: 'nft', locale: 'en' })
    const places = ['dev veth-red up', 'dev br0 up', 'move_nic eth0 br0'].map((part) =>
      script.indexOf(`  ${part === 'move_nic eth0 br0' ? part : `ip link set ${part}`}`),
    )
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
  })

  test('keeps what the user wrote inside its comments', () => {
    const lines = bashScript(LAB, { dialect: 'nft', locale: 'en' }).split('\n')
    expect(lines.filter((line) => line.includes('owned'))).toEqual(['# $(touch /tmp/owned) ; and an  [31mescape'])
    expect(lines.join('')).not.toMatch(/\p{Cc}/u)
  })

  test('sets no mark of ours and calls no program of ours', () => {
    for (const dialect of DIALECTS)
      expect(bashScript(LAB, { dialect, locale: 'en' })).not.toMatch(/ group \d| alias | proto \d|netloom (apply|destroy)/)
  })

  test('asks only for the tools that it uses', () => {
    expect(bashScript(LAB, { dialect: 'nft', locale: 'en' })).not.toContain('iptables')
    expect(bashScript(LAB, { dialect: 'iptables', locale: 'en' })).not.toMatch(/\bnft\b/)
    expect(bashScript(emptyLab('demo'), { dialect: 'nft', locale: 'en' })).not.toMatch(/\bnft\b|sysctl/)
  })

  test('says what br_netfilter does where a bridge and rules meet in one namespace, and only there', () => {
    const bridge = (on: string): Lab => ({ ...LAB, nodes: { ...LAB.nodes, br0: { kind: 'bridge', on } } })
    for (const dialect of DIALECTS) {
      const script = (lab: Lab) => bashScript(lab, { dialect, locale: 'en' })
      expect(script(bridge('host'))).toMatch(
        /^ {2}# .*br_netfilter.*\n.*\n {2}# sysctl -w net\.bridge\.bridge-nf-call-iptables=0$/m,
      )
      expect(script(bridge('red'))).not.toContain('br_netfilter')
      expect(script(LAB)).not.toContain('br_netfilter')
    }
  })

  test('puts the host’s forwarding back as it was, and leaves it where the lab is silent', () => {
    const script = bashScript(LAB, { dialect: 'nft', locale: 'en' })
    expect(script).toContain('  remember net.ipv4.ip_forward\n')
    expect(script).toContain('  restore net.ipv4.ip_forward\n')
    const silent = bashScript({ ...LAB, nodes: { ...LAB.nodes, host: { kind: 'host' } } }, { dialect: 'nft', locale: 'en' })
    expect(silent).not.toContain('  remember')
  })

  test('refuses without root before it changes anything', () => {
    const script = bashScript(LAB, { dialect: 'nft', locale: 'en' })
    const { status, stderr } = spawnSync('setpriv', ['--reuid=65534', '--clear-groups', 'bash', '-s', 'up'], {
      input: script,
      encoding: 'utf8',
    })
    if (process.getuid?.() === 0)
      expect({ status, stderr }).toEqual({ status: 77, stderr: 'demo: this needs root: run it with sudo\n' })
  })
})

describe('the script of a lab with a container', { timeout: 60_000 }, () => {
  const guarded = (extra: Lab['nodes'] = {}): Lab => ({
    ...emptyLab('guarded'),
    nodes: {
      web: {
        kind: 'container',
        container: 'web',
        interfaces: { eth1: { addresses: ['10.0.0.2/24'] } },
        nat: [{ type: 'masquerade', source: '10.5.0.0/24' }],
        filter: { input: { policy: 'drop', rules: [{ action: 'accept', protocol: 'tcp', port: 80 }] } },
      },
      br0: { kind: 'bridge', addresses: ['10.0.0.1/24'] },
      ...extra,
    },
    links: { one: { endpoints: ['web:eth1', 'br0:veth-web'] } },
  })
  const down = (lab: Lab, dialect: (typeof DIALECTS)[number]) => {
    const script = bashScript(lab, { dialect, locale: 'en' })
    return script.slice(script.indexOf('\ndown() {'), script.indexOf('\nshow() {'))
  }

  test('takes its rules out of the container, which stays, and puts its policy back, before it lets go of it', () => {
    expect(down(guarded(), 'nft')).toMatch(
      /if has_netns container-web; then inside container-web nft '.*delete table inet netloom-guarded'; fi\n[\s\S]*rm -f \/run\/netns\/container-web/,
    )
    const iptables = down(guarded(), 'iptables')
    for (const line of [
      'restore_policy container-web iptables INPUT',
      'restore_policy container-web ip6tables INPUT',
      'drop_rule container-web iptables filter INPUT -p tcp --dport 80 -j ACCEPT',
      'drop_rule container-web iptables nat POSTROUTING -s 10.5.0.0/24 -j MASQUERADE',
    ])
      expect(iptables.indexOf(`  ${line}\n`)).toBeGreaterThan(0)
    expect(iptables.indexOf('restore_policy')).toBeLessThan(iptables.indexOf('rm -f /run/netns/container-web'))
  })

  test('calls no two namespaces the same', () => {
    const lab = guarded({
      'container-web': { kind: 'namespace' },
      other: { kind: 'container', engine: 'podman', container: 'web' },
      third: { kind: 'container', container: '12' },
      fourth: { kind: 'container', pid: 12 },
    })
    const script = bashScript(lab, { dialect: 'nft', locale: 'en' })
    const attached = [...script.matchAll(/^ {2}attach_container (\S+) (\S+) (\S+)$/gm)].map(([, ...words]) => words.join(' '))
    expect(attached).toEqual([
      'container-docker-web docker web',
      'container-podman-web podman web',
      'container-12 docker 12',
      'container-pid-12 pid 12',
    ])
  })

  test('is one that shellcheck has nothing to say about', () => {
    expect(shellcheck(DIALECTS.map((dialect) => bashScript(guarded(), { dialect, locale: 'en' })))).toBe('')
  })
})

describe('what a script leaves on the host', () => {
  test('is no route through lo', () => {
    const lab: Lab = { ...LAB, nodes: { ...LAB.nodes, host: { kind: 'host', routes: [{ to: '10.77.0.0/16', dev: 'lo' }] } } }
    expect(bashScript(lab, { dialect: 'nft', locale: 'en' })).toContain(
      '  ip -4 route delete 10.77.0.0/16 dev lo 2>/dev/null || true\n',
    )
  })

  test('are routes that were moved, in words that “ip” takes, and not only prints', () => {
    const printed = [
      'default via fe80::1 proto ra metric 100 expires 1790sec pref medium',
      '10.0.0.0/8 via 10.1.0.1 dead linkdown ',
      '10.2.0.0/16 dev linkdown0 scope link linkdown',
    ]
    const { stdout } = spawnSync('bash', ['-c', ROUTES_TO_TAKE], { input: printed.join('\n'), encoding: 'utf8' })
    expect(stdout.split('\n').map((line) => line.trim())).toEqual([
      'default via fe80::1 proto ra metric 100 pref medium',
      '10.0.0.0/8 via 10.1.0.1',
      '10.2.0.0/16 dev linkdown0 scope link',
    ])
  })
})
