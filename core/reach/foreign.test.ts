import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ForeignChain, ForeignCondition, ForeignRule } from '../state/foreign'
import { type HookPacket, ruleMatches } from './condition'
import { chainsAt, walkChain } from './foreign'

const ping: HookPacket = {
  family: 4,
  source: '10.1.0.2',
  target: '10.2.0.2',
  protocol: 'icmp',
  icmpType: 'echo-request',
  in: 'eth0',
  out: 'eth1',
  state: 'new',
  local: false,
}
const { icmpType: _echo, ...plain } = ping
const web: HookPacket = { ...plain, protocol: 'tcp', sourcePort: { from: 32768, to: 60999 }, port: { from: 80, to: 80 } }

const rule = (verdict: ForeignRule['verdict'], more: Partial<ForeignRule> = {}): ForeignRule => ({
  at: 1,
  handle: 1,
  text: verdict,
  conditions: [],
  verdict,
  ...more,
})
const only = (...conditions: ForeignCondition[]): ForeignRule => rule('drop', { conditions })
const chain = (name: string, rules: ForeignRule[], more: Partial<ForeignChain> = {}): ForeignChain => ({
  family: 'inet',
  table: 't',
  name,
  rules: rules.map((one, index) => ({ ...one, at: index + 1 })),
  ...more,
})
const base = (rules: ForeignRule[], policy: 'accept' | 'drop' = 'accept'): ForeignChain =>
  chain('base', rules, { hook: 'forward', type: 'filter', priority: 0, policy })

describe('a condition', () => {
  it.each<[string, ForeignCondition, HookPacket, string]>([
    ['the protocol', { field: 'protocol', values: ['icmp'] }, ping, 'yes'],
    ['another protocol', { field: 'protocol', values: ['tcp', 'udp'] }, ping, 'no'],
    ['a network', { field: 'source', values: ['10.9.0.0/16', '10.1.0.0/24'] }, ping, 'yes'],
    ['any other network', { field: 'source', not: true, values: ['10.1.0.0/24'] }, ping, 'no'],
    ['a range of addresses', { field: 'destination', values: ['10.2.0.1-10.2.0.9'] }, ping, 'yes'],
    ['a range that ends before', { field: 'destination', values: ['10.1.255.1-10.2.0.1'] }, ping, 'no'],
    ['an address of the other family', { field: 'source', values: ['fd00::/8'] }, ping, 'no'],
    ['a port', { field: 'port', values: ['22', '80-90'] }, web, 'yes'],
    ['another port', { field: 'port', not: true, values: ['22', '80-90'] }, web, 'no'],
    ['a port, of a packet that has none', { field: 'port', not: true, values: ['22'] }, ping, 'no'],
    ['a port that the kernel chooses', { field: 'source-port', values: ['40000'] }, web, 'maybe'],
    ['a port that the kernel never chooses', { field: 'source-port', values: ['1-1023'] }, web, 'no'],
    ['every port that the kernel may choose', { field: 'source-port', values: ['1024-65535'] }, web, 'yes'],
    ['a port by a name', { field: 'port', values: ['http'] }, web, 'maybe'],
    ['interfaces that begin so', { field: 'in', values: ['eth*'] }, ping, 'yes'],
    ['any other interface', { field: 'out', not: true, values: ['eth1'] }, ping, 'no'],
    ['the state', { field: 'state', values: ['established', 'related'] }, ping, 'no'],
    ['a state that is not known', { field: 'state', values: ['new'] }, { ...ping, state: undefined }, 'maybe'],
    ['echo', { field: 'icmp-type', values: ['echo-reply'] }, ping, 'no'],
    ['an address that cannot be read', { field: 'source', values: ['10.0.0.0/255.0.0.255'] }, ping, 'maybe'],
    ['a range that cannot be read', { field: 'source', not: true, values: ['a-b'] }, ping, 'maybe'],
    ['one of several that can', { field: 'source', values: ['*', '10.1.0.0/24'] }, ping, 'yes'],
    ['an address that is not local', { field: 'local', not: true, values: [] }, ping, 'yes'],
  ])('knows %s', (_what, condition, packet, match) => {
    expect(ruleMatches(only(condition), packet)).toBe(match)
  })

  it('compares ranges of IPv6 by value, however they are written', () => {
    const packet: HookPacket = { ...ping, family: 6, source: 'fd00::2:a', target: 'fd00::1' }
    expect(ruleMatches(only({ field: 'source', values: ['fd00::2:9-fd00::2:b'] }), packet)).toBe('yes')
    expect(ruleMatches(only({ field: 'source', values: ['fd00::2:b-fd00::10:1'] }), packet)).toBe('no')
  })

  it('is only ever perhaps met where something of the rule is not understood', () => {
    expect(ruleMatches(rule('drop', { unclear: true }), ping)).toBe('maybe')
    expect(ruleMatches({ ...only({ field: 'protocol', values: ['tcp'] }), unclear: true }, ping)).toBe('no')
    expect(ruleMatches(rule('drop', { family: 6, unclear: true }), ping)).toBe('no')
  })
})

describe('a base chain', () => {
  const walk = (start: ForeignChain, ...others: ForeignChain[]) => walkChain([start, ...others], start, ping)

  it('stops a packet at the first rule that does, or by its policy', () => {
    expect(walk(base([rule('accept'), rule('drop')]))).toEqual({ doubts: [] })
    expect(walk(base([rule('next'), rule('reject')])).stop).toMatchObject({ action: 'reject', rule: { at: 2 } })
    expect(walk(base([], 'drop')).stop).toMatchObject({ action: 'drop', chain: { name: 'base' } })
    expect(walk(base([rule('return'), rule('accept')], 'drop')).stop?.rule).toBeUndefined()
  })

  it('goes on after a jump, and after a goto where it was called', () => {
    const sub = chain('sub', [rule('return'), rule('drop')])
    expect(walk(base([rule('jump', { to: 'sub' }), rule('drop')]), sub).stop).toMatchObject({
      rule: { at: 2 },
      chain: { name: 'base' },
    })
    expect(walk(base([rule('goto', { to: 'sub' }), rule('drop')]), sub).stop).toBeUndefined()
  })

  it('ends, even if its chains lead to each other', () => {
    const one = chain('one', [rule('jump', { to: 'two' })])
    const two = chain('two', [rule('jump', { to: 'one' })])
    expect(walk(base([rule('jump', { to: 'one' })], 'drop'), one, two).stop).toBeDefined()
  })

  it('doubts where a rule is not understood, and what comes after one that may let the packet on', () => {
    const unclear = { unclear: true as const }
    expect(walk(base([rule('drop', unclear)]))).toMatchObject({ doubts: [{ may: 'stop', rule: { at: 1 } }] })
    const perhaps = walk(base([rule('accept', unclear)], 'drop'))
    expect(perhaps.stop).toBeUndefined()
    expect(perhaps.doubts).toMatchObject([{ may: 'stop', chain: { name: 'base' } }])
    expect(walk(base([rule('return', unclear), rule('next')], 'drop')).stop).toBeDefined()
    expect(walk(base([rule('unknown')]))).toMatchObject({ doubts: [{ may: 'stop' }] })
    expect(walk(base([rule('translate')]))).toMatchObject({ doubts: [{ may: 'translate' }] })
    expect(walk(chain('base', [], { hook: 'forward', policy: 'accept', more: 7 }))).toMatchObject({ doubts: [{ may: 'stop' }] })
  })

  it('is asked in the order of priorities, and only about its own family', () => {
    const at = (name: string, priority: number, family: ForeignChain['family']) => ({ ...base([]), name, priority, family })
    const order = chainsAt([at('late', 10, 'inet'), at('six', -5, 'ip6'), at('early', -300, 'ip')], 'forward', 4)
    expect(order.map(({ name }) => name)).toEqual(['early', 'late'])
  })
})

/** What the kernel would do if it were known, rule by rule, whether those that are not understood match. */
function decided(chains: readonly ForeignChain[], start: ForeignChain, matches: ReadonlySet<ForeignRule>): 'accept' | 'drop' {
  const run = (one: ForeignChain): 'accept' | 'drop' | 'end' => {
    for (const each of one.rules) {
      const match = ruleMatches(each, ping)
      if (match === 'no' || (match === 'maybe' && !matches.has(each))) continue
      if (each.verdict === 'accept' || each.verdict === 'drop') return each.verdict
      if (each.verdict === 'return') return 'end'
      const to = chains.find(({ name }) => name === each.to)
      const end = to ? run(to) : 'end'
      if (end !== 'end') return end
      if (each.verdict === 'goto') return 'end'
    }
    return 'end'
  }
  const end = run(start)
  return end === 'end' ? (start.policy ?? 'accept') : end
}

describe('whatever the rules are', () => {
  const conditions = fc.constantFrom<ForeignCondition[]>(
    [],
    [{ field: 'protocol', values: ['icmp'] }],
    [{ field: 'protocol', values: ['tcp'] }],
  )
  const rules = (deeper: string[]) =>
    fc.array(
      fc
        .record({
          verdict: fc.constantFrom<ForeignRule['verdict']>('accept', 'drop', 'return', 'jump', 'goto'),
          conditions,
          unclear: fc.boolean(),
          to: fc.constantFrom(...deeper, 'nowhere'),
        })
        .map(({ verdict, unclear, to, conditions: asked }) =>
          rule(verdict, { to, conditions: asked, ...(unclear && { unclear }) }),
        ),
      { maxLength: 4 },
    )
  const sets = fc.record({
    policy: fc.constantFrom('accept' as const, 'drop' as const),
    base: rules(['one', 'two']),
    one: rules(['two']),
    two: rules([]),
  })

  it('what is certain holds, however the doubts turn out, and without doubts all is certain', () => {
    fc.assert(
      fc.property(sets, fc.infiniteStream(fc.boolean()), ({ policy, ...lists }, chance) => {
        const start = base(lists.base, policy)
        const chains = [start, chain('one', lists.one), chain('two', lists.two)]
        const outcome = walkChain(chains, start, ping)
        const unclear = chains.flatMap((one) => one.rules).filter((one) => one.unclear)
        const matches = new Set(unclear.filter(() => chance.next().value))
        const end = decided(chains, start, matches)
        if (outcome.stop) expect(end).toBe('drop')
        else if (outcome.doubts.length === 0) expect(end).toBe('accept')
      }),
      { numRuns: 3000 },
    )
  })
})
