import { describe, expect, test } from 'vitest'
import { readRules } from './rules'

const eth0 = { match: { op: '==', left: { meta: { key: 'oifname' } }, right: 'eth0' } }
const from = {
  match: { op: '==', left: { payload: { protocol: 'ip', field: 'saddr' } }, right: { prefix: { addr: '10.0.0.0', len: 24 } } },
}
const port80 = { match: { op: '==', left: { payload: { protocol: 'tcp', field: 'dport' } }, right: 80 } }
const chain = (name: string, more: object = {}) => ({ chain: { family: 'ip', table: 'mine', name, ...more } })
const nat = (name: string) => chain(name, { type: 'nat', hook: name, policy: 'accept' })
const rule = (name: string, ...expr: unknown[]) => ({ rule: { family: 'ip', table: 'mine', chain: name, expr } })

function read(nft: unknown[] | undefined, iptables: { family: 4 | 6; legacy: boolean; text: string }[] = []) {
  return readRules({ node: 'red', own: [], raw: { ...(nft && { nft }), iptables }, interfaces: ['eth0'], hasIpv6: false })
}

describe('rules that nft lists', () => {
  test('are the NAT of a lab where a lab can say them', () => {
    const { nat: rules, findings } = read([
      nat('postrouting'),
      nat('prerouting'),
      rule('postrouting', eth0, from, { counter: { packets: 1, bytes: 2 } }, { masquerade: null }),
      rule('postrouting', from, { snat: { addr: '192.0.2.1' } }),
      rule('prerouting', port80, { dnat: { addr: '10.0.0.2', port: 8080 } }),
    ])
    expect(findings).toEqual([])
    expect(rules).toEqual([
      { type: 'masquerade', source: '10.0.0.0/24', out: 'eth0' },
      { type: 'snat', source: '10.0.0.0/24', to: '192.0.2.1' },
      { type: 'dnat', protocol: 'tcp', port: 80, to: '10.0.0.2:8080' },
    ])
  })

  test('are followed into the chains that they jump to; what they let pass before is an exception', () => {
    const except = { match: { op: '==', left: { payload: { protocol: 'ip', field: 'daddr' } }, right: '10.0.0.9' } }
    const { nat: rules } = read([
      nat('postrouting'),
      chain('more'),
      rule('postrouting', except, { return: null }),
      rule('postrouting', eth0, { jump: { target: 'more' } }),
      rule('more', { masquerade: null }),
    ])
    expect(rules).toEqual([{ type: 'masquerade', except: ['10.0.0.9'], out: 'eth0' }])
  })

  test('are told where a lab has no such condition', () => {
    const mark = { match: { op: '==', left: { meta: { key: 'mark' } }, right: 7 } }
    const { nat: rules, findings } = read([nat('postrouting'), rule('postrouting', mark, { masquerade: null })])
    expect(rules).toEqual([])
    expect(findings).toEqual([
      { code: 'import-rule-beyond', severity: 'warning', params: { text: 'ip mine postrouting: mark 7 masquerade' } },
    ])
  })

  describe('that filter', () => {
    const base = (name: string, more: object = {}) => chain(name, { type: 'filter', hook: name, policy: 'drop', ...more })
    const open = { match: { op: 'in', left: { ct: { key: 'state' } }, right: ['established', 'related'] } }
    const forward = [
      base('forward'),
      chain('allowed'),
      rule('forward', open, { accept: null }),
      rule('forward', { jump: { target: 'allowed' } }),
      rule('allowed', eth0, port80, { counter: { packets: 1, bytes: 2 } }, { drop: null }),
    ]

    test('are the packet filter of a lab, with the chains that they jump to', () => {
      expect(read(forward)).toEqual({
        nat: [],
        findings: [],
        filter: {
          forward: {
            policy: 'drop',
            rules: [
              { action: 'accept', state: ['established', 'related'] },
              { action: 'drop', out: 'eth0', protocol: 'tcp', port: 80 },
            ],
          },
        },
      })
    })

    test.each([
      [
        'a condition that a lab has not',
        [rule('allowed', { match: { op: '==', left: { meta: { key: 'mark' } }, right: 7 } }, { accept: null })],
      ],
      [
        'an interface that is not drawn',
        [rule('allowed', { match: { op: '==', left: { meta: { key: 'iifname' } }, right: 'wg0' } }, { accept: null })],
      ],
      [
        'a second filter on the same hook',
        [base('other', { hook: 'forward', policy: 'accept' }), rule('other', { accept: null })],
      ],
    ])('are counted, all of a hook, where there is %s', (_, more) => {
      const { filter, findings } = read([...forward, ...more, base('input')])
      expect(filter).toEqual({ input: { policy: 'drop' } })
      expect(findings).toEqual([{ code: 'discover-filter', severity: 'warning', params: { count: 5 } }])
    })

    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => {
        const left = { payload: { protocol: 'ip', field: 'saddr' } }
        return rule('input', { match: { op: '==', left, right: `10.1.${at >> 8}.${at & 255}` } }, { drop: null })
      })

    test('are counted where they are more than a lab’s chain has', () => {
      const accepting = base('input', { policy: 'accept' })
      expect(read([accepting, ...many(256)]).filter?.input?.rules).toHaveLength(256)
      const { filter, findings } = read([accepting, ...many(257), base('forward')])
      expect(filter).toEqual({ forward: { policy: 'drop' } })
      expect(findings).toEqual([{ code: 'discover-filter', severity: 'warning', params: { count: 257 } }])
    })

    const local = (...flags: string[]) => ({ match: { op: '==', left: { fib: { result: 'type', flags } }, right: 'local' } })
    test('what comes in for the machine itself are all packets at its input, and nowhere else', () => {
      expect(read([base('input'), rule('input', local('daddr'), { accept: null })]).filter).toEqual({
        input: { policy: 'drop', rules: [{ action: 'accept' }] },
      })
      for (const [hook, match] of [
        ['output', local('daddr')],
        ['forward', local('daddr')],
        ['input', local('saddr')],
        ['input', local('daddr', 'iif')],
      ] as const) {
        const { filter, findings } = read([base(hook), rule(hook, match, { accept: null })])
        expect(filter).toBeUndefined()
        expect(findings).toEqual([{ code: 'discover-filter', severity: 'warning', params: { count: 2 } }])
      }
    })

    test('by a policy for one family alone are counted where the other is in use', () => {
      const ask = (hasIpv6: boolean) =>
        readRules({ node: 'red', own: [], raw: { nft: [base('input')], iptables: [] }, interfaces: [], hasIpv6 })
      expect(ask(false).filter).toEqual({ input: { policy: 'drop' } })
      expect(ask(true).filter).toBeUndefined()
    })
  })

  test('are told where a rule leaves more networks alone than a lab’s can', () => {
    const except = (count: number) => {
      const set = Array.from({ length: count }, (_, at) => `10.1.0.${at}`)
      return { match: { op: '!=', left: { payload: { protocol: 'ip', field: 'daddr' } }, right: { set } } }
    }
    const masquerading = (count: number) => read([nat('postrouting'), rule('postrouting', except(count), { masquerade: null })])
    expect(masquerading(32)).toMatchObject({ nat: [{ type: 'masquerade' }], findings: [] })
    expect(masquerading(33)).toEqual({
      nat: [],
      findings: [
        {
          code: 'import-rule-beyond',
          severity: 'warning',
          params: { text: 'masquerade ip daddr != { 10.1.0.0, 10.1.0.1, 10.1.0.2, … }' },
        },
      ],
    })
  })

  test('that are nonsense are no reason to fail', () => {
    for (const entry of [null, 7, 'x', [], { rule: null }, { rule: { chain: 'a', expr: 'b' } }, { chain: [] }])
      expect(read([entry]).nat).toEqual([])
  })
})

describe('our own tables', () => {
  const own = (lab: string, key: string, more: object = {}) => ({ lab, rules: [{ chain: 'forward' as const, key }], ...more })
  const drawn = (...tables: Parameters<typeof readRules>[0]['own']) =>
    readRules({ node: 'red', own: tables, raw: undefined, interfaces: [], hasIpv6: false })
  const open = own('a', 'accept ipany', { policies: { forward: 'drop' } })

  test('are the filter that their lab drew', () => {
    expect(drawn(open)).toEqual({
      nat: [],
      filter: { forward: { policy: 'drop', rules: [{ action: 'accept' }] } },
      findings: [],
    })
  })

  test('of two labs on one hook are counted, for what one lets through the other may drop', () => {
    const other = own('b', 'drop ip4 from 192.168.15.2', { policies: { input: 'drop' } })
    expect(drawn(open, other)).toEqual({
      nat: [],
      filter: { input: { policy: 'drop' } },
      findings: [{ code: 'discover-filter', severity: 'warning', params: { count: 3 } }],
    })
  })
})

describe('rules that iptables wrote', () => {
  const xt = [chain('POSTROUTING', { table: 'nat', type: 'nat', hook: 'postrouting' })]
  const written = {
    rule: { family: 'ip', table: 'nat', chain: 'POSTROUTING', expr: [{ xt: { type: 'target', name: 'MASQUERADE' } }] },
  }
  const text =
    '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -j ACCEPT\nCOMMIT\n*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -s 10.0.0.0/24 -o eth0 -j MASQUERADE\nCOMMIT\n'

  test('are read from iptables itself where nft shows only that there is an extension', () => {
    const { nat: rules, findings } = read([...xt, written], [{ family: 4, legacy: false, text }])
    expect(rules).toEqual([{ type: 'masquerade', source: '10.0.0.0/24', out: 'eth0' }])
    expect(findings).toEqual([])
  })

  test('are a finding where iptables is not installed', () => {
    expect(read([...xt, written]).findings).toEqual([
      { code: 'discover-xtables', severity: 'warning', params: { table: 'ip nat' } },
    ])
  })

  test('by its older kind are all there is, filters included', () => {
    const { nat: rules, filter, findings } = read(undefined, [{ family: 4, legacy: true, text }])
    expect(rules).toHaveLength(1)
    expect(filter).toEqual({ forward: { policy: 'drop', rules: [{ action: 'accept' }] } })
    expect(findings).toEqual([])
  })
})
