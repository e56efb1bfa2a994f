import { describe, expect, it } from 'vitest'
import type { FilterRule } from '../lab/filter-schema'
import { filterOpChains } from '../plan/filter'
import type { FilterOpChain, NatOpRule } from '../plan/ops'
import type { ForeignChain, ForeignRule } from '../state/foreign'
import type { NatState } from '../state/state'
import { describeStop } from '../text/reach'
import type { Question } from './packet'
import { filtersInForce } from './rules'
import { change, lan, loopback, masquerade, ping } from './testing'
import { tracePath } from './trace'

describe('rules of others', () => {
  const chain = (name: string, hook: ForeignChain['hook'], rules: Partial<ForeignRule>[], more: Partial<ForeignChain> = {}) => ({
    family: 'inet' as const,
    table: 't',
    name,
    hook,
    type: 'filter' as const,
    priority: 0,
    policy: 'accept' as const,
    rules: rules.map((rule, index) => ({
      at: index + 1,
      handle: index + 1,
      text: `rule ${index + 1}`,
      conditions: [],
      verdict: 'drop' as const,
      ...rule,
    })),
    ...more,
  })
  const masqueraded = (netns: string, ...foreignChains: ForeignChain[]) =>
    tracePath(
      change((s) => Object.assign(s.namespaces[netns] ?? {}, { foreignChains })),
      ping,
      masquerade,
    )
  const source = (value: string): Partial<ForeignRule> => ({ conditions: [{ field: 'source', values: [value] }] })
  const target = (value: string): Partial<ForeignRule> => ({ conditions: [{ field: 'destination', values: [value] }] })

  it('stop a packet at each hook, with the words for where', () => {
    for (const [netns, hook] of [
      ['red', 'output'],
      ['red', 'postrouting'],
      ['host', 'prerouting'],
      ['host', 'forward'],
      ['host', 'postrouting'],
      ['neighbour', 'prerouting'],
      ['neighbour', 'input'],
    ] as const)
      expect(masqueraded(netns, chain('c', hook, [{}])).stop).toMatchObject({
        code: 'foreign-drop',
        direction: 'request',
        netns,
        params: { table: 'inet t', chain: 'c', rule: 'rule 1', see: 'nft -a list chain inet t c' },
      })
    expect(masqueraded('neighbour', chain('c', 'forward', [{}])).stop).toBeUndefined()
    expect(masqueraded('red', chain('c', 'input', [], { policy: 'drop' })).stop).toMatchObject({
      code: 'foreign-policy',
      direction: 'reply',
    })
  })

  it('see the addresses that NAT has left at their place in the order', () => {
    const hidden = source('192.168.1.3')
    expect(masqueraded('host', chain('c', 'postrouting', [hidden])).stop).toBeUndefined()
    expect(masqueraded('host', chain('c', 'postrouting', [hidden], { priority: 300 })).stop).toBeDefined()
    const shown = target('192.168.15.2')
    expect(masqueraded('host', chain('c', 'prerouting', [shown], { priority: -150 })).stop).toBeUndefined()
    expect(masqueraded('host', chain('c', 'prerouting', [shown])).stop).toMatchObject({ direction: 'reply' })
  })

  it('know no connection before conntrack, and doubt what a rule has kept from it', () => {
    const state = (value: string): Partial<ForeignRule> => ({ conditions: [{ field: 'state', values: [value] }] })
    expect(masqueraded('host', chain('c', 'prerouting', [state('new')], { priority: -300 })).stop).toBeUndefined()
    expect(masqueraded('host', chain('c', 'prerouting', [state('new')])).stop).toBeDefined()
    expect(masqueraded('host', chain('c', 'forward', [state('new')], { priority: -300 })).stop).toBeDefined()
    const kept = (rule: Partial<ForeignRule>, asks: Partial<ForeignRule>) =>
      masqueraded('neighbour', chain('raw', 'prerouting', [rule], { priority: -300 }), chain('c', 'input', [asks]))
    expect(kept({ verdict: 'untrack' }, state('new')).stop).toBeUndefined()
    expect(kept({ verdict: 'untrack' }, state('untracked')).stop).toMatchObject({ code: 'foreign-drop', direction: 'request' })
    const perhaps = kept({ verdict: 'untrack', unclear: true }, state('new'))
    expect(perhaps.stop).toBeUndefined()
    expect(perhaps.doubts).toMatchObject([{ code: 'foreign-may-stop', direction: 'request', netns: 'neighbour' }])
    // Without conntrack there is no NAT, and so no way back.
    const raw = chain('raw', 'prerouting', [{ verdict: 'untrack' }], { priority: -300 })
    expect(masqueraded('host', raw).stop).toMatchObject({ code: 'no-route', direction: 'reply', netns: 'neighbour' })
  })

  it('translate addresses as ours do, and the first that does decides', () => {
    const nat = (rules: Partial<ForeignRule>[], priority: number) => chain('n', 'postrouting', rules, { type: 'nat', priority })
    const there = (...chains: ForeignChain[]) =>
      tracePath(
        change((s) => Object.assign(s.namespaces.host ?? {}, { foreignChains: chains })),
        ping,
        {},
      )
    expect(there().stop).toMatchObject({ code: 'no-route', direction: 'reply' })
    expect(there(nat([{ verdict: 'masquerade' }], 100)).stop).toBeUndefined()
    expect(
      there(nat([{ verdict: 'snat', to: '192.168.1.3' }], 90), nat([{ verdict: 'snat', to: '9.9.9.9' }], 100)).stop,
    ).toBeUndefined()
    expect(there(nat([{ verdict: 'snat', to: '192.168.1.100' }], 100)).stop).toMatchObject({
      code: 'answer-astray',
      netns: 'neighbour',
    })
    expect(there(nat([{ verdict: 'translate' }], 100))).toMatchObject({
      stop: { code: 'no-route' },
      doubts: [{ code: 'foreign-may-translate', netns: 'host' }],
    })
  })

  it('give the answer of a forwarded port its address back where it leaves', () => {
    const web: Question = { from: 'neighbour', to: '192.168.1.3', transport: { protocol: 'tcp', port: 80 } }
    const forwarded = (...chains: ForeignChain[]) => {
      const state = change((s) => Object.assign(s.namespaces.neighbour ?? {}, { foreignChains: chains }))
      const nat: NatOpRule[] = [{ type: 'dnat', family: 4, protocol: 'tcp', port: 80, to: '192.168.15.2', toPort: 8080 }]
      return tracePath(state, web, { host: nat })
    }
    const from = (port: string): Partial<ForeignRule> => ({ conditions: [{ field: 'source-port', values: [port] }] })
    expect(forwarded(chain('c', 'input', [source('192.168.15.2'), from('8080')])).stop).toBeUndefined()
    expect(
      forwarded(
        chain('c', 'input', [
          {
            conditions: [
              { field: 'source', values: ['192.168.1.3'] },
              { field: 'source-port', values: ['80'] },
            ],
          },
        ]),
      ).stop,
    ).toMatchObject({ direction: 'reply' })
  })

  it('may stop a packet in tables that are not read, where it passes them', () => {
    const doubts = (netns: string, table: string) =>
      tracePath(
        change((s) => Object.assign(s.namespaces[netns] ?? {}, { foreignTables: [table] })),
        ping,
        masquerade,
      ).doubts.map((doubt) => [doubt.code, doubt.direction, doubt.netns, doubt.params.table])
    const both = (netns: string, table: string) => [
      ['foreign-may-table', 'request', netns, table],
      ['foreign-may-table', 'reply', netns, table],
    ]
    expect(doubts('host', 'bridge filter')).toEqual(both('host', 'bridge filter'))
    expect(doubts('neighbour', 'netdev ingress')).toEqual(both('neighbour', 'netdev ingress'))
    expect(doubts('red', 'bridge filter')).toEqual([])
    expect(doubts('host', 'ip filter')).toEqual([])
  })

  it('are told in words, of the answer as of the request', () => {
    const { stop } = masqueraded(
      'red',
      chain('INPUT', 'input', [{ text: '-A INPUT -j DROP' }], { family: 'ip', table: 'filter' }),
    )
    expect(stop && describeStop(stop, 'en')).toEqual({
      message:
        'The request arrives, but its answer does not: a rule in red that Netloom did not make drops the packet for 192.168.15.2: “-A INPUT -j DROP” (rule 1 of the chain “INPUT” of the table “ip filter”)',
      suggestion:
        'See it in red with “iptables -nvL INPUT --line-numbers”. Netloom leaves rules that it did not make as they are: change it there.',
    })
    const { doubts } = masqueraded('red', chain('c', 'input', [{ unclear: true }]))
    expect(doubts[0] && describeStop(doubts[0], 'en').message).toMatch(/^Of the answer: the packet .* may be stopped in red/)
    expect(doubts[0] && describeStop(doubts[0], 'zh').message).toMatch(/^应答方面：.*可能/)
  })
})

describe('a packet filter', () => {
  const established = { action: 'accept' as const, state: ['established' as const, 'related' as const] }
  const forward = (policy: 'accept' | 'drop', ...rules: FilterRule[]) => ({
    host: filterOpChains({ forward: { policy, rules } }),
  })
  const trace = (filter: Record<string, FilterOpChain[]>, question: Question = ping) =>
    tracePath(lan(), question, masquerade, Object.fromEntries(Object.entries(filter).map(([netns, chains]) => [netns, [chains]])))

  it('stops the packet at the rule that drops or refuses it, in the chain where that is', () => {
    expect(
      trace(forward('accept', { action: 'drop', protocol: 'tcp' }, { action: 'drop', in: 'br0', out: 'eth0' })).stop,
    ).toMatchObject({
      code: 'filter-drop',
      direction: 'request',
      netns: 'host',
      params: { chain: 'forward', rule: 2 },
    })
    expect(
      trace({ neighbour: filterOpChains({ input: { rules: [{ action: 'reject', source: '192.168.1.3' }] } }) }).stop,
    ).toMatchObject({
      code: 'filter-reject',
      netns: 'neighbour',
      params: { chain: 'input', rule: 1 },
    })
    expect(trace({ red: filterOpChains({ output: { policy: 'drop' } }) }).stop).toMatchObject({
      code: 'filter-policy',
      netns: 'red',
    })
  })

  it('sees the addresses before they hide behind the router, there and back', () => {
    const pass = (source: string, destination: string): FilterRule => ({ action: 'accept', source, destination })
    const both = [pass('192.168.15.2', '192.168.1.100'), pass('192.168.1.100', '192.168.15.2')]
    expect(trace(forward('drop', ...both)).stop).toBeUndefined()
    expect(trace(forward('drop', both[0] ?? established)).stop).toMatchObject({
      code: 'filter-policy',
      direction: 'reply',
      netns: 'host',
    })
  })

  it('knows an answer by the connection that it belongs to', () => {
    const out: FilterRule = { action: 'accept', in: 'br0', state: 'new' }
    expect(trace(forward('drop', established, out)).stop).toBeUndefined()
    expect(trace(forward('drop', out)).stop).toMatchObject({ code: 'filter-policy', direction: 'reply' })
    expect(trace({ red: filterOpChains({ input: { policy: 'drop', rules: [established] } }) }).stop).toBeUndefined()
    expect(trace({ red: filterOpChains({ input: { policy: 'drop' } }) }).stop).toMatchObject({ direction: 'reply', netns: 'red' })
  })

  it('does not take what comes back to be translated for the router’s own input', () => {
    expect(trace({ host: filterOpChains({ input: { policy: 'drop' } }) }).stop).toBeUndefined()
  })

  it('looks at protocol and port', () => {
    const web = forward('drop', established, { action: 'accept', protocol: 'tcp', port: 80 })
    const to = (port: number): Question => ({ ...ping, transport: { protocol: 'tcp', port } })
    expect(trace(web, to(80)).stop).toBeUndefined()
    expect(trace(web, to(22)).stop).toMatchObject({ code: 'filter-policy', direction: 'request' })
    expect(trace(web).stop).toMatchObject({ code: 'filter-policy', direction: 'request' })
  })
  it('of two labs is two chains: what one lets through the other may drop', () => {
    const table = (lab: string, key: string, policy: 'accept' | 'drop') => ({
      lab,
      rules: [{ chain: 'forward' as const, key }],
      policies: { forward: policy },
    })
    const traced = (...nat: NatState[]) => {
      const state = change((s) => Object.assign(s.namespaces.host ?? {}, { nat }))
      return tracePath(state, ping, masquerade, filtersInForce(state)).stop
    }
    const open = table('a', 'accept ipany', 'drop')
    const closed = table('b', 'drop ip4 from 192.168.15.2', 'accept')
    expect(traced(open)).toBeUndefined()
    expect(traced(open, closed)).toMatchObject({ code: 'filter-drop', netns: 'host', params: { chain: 'forward', rule: 1 } })
    expect(traced(closed, open)).toMatchObject({ code: 'filter-drop' })
  })

  it('sees what a namespace sends to itself as it was sent: NAT for what comes in is past', () => {
    const state = change((s) => Object.assign(s.namespaces.host?.links ?? {}, { 1: loopback() }))
    const web: Question = { from: 'host', to: '192.168.1.3', transport: { protocol: 'tcp', port: 80 } }
    const nat: NatOpRule[] = [{ type: 'dnat', family: 4, protocol: 'tcp', port: 80, to: '192.168.15.2', toPort: 8080 }]
    const input = filterOpChains({
      input: { policy: 'drop', rules: [established, { action: 'accept', protocol: 'tcp', port: 80 }] },
    })
    const { stop, request } = tracePath(state, web, { host: nat }, { host: [input] })
    expect(stop).toBeUndefined()
    expect(request).toEqual([{ netns: 'host', places: [] }])
  })
})
