import { describe, expect, it } from 'vitest'
import type { FilterRule } from '../lab/filter-schema'
import type { Lab } from '../lab/schema'
import { filterOpChains } from '../plan/filter'
import type { FilterOpChain, NatOpRule } from '../plan/ops'
import type { ForeignChain, ForeignRule } from '../state/foreign'
import type { LinkState, MachineState, NetnsState } from '../state/state'
import { describeStop } from '../text/reach'
import { drawTrace } from './elements'
import type { Question } from './packet'
import { tracePath } from './trace'

/** red and neighbour on two bridges of a host that routes: the lan-gateway lab, as a kernel would hold it. */
function lan(): MachineState {
  const link = (index: number, name: string, more: Partial<LinkState>): LinkState => ({
    index,
    name,
    kind: 'veth',
    mac: `02:00:00:00:00:${String(index).padStart(2, '0')}`,
    mtu: 1500,
    up: true,
    operstate: 'up',
    carrier: true,
    group: 188,
    addresses: [],
    ...more,
  })
  const held = (address: string) => [{ address, scope: 'global' as const, automatic: false }]
  const netns = (name: string, links: LinkState[], routes: [string, string, string?][], forwarding = false): NetnsState => ({
    name,
    inode: 1,
    ...(name === 'host' ? {} : { owner: { lab: 'lan', id: name } }),
    links: Object.fromEntries(links.map((one) => [String(one.index), one])),
    routes: routes.map(([to, dev, via]) => ({
      family: 4,
      to,
      dev,
      ...(via ? { via } : {}),
      metric: 0,
      protocol: via ? 222 : 2,
      scope: 0,
    })),
    neighbours: [],
    forwarding: { ipv4: forwarding, ipv6: false },
    nat: [],
    foreignTables: [],
  })
  const pair = (id: string, end: 0 | 1, peerNetns: string, peerIndex: number) => ({
    owner: { lab: 'lan', id, end },
    peer: { netns: peerNetns, index: peerIndex },
  })
  return {
    epoch: 'e',
    seq: 1,
    namespaces: {
      red: netns(
        'red',
        [link(2, 'eth0', { ...pair('red-br', 0, 'host', 12), addresses: held('192.168.15.2/24') })],
        [
          ['192.168.15.0/24', 'eth0'],
          ['default', 'eth0', '192.168.15.1'],
        ],
      ),
      host: netns(
        'host',
        [
          link(10, 'br0', { kind: 'bridge', owner: { lab: 'lan', id: 'br0' }, addresses: held('192.168.15.1/24') }),
          link(11, 'lan', { kind: 'bridge', owner: { lab: 'lan', id: 'lan' } }),
          link(12, 'veth-red', { ...pair('red-br', 1, 'red', 2), master: 'br0', portState: 'forwarding' }),
          link(13, 'eth0', { ...pair('host-lan', 0, 'host', 14), addresses: held('192.168.1.3/24') }),
          link(14, 'host-lan', { ...pair('host-lan', 1, 'host', 13), master: 'lan', portState: 'forwarding' }),
          link(15, 'neigh-lan', { ...pair('neigh-lan', 1, 'neighbour', 3), master: 'lan', portState: 'forwarding' }),
        ],
        [
          ['192.168.15.0/24', 'br0'],
          ['192.168.1.0/24', 'eth0'],
        ],
        true,
      ),
      neighbour: netns(
        'neighbour',
        [link(3, 'eth0', { ...pair('neigh-lan', 0, 'host', 15), addresses: held('192.168.1.100/24') })],
        [['192.168.1.0/24', 'eth0']],
      ),
    },
  }
}

const masquerade: Record<string, NatOpRule[]> = {
  host: [{ type: 'masquerade', family: 4, source: '192.168.15.0/24', except: [], out: 'eth0' }],
}
const ping = { from: 'red', to: '192.168.1.100' }

function change(edit: (state: MachineState) => void): MachineState {
  const state = structuredClone(lan())
  edit(state)
  return state
}

function linkAt(state: MachineState, netns: string, index: number): LinkState {
  const link = state.namespaces[netns]?.links[index]
  if (!link) throw new Error(`no link ${index} in ${netns}`)
  return link
}

describe('tracePath', () => {
  it('reaches the neighbour and comes back through the masquerade', () => {
    const trace = tracePath(lan(), ping, masquerade)
    expect(trace.stop).toBeUndefined()
    expect(trace.request.map((hop) => hop.netns)).toEqual(['red', 'host', 'neighbour'])
    expect(trace.request[1]?.translated).toBe('masquerade')
    expect(trace.reply.map((hop) => hop.netns)).toEqual(['neighbour', 'host', 'red'])
  })

  it('says that the answer has no way back when nothing hides the source', () => {
    const { stop } = tracePath(lan(), ping, {})
    expect(stop).toMatchObject({ code: 'no-route', direction: 'reply', netns: 'neighbour' })
    expect(stop && describeStop(stop, 'en').message).toBe(
      'The request arrives, but its answer does not: neighbour has no route to 192.168.15.2',
    )
  })

  it.each<[string, (state: MachineState) => void, object]>([
    ['no route', (s) => s.namespaces.red?.routes.pop(), { code: 'no-route', direction: 'request', netns: 'red' }],
    [
      'no forwarding',
      (s) => {
        if (s.namespaces.host) s.namespaces.host.forwarding.ipv4 = false
      },
      { code: 'forwarding-off', netns: 'host' },
    ],
    [
      'the source is down',
      (s) => {
        linkAt(s, 'red', 2).up = false
      },
      { code: 'interface-down', netns: 'red', dev: 'eth0' },
    ],
    [
      'the far end of the pair is down',
      (s) => {
        linkAt(s, 'host', 12).up = false
      },
      { code: 'interface-down', dev: 'veth-red' },
    ],
    [
      'the bridge is down',
      (s) => {
        linkAt(s, 'host', 11).up = false
      },
      { code: 'bridge-down', dev: 'lan' },
    ],
    [
      'STP still listens',
      (s) => {
        linkAt(s, 'host', 15).portState = 'listening'
      },
      { code: 'port-not-forwarding', dev: 'neigh-lan' },
    ],
    [
      'nobody has the address',
      (s) => {
        linkAt(s, 'neighbour', 3).addresses = []
      },
      { code: 'no-neighbour', netns: 'host', dev: 'eth0' },
    ],
    [
      'the namespace is gone',
      (s) => {
        delete s.namespaces.red
      },
      { code: 'no-namespace', netns: 'red' },
    ],
  ])('stops where it stops: %s', (_name, edit, stop) => {
    expect(tracePath(change(edit), ping, masquerade).stop).toMatchObject(stop)
  })

  it('notices two routers that send a packet in circles', () => {
    const state = change((s) => {
      if (s.namespaces.neighbour) s.namespaces.neighbour.forwarding.ipv4 = true
      s.namespaces.neighbour?.routes.push({
        family: 4,
        to: 'default',
        dev: 'eth0',
        via: '192.168.1.3',
        metric: 0,
        protocol: 222,
        scope: 0,
      })
      s.namespaces.host?.routes.push({
        family: 4,
        to: 'default',
        dev: 'eth0',
        via: '192.168.1.100',
        metric: 0,
        protocol: 222,
        scope: 0,
      })
    })
    expect(tracePath(state, { from: 'red', to: '10.9.9.9' }, {}).stop?.code).toBe('loop')
  })

  it('follows DNAT for the port that it names and for no other', () => {
    const dnat: Record<string, NatOpRule[]> = {
      host: [{ type: 'dnat', family: 4, protocol: 'tcp', port: 80, to: '192.168.15.2', toPort: 80 }],
    }
    const ask = (port: number) =>
      tracePath(lan(), { from: 'neighbour', to: '192.168.1.3', transport: { protocol: 'tcp', port } }, dnat).request.map(
        (hop) => hop.netns,
      )
    expect(ask(80)).toEqual(['neighbour', 'host', 'red'])
    expect(ask(81)).toEqual(['neighbour', 'host'])
  })

  it('stays at home for an address of its own', () => {
    const trace = tracePath(lan(), { from: 'red', to: '192.168.15.2' }, {})
    expect(trace.stop).toBeUndefined()
    expect(trace.request).toHaveLength(1)
  })
})

describe('drawTrace', () => {
  const lab = {
    netloom: 1,
    name: 'lan',
    nodes: {
      host: { kind: 'host' },
      red: { kind: 'namespace' },
      neighbour: { kind: 'namespace' },
      br0: { kind: 'bridge' },
      lan: { kind: 'bridge' },
    },
    links: {
      'red-br': { endpoints: ['red:eth0', 'br0:veth-red'] },
      'host-lan': { endpoints: ['host:eth0', 'lan:host-lan'] },
      'neigh-lan': { endpoints: ['neighbour:eth0', 'lan:neigh-lan'] },
    },
  } satisfies Lab

  it('names links, bridges and nodes in the order of the packet', () => {
    const drawn = drawTrace(tracePath(lan(), ping, masquerade), lab, lan())
    expect(drawn.request.map((ref) => ('node' in ref ? ref.node : 'link' in ref ? ref.link : ''))).toEqual([
      'red',
      'red-br',
      'br0',
      'host',
      'host-lan',
      'lan',
      'neigh-lan',
      'neighbour',
    ])
  })
})

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
    tracePath(lan(), question, masquerade, filter)

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
})
