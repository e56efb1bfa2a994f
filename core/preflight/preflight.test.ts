import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { emptyLab } from '../lab/empty'
import type { Lab } from '../lab/schema'
import { blankMachine } from '../state/blank'
import { describeFinding } from '../text/preflight'
import { preflightEn } from '../text/preflight.en'
import type { DropChain, HostFacts } from './facts'
import { findingsOf } from './findings'
import { dropChainsOf, legacyRulesOf } from './forward'

const NOTHING: HostFacts = { dropChains: [], legacyRules: {}, bridgeCalls: {}, rpFilter: {}, tools: {}, features: {} }
const DROP: DropChain = { tool: 'iptables', family: 'ip', table: 'filter', chain: 'FORWARD', by: 'policy', passes: [] }

const lab: Lab = {
  ...emptyLab('lab'),
  nodes: {
    host: { kind: 'host', forwarding: true },
    br0: { kind: 'bridge', addresses: ['10.0.0.1/24'] },
    red: { kind: 'namespace', nat: [{ type: 'masquerade', out: 'eth0' }] },
  },
  links: { a: { endpoints: ['red:eth0', 'br0:p0'] }, b: { endpoints: ['red:eth1', 'br0:p1'] } },
}
const codes = (facts: Partial<HostFacts>, about = lab) =>
  findingsOf(about, blankMachine, { ...NOTHING, ...facts }).map(({ code }) => code)

const chain = (policy: string, extra: object[] = []) => [
  { metainfo: { version: '1.0.9' } },
  { table: { family: 'ip', name: 'filter' } },
  { chain: { family: 'ip', table: 'filter', name: 'FORWARD', type: 'filter', hook: 'forward', prio: 0, policy } },
  ...extra,
]
const rule = (name: string, ...expr: object[]) => ({ rule: { family: 'ip', table: 'filter', chain: name, expr } })
const from = (name: string) => ({ match: { op: '==', left: { meta: { key: 'iifname' } }, right: name } })
const accept = { accept: null }

describe('reading what drops', () => {
  it.each<[string, object[], object[]]>([
    ['a policy of accept', chain('accept'), []],
    ['a policy of drop', chain('drop'), [{ tool: 'iptables', chain: 'FORWARD', by: 'policy', passes: [] }]],
    ['a last rule that drops', chain('accept', [rule('FORWARD', { counter: {} }, { drop: null })]), [{ by: 'rule' }]],
    [
      'a last rule that refuses, as iptables writes it',
      chain('accept', [rule('FORWARD', { counter: {} }, { xt: { type: 'target', name: 'REJECT' } })]),
      [{ tool: 'iptables', by: 'rule' }],
    ],
    ['another target of iptables', chain('accept', [rule('FORWARD', { xt: { type: 'target', name: 'LOG' } })]), []],
    ['a rule that drops some', chain('accept', [rule('FORWARD', from('eth9'), { drop: null })]), []],
    ['an accept before it', chain('drop', [rule('FORWARD', from('br0'), accept)]), [{ passes: [{ in: 'br0' }] }]],
    [
      'an accept in a chain that it jumps to',
      chain('drop', [
        { chain: { family: 'ip', table: 'filter', name: 'DOCKER-USER' } },
        rule('FORWARD', { jump: { target: 'DOCKER-USER' } }),
        rule('DOCKER-USER', from('br0'), accept),
      ]),
      [{ userChain: 'DOCKER-USER', passes: [{ in: 'br0' }] }],
    ],
    [
      'an accept that asks for more, which is not counted on',
      chain('drop', [rule('FORWARD', { match: { op: 'in', left: { ct: { key: 'state' } }, right: 'established' } }, accept)]),
      [{ passes: [] }],
    ],
    ['chains that jump in a circle', chain('drop', [rule('FORWARD', { jump: { target: 'FORWARD' } })]), [{ passes: [] }]],
  ])('%s', (_, nft, expected) => {
    expect(dropChainsOf({ nft, iptables: [] })).toMatchObject(expected)
    expect(dropChainsOf({ nft, iptables: [] })).toHaveLength(expected.length)
  })

  it('leaves the tables of labs to the labs', () => {
    const ours = { chain: { family: 'inet', table: 'netloom-lab', name: 'forward', hook: 'forward', policy: 'drop' } }
    expect(dropChainsOf({ nft: [ours], iptables: [] })).toEqual([])
  })

  it('reads the older iptables', () => {
    const text =
      '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [1:2]\n-A FORWARD -s 10.0.0.0/24 -j ACCEPT\n-A FORWARD -i br+ -m state --state NEW -j ACCEPT\nCOMMIT\n'
    const rules = { iptables: [{ family: 4 as const, legacy: true, text }] }
    expect(dropChainsOf(rules)).toMatchObject([{ tool: 'iptables-legacy', passes: [{ source: '10.0.0.0/24' }] }])
    expect(legacyRulesOf(rules)).toEqual({ 'iptables-legacy': 3 })
  })

  it('never throws, whatever stands there', () => {
    const part = fc.oneof(fc.anything(), fc.record({ match: fc.anything() }), fc.constant(from('x')), fc.constant(accept))
    const entry = fc.oneof(
      fc.anything(),
      fc.record({
        chain: fc.record({ family: fc.constant('ip'), table: fc.string(), name: fc.string(), hook: fc.constant('forward') }),
      }),
      fc.record({ rule: fc.record({ family: fc.constant('ip'), table: fc.string(), chain: fc.string(), expr: fc.array(part) }) }),
    )
    fc.assert(
      fc.property(fc.array(entry), fc.string(), (nft, text) => {
        dropChainsOf({ nft, iptables: [{ family: 4, legacy: true, text }] })
      }),
    )
  })
})

describe('judging', () => {
  it('a lab that wants nothing of the computer finds nothing', () => {
    expect(codes({ dropChains: [DROP] }, emptyLab('none'))).toEqual([])
  })

  it.each<[string, Partial<HostFacts>, string[]]>([
    ['a dropping chain', { dropChains: [DROP] }, ['forward-drop']],
    ['of the other family', { dropChains: [{ ...DROP, family: 'ip6', tool: 'ip6tables' }] }, []],
    ['that lets our interface through', { dropChains: [{ ...DROP, passes: [{ in: 'br*' }] }] }, []],
    ['that lets our network through', { dropChains: [{ ...DROP, passes: [{ source: '10.0.0.0/8' }] }] }, []],
    ['that lets another network through', { dropChains: [{ ...DROP, passes: [{ source: '10.1.0.0/16' }] }] }, ['forward-drop']],
    ['a dropping chain and bridged frames', { dropChains: [DROP], bridgeCalls: { ip: true } }, ['forward-drop', 'bridge-drop']],
    ['bridged frames alone', { bridgeCalls: { ip: true } }, ['bridge-calls']],
    ['the older iptables', { legacyRules: { 'iptables-legacy': 2 } }, ['legacy-rules']],
    ['a missing tool', { tools: { nft: null, ping: null, udhcpc: null } }, ['tool-missing', 'tool-missing']],
    ['a missing feature', { features: { veth: 'absent', bridge: 'loadable', nf_tables: 'unknown' } }, ['feature-missing']],
    [
      'networkd by a pattern that excludes others',
      { networkd: [{ file: 'x', names: ['!eth*'], kinds: [], types: [], unmanaged: false }] },
      ['networkd-grabs'],
    ],
    [
      'networkd that asks for nothing in particular',
      { networkd: [{ file: 'x', names: [], kinds: [], types: [], unmanaged: false }] },
      [],
    ],
    ['NetworkManager', { networkManager: { unmanaged: ['interface-name:p1'] } }, ['networkmanager-grabs']],
    ['NetworkManager that leaves veth alone', { networkManager: { unmanaged: ['type:veth'] } }, []],
  ])('%s', (_, facts, expected) => {
    expect(codes(facts)).toEqual(expected)
  })

  it('says every finding in both languages, with its remedy, and names elements that the lab has', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(arbitraryLab(), fc.boolean(), (about, drops) => {
        const facts: HostFacts = {
          ...NOTHING,
          dropChains: drops ? [DROP, { ...DROP, family: 'inet', tool: 'nft', by: 'rule' }] : [],
          bridgeCalls: { ip: true, ip6: true },
          rpFilter: { all: 1 },
          legacyRules: { 'iptables-legacy': 1 },
          tools: { nft: null, ping: null },
          features: { veth: 'absent', bridge: 'absent' },
          networkd: [{ file: '/x', names: ['*'], kinds: [], types: [], unmanaged: false }],
          networkManager: { unmanaged: [] },
        }
        for (const finding of findingsOf(about, blankMachine, facts)) {
          seen.add(finding.code)
          for (const locale of ['en', 'zh'] as const) {
            const { message, suggestion } = describeFinding(finding, locale)
            expect(`${message} ${suggestion}`).not.toMatch(/undefined|NaN|\[object/)
          }
          for (const element of finding.elements) if ('node' in element) expect(about.nodes).toHaveProperty([element.node])
        }
      }),
      { numRuns: 200 },
    )
    expect([...seen].every((code) => Object.hasOwn(preflightEn, code))).toBe(true)
    expect(seen.size).toBeGreaterThan(5)
  })
})
