import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { bashScript } from '../../core/script/bash'
import type { Engine } from '../../core/state/container'
import { attached, type Bench, boxed } from './bench'

/** What filters and translates in a container, iptables’ rules among it; its tables and chains that hold nothing stay behind, and do nothing. */
function rulesOf(pid: string): string {
  const rules = execFileSync('nsenter', [`--net=/proc/${pid}/ns/net`, 'nft', 'list', 'ruleset'], {
    encoding: 'utf8',
    stdio: 'pipe',
  })
  const nothing = /^$|^#|^table ip6? (nat|filter) |^chain [A-Z]+ |^\}|^type .* policy accept;$/
  return rules
    .replaceAll(/ counter packets \d+ bytes \d+/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !nothing.test(line))
    .join('\n')
}

/** Attaches a container by the exported script, twice, and lets it go: what the script changed in it, rules included, is then as it was. */
export function scripted({ engine }: Bench, kind: Engine, dialect: 'nft' | 'iptables'): void {
  engine.run('scripted')
  const inside = () =>
    [
      ['ip', 'address'],
      ['ip', 'route'],
      ['cat', '/proc/sys/net/ipv4/ip_forward', '/proc/sys/net/ipv6/conf/all/forwarding'],
    ]
      .map((command) => engine.cli('exec', 'scripted', ...command).replaceAll(' tentative', ''))
      .concat(rulesOf(engine.cli('inspect', '-f', '{{.State.Pid}}', 'scripted')))
  const before = { inside: inside(), names: readdirSync('/run/netns') }
  const script = join(mkdtempSync(join(tmpdir(), 'netloom-script-')), 'attach.sh')
  const lab = boxed(attached('scripted', kind), {
    forwarding: true,
    nat: [{ type: 'masquerade', source: '10.5.0.0/24' }],
    filter: {
      input: { policy: 'drop', rules: [{ action: 'accept', state: ['established'] }] },
      forward: { policy: 'drop' },
    },
  })
  writeFileSync(script, bashScript(lab, { dialect, locale: 'en' }))
  for (const verb of ['up', 'up']) execFileSync('bash', [script, verb], { stdio: 'pipe' })
  expect(engine.cli('exec', 'scripted', 'ping', '-c', '1', '-W', '5', '172.18.18.1')).toContain('1 packets received')
  expect(engine.cli('exec', 'scripted', 'ip', 'route', 'get', '192.0.2.1')).toContain('via 172.18.18.1 dev eth1')
  expect(inside()[2]).toBe('1\n1')
  expect(rulesOf(engine.cli('inspect', '-f', '{{.State.Pid}}', 'scripted'))).toContain('policy drop')
  execFileSync('bash', [script, 'down'], { stdio: 'pipe' })
  expect(inside()).toEqual(before.inside)
  expect(readdirSync('/run/netns')).toEqual(before.names)
  rmSync(dirname(script), { recursive: true })
}
