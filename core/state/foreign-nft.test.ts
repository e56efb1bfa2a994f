import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readIptablesSave } from './foreign-iptables'
import { iptablesParts, readForeignChains } from './foreign-nft'
import { isOwnTable } from './nft'

const place = { family: 'ip', table: 'filter' }
const hook = (name: string, at: string, more: object = {}) => ({
  chain: { ...place, name, type: 'filter', hook: at, prio: 0, policy: 'accept', ...more },
})
const rule = (chain: string, handle: number, expr: object[], more: object = {}) => ({
  rule: { ...place, chain, handle, expr, ...more },
})
const match = (left: object, right: unknown, op = '==') => ({ match: { op, left, right } })
const payload = (protocol: string, field: string) => ({ payload: { protocol, field } })
const read = (entries: object[], save?: string) =>
  readForeignChains({ nftables: entries }, isOwnTable, save === undefined ? {} : { ip: readIptablesSave(save) })

describe('the chains of others', () => {
  test('are read with their conditions, in the words of the tool', () => {
    const [chain] = read([
      hook('INPUT', 'input', { policy: 'drop' }),
      rule('INPUT', 5, [
        match({ meta: { key: 'iifname' } }, 'eth0', '!='),
        match(payload('ip', 'saddr'), { prefix: { addr: '10.0.0.0', len: 8 } }),
        match(payload('tcp', 'dport'), { set: [22, { range: [80, 90] }] }),
        { counter: { packets: 3, bytes: 9 } },
        { reject: { type: 'tcp reset' } },
      ]),
    ])
    expect(chain).toMatchObject({ family: 'ip', table: 'filter', name: 'INPUT', hook: 'input', priority: 0, policy: 'drop' })
    expect(chain?.rules).toEqual([
      {
        at: 1,
        handle: 5,
        family: 4,
        text: 'iifname != "eth0" ip saddr 10.0.0.0/8 tcp dport { 22, 80-90 } reject with tcp reset',
        conditions: [
          { field: 'in', not: true, values: ['eth0'] },
          { field: 'source', values: ['10.0.0.0/8'] },
          { field: 'protocol', values: ['tcp'] },
          { field: 'port', values: ['22', '80-90'] },
        ],
        verdict: 'reject',
      },
    ])
  })

  test('of iptables are told in its own words, which say what nft does not', () => {
    const entries = [
      hook('INPUT', 'input'),
      rule('INPUT', 2, [match({ meta: { key: 'l4proto' } }, 'icmp'), { drop: null }]),
      rule('INPUT', 3, [{ xt: { type: 'match', name: 'conntrack' } }, { xt: { type: 'target', name: 'REJECT' } }]),
      rule('INPUT', 4, [{ xt: { type: 'match', name: 'string' } }, { accept: null }]),
    ]
    const save = `*filter
:INPUT ACCEPT [0:0]
-A INPUT -p icmp -j DROP
-A INPUT ! -i eth+ -m conntrack --ctstate RELATED,ESTABLISHED -m comment --comment "no -s here" -j REJECT --reject-with icmp-port-unreachable
-A INPUT -m string --string "a b" --algo bm -j ACCEPT
COMMIT
`
    expect(read(entries, save)[0]?.rules).toMatchObject([
      { text: '-A INPUT -p icmp -j DROP', conditions: [{ field: 'protocol', values: ['icmp'] }], verdict: 'drop' },
      {
        conditions: [
          { field: 'in', not: true, values: ['eth*'] },
          { field: 'state', values: ['related', 'established'] },
        ],
        verdict: 'reject',
      },
      { text: '-A INPUT -m string --string "a b" --algo bm -j ACCEPT', unclear: true, verdict: 'accept' },
    ])
    expect(read(entries, save)[0]?.rules[1]).not.toHaveProperty('unclear')
    // Without those words, or with those of other rules, an extension is not understood.
    for (const told of [undefined, '*filter\n-A INPUT -j DROP\nCOMMIT\n'])
      expect(read(entries, told)[0]?.rules).toMatchObject([
        { verdict: 'drop' },
        { unclear: true, verdict: 'reject' },
        { unclear: true },
      ])
  })

  test('mark what is not understood, and never guess it', () => {
    const [chain] = read([
      hook('FORWARD', 'forward'),
      rule('FORWARD', 1, [match({ meta: { key: 'mark' } }, 5), { drop: null }]),
      rule('FORWARD', 2, [{ queue: { num: 1 } }]),
      rule('FORWARD', 3, [{ limit: { rate: 5, per: 'second' } }, { accept: null }]),
      rule('FORWARD', 4, [{ dnat: { addr: { map: {} } } }]),
      rule('FORWARD', 5, [match(payload('ip', 'saddr'), '@elsewhere'), { drop: null }]),
      rule('FORWARD', 6, [{ xt: null }]),
      rule('FORWARD', 7, [{ log: { prefix: 'x' } }, { 'ct helper': 'ftp' }]),
    ])
    expect(chain?.rules.map(({ unclear, verdict }) => [unclear ?? false, verdict])).toEqual([
      [true, 'drop'],
      [false, 'unknown'],
      [true, 'accept'],
      [false, 'translate'],
      [true, 'drop'],
      [true, 'unknown'],
      [false, 'next'],
    ])
  })

  test('are no certain drop where a rate decides, nor where addresses are written over', () => {
    const rated = {
      set: { op: 'update', elem: payload('ip', 'saddr'), set: '@d', stmt: [{ limit: { rate: 10, per: 'minute' } }] },
    }
    const write = (key: object) => ({ mangle: { key, value: 1 } })
    const [chain] = read([
      hook('FORWARD', 'forward'),
      rule('FORWARD', 1, [rated, { drop: null }]),
      rule('FORWARD', 2, [{ set: { op: 'add', elem: payload('ip', 'saddr'), set: '@seen' } }, { drop: null }]),
      rule('FORWARD', 3, [write(payload('ip', 'daddr')), { accept: null }]),
      rule('FORWARD', 4, [write({ payload: { base: 'nh', offset: 128, len: 32 } })]),
      rule('FORWARD', 5, [write({ meta: { key: 'mark' } }), { accept: null }]),
      rule('FORWARD', 6, [write(payload('tcp', 'dport')), { drop: null }]),
      rule('FORWARD', 7, [{ meter: {} }, { drop: null }]),
    ])
    expect(chain?.rules.map(({ unclear, verdict }) => [unclear ?? false, verdict])).toEqual([
      [true, 'drop'],
      [false, 'drop'],
      [false, 'translate'],
      [false, 'translate'],
      [false, 'accept'],
      [false, 'drop'],
      [true, 'drop'],
    ])
  })

  test('have the elements of their sets in place, but for those that packets change', () => {
    const set = (name: string, more: object) => ({ set: { ...place, name, type: 'ipv4_addr', ...more } })
    const asks = (name: string) => [match(payload('ip', 'saddr'), `@${name}`), { drop: null }]
    const [chain] = read([
      hook('INPUT', 'input'),
      set('bad', { elem: ['1.2.3.4', { range: ['5.0.0.1', '5.0.0.9'] }, { elem: { val: '6.6.6.6', comment: 'x' } }] }),
      set('seen', { flags: ['dynamic'], elem: ['1.1.1.1'] }),
      rule('INPUT', 1, asks('bad')),
      rule('INPUT', 2, asks('seen')),
    ])
    expect(chain?.rules[0]?.conditions).toEqual([{ field: 'source', values: ['1.2.3.4', '5.0.0.1-5.0.0.9', '6.6.6.6'] }])
    expect(chain?.rules[1]).toMatchObject({ unclear: true, conditions: [] })
  })

  test('have a rule for each pair of a verdict map', () => {
    const state = { ct: { key: 'state' } }
    const pairs = [
      ['invalid', { drop: null }],
      ['established', { jump: { target: 'known' } }],
    ]
    const chains = read([
      hook('INPUT', 'input'),
      { chain: { ...place, name: 'known' } },
      rule('INPUT', 9, [{ vmap: { key: state, data: { set: pairs } } }]),
    ])
    expect(chains[0]?.rules).toMatchObject([
      { at: 1, handle: 9, conditions: [{ field: 'state', values: ['invalid'] }], verdict: 'drop' },
      { at: 1, handle: 9, conditions: [{ field: 'state', values: ['established'] }], verdict: 'jump', to: 'known' },
    ])
  })

  test('read a catch-all as what no other element is, in a map, and as not understood in a set', () => {
    const map = (key: object, ...pairs: unknown[]) => ({ vmap: { key, data: { set: pairs } } })
    const [chain] = read([
      hook('INPUT', 'input'),
      { set: { ...place, name: 's', type: 'ipv4_addr', elem: ['10.9.9.9', '*'] } },
      rule('INPUT', 1, [map(payload('ip', 'saddr'), ['10.0.0.1', { accept: null }], ['*', { drop: null }])]),
      rule('INPUT', 2, [map({ meta: { key: 'l4proto' } }, ['*', { drop: null }])]),
      rule('INPUT', 3, [match(payload('ip', 'saddr'), '@s'), { drop: null }]),
    ])
    expect(chain?.rules.map(({ conditions, unclear, verdict }) => [conditions, unclear ?? false, verdict])).toEqual([
      [[{ field: 'source', values: ['10.0.0.1'] }], false, 'accept'],
      [[{ field: 'source', not: true, values: ['10.0.0.1'] }], false, 'drop'],
      [[{ field: 'protocol', not: true, values: [] }], false, 'drop'],
      [[], true, 'drop'],
    ])
  })

  test('of iptables ask nothing that was not understood', () => {
    const lines = [
      '-s 10.0.0.0/255.0.0.255',
      '-m conntrack --ctstate RELATED,ESTABLISHED,DNAT',
      '-m addrtype --dst-type UNICAST',
      '-d 10.0.0.0/8 -m conntrack --ctstate NEW',
    ]
    const extended = [{ xt: { type: 'match', name: 'conntrack' } }, { accept: null }]
    const [chain] = read(
      [hook('FORWARD', 'forward'), ...lines.map((_, at) => rule('FORWARD', at + 1, extended))],
      `*filter\n${lines.map((line) => `-A FORWARD ${line} -j ACCEPT\n`).join('')}COMMIT\n`,
    )
    expect(chain?.rules.map(({ conditions, unclear }) => [conditions.length, unclear ?? false])).toEqual([
      [0, true],
      [0, true],
      [0, true],
      [2, false],
    ])
  })

  test('are those that packets of IP come to: not ours, not idle ones, not those of bridges', () => {
    const chains = read([
      hook('INPUT', 'input'),
      hook('FORWARD', 'forward'),
      hook('input', 'input', { family: 'inet', table: 'netloom-demo', policy: 'drop' }),
      hook('f', 'forward', { family: 'bridge', policy: 'drop' }),
      { chain: { ...place, name: 'used' } },
      { chain: { ...place, name: 'unused' } },
      rule('INPUT', 1, [{ jump: { target: 'used' } }]),
      rule('used', 2, [{ drop: null }]),
      rule('unused', 3, [{ drop: null }]),
    ])
    expect(chains.map(({ name }) => name)).toEqual(['INPUT', 'used'])
  })

  test('that are too long are cut, and say so', () => {
    const many = Array.from({ length: 700 }, (_, index) => rule('INPUT', index + 1, [{ drop: null }]))
    const [chain] = read([hook('INPUT', 'input'), ...many])
    expect(chain?.rules).toHaveLength(500)
    expect(chain?.more).toBe(200)
  })

  test('may be anything: whatever it is, it is read', () => {
    const wild = fc.anything({ maxDepth: 4 })
    const entry = fc.oneof(
      wild,
      fc.record({
        chain: fc.record({ family: fc.constant('ip'), table: fc.constant('t'), name: wild, hook: fc.constant('input') }),
      }),
      fc.record({
        rule: fc.record({ family: fc.constant('ip'), table: fc.constant('filter'), chain: wild, expr: wild, handle: wild }),
      }),
      fc.record({ set: wild }),
      // Objects that refuse to be words.
      fc.constant({
        rule: {
          family: 'ip',
          table: { toString: 0 },
          chain: { toString: 0 },
          handle: { valueOf: 0 },
          expr: [{ jump: { target: { toString: 0 } } }],
        },
      }),
    )
    fc.assert(
      fc.property(fc.array(entry), fc.string(), (entries, text) => {
        expect(Array.isArray(readForeignChains({ nftables: entries }, isOwnTable, { ip: readIptablesSave(text) }))).toBe(true)
        iptablesParts({ nftables: entries })
      }),
    )
  })
})

describe('what iptables knows of', () => {
  test('is asked again only when it may have changed', () => {
    const table = (handle: number) => ({ table: { family: 'ip', name: 'filter', handle } })
    const entries = [table(1), rule('INPUT', 4, [])]
    const part = (list: object[]) => iptablesParts({ nftables: list }).ip
    expect(part(entries)).toBeDefined()
    expect(part([...entries, { rule: { family: 'inet', table: 'own', chain: 'c', handle: 1 } }])).toBe(part(entries))
    expect(part([table(1), rule('INPUT', 5, [])])).not.toBe(part(entries))
    expect(part([table(2), rule('INPUT', 4, [])])).not.toBe(part(entries))
    expect(iptablesParts({ nftables: [{ table: { family: 'ip', name: 'mine', handle: 1 } }] })).toEqual({})
  })
})
