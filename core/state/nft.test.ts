import { describe, expect, test } from 'vitest'
import { natRuleKey } from '../plan/nat'
import type { NatOpRule } from '../plan/ops'
import { nftJson } from '../script/nft'
import { readNftRuleset } from './nft'

type Entry = Record<string, { table?: object; rule?: object } & Record<string, unknown>>

/** What `nft -j list ruleset` shows after our own transaction: what it adds, with counters that have counted. */
function listed(rules: NatOpRule[], counts: number[]): object {
  const { nftables } = nftJson({ op: 'rules-set', netns: 'red', lab: 'demo', rules })
  const added = (nftables as Entry[])
    .slice(2)
    .map(({ add }) => structuredClone(add) as Record<string, { expr?: Record<string, unknown>[] }>)
  let next = 0
  for (const { rule } of added) {
    for (const expression of rule?.expr ?? [])
      if ('counter' in expression) expression.counter = { packets: counts[next], bytes: (counts[next++] ?? 0) * 84 }
  }
  return { nftables: [{ metainfo: { version: '1.0.6' } }, ...added] }
}

const RULES: NatOpRule[] = [
  { type: 'dnat', family: 4, protocol: 'tcp', port: 80, in: 'eth0', to: '192.168.15.2', toPort: 8080 },
  { type: 'dnat', family: 6, protocol: 'udp', port: 53, destination: 'fd00::1', to: 'fd00::2' },
  { type: 'masquerade', family: 4, source: '192.168.15.0/24', except: ['10.0.0.0/8', '10.1.1.1'], out: 'eth0' },
  { type: 'masquerade', family: 'any', except: [], out: 'eth1' },
  { type: 'masquerade', family: 6, except: [], out: 'eth1' },
  { type: 'snat', family: 4, source: '10.0.0.7', except: [], to: '1.2.3.4' },
]

describe('the rules of a namespace', () => {
  test('are read as what the plan would write, in their order, with their hits', () => {
    const { nat, counters, foreignTables } = readNftRuleset(listed(RULES, [1, 2, 3, 4, 5, 6]))
    expect(nat).toEqual([
      {
        lab: 'demo',
        rules: RULES.map((rule, index) => ({ chain: index < 2 ? 'prerouting' : 'postrouting', key: natRuleKey(rule) })),
      },
    ])
    expect(counters.map(({ packets }) => packets)).toEqual([1, 2, 3, 4, 5, 6])
    expect(foreignTables).toEqual([])
  })

  test('of others are named by their table and not read', () => {
    const rule = { family: 'ip', table: 'nat', chain: 'POSTROUTING', expr: [{ masquerade: null }] }
    const tables = [{ table: { family: 'ip', name: 'nat' } }, { table: { family: 'ip', name: 'netloom-demo' } }, { rule }]
    expect(readNftRuleset({ nftables: tables })).toEqual({ nat: [], foreignTables: ['ip nat', 'ip netloom-demo'], counters: [] })
  })

  test('that somebody wrote into our table equal none of ours', () => {
    const table = { table: { family: 'inet', name: 'netloom-demo' } }
    const rule = (expr: object[]) => ({ rule: { family: 'inet', table: 'netloom-demo', chain: 'postrouting', expr } })
    const { nat } = readNftRuleset({
      nftables: [table, rule([{ masquerade: { flags: 'random' } }, { log: null }]), rule([{ drop: null }])],
    })
    for (const { key } of nat[0]?.rules ?? []) expect(key).toMatch(/^other /)
    expect(nat[0]?.rules).toHaveLength(2)
  })

  test('may be anything: what cannot be read is nothing', () => {
    for (const junk of [null, [], 'x', { nftables: 7 }, { nftables: [null, 1, { rule: null }, { table: [] }] }]) {
      expect(readNftRuleset(junk)).toEqual({ nat: [], foreignTables: [], counters: [] })
    }
  })
})

describe('the transaction', () => {
  test('replaces our own table, whether it was there or not, and names no other', () => {
    const { nftables } = nftJson({ op: 'rules-set', netns: 'red', lab: 'demo', rules: [] })
    const table = { family: 'inet', name: 'netloom-demo' }
    expect(nftables.slice(0, 3)).toEqual([{ add: { table } }, { delete: { table } }, { add: { table } }])
    expect(nftJson({ op: 'rules-delete', netns: 'red', lab: 'demo' })).toEqual({
      nftables: [{ add: { table } }, { delete: { table } }],
    })
  })
})
