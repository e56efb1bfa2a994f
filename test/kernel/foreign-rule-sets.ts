import * as fc from 'fast-check'

/** A script that makes rules in a namespace, with the tool of its choice. */
export interface ForeignRules {
  netns: string
  script: string
}

const pick = (...words: string[]) => fc.constantFrom(...words)

/** What a rule of iptables asks, besides the interfaces, which not every chain may ask for. */
const iptablesMatch = pick(
  '',
  '-p icmp',
  '-p tcp',
  '! -p icmp',
  '-p udp',
  '-s 10.1.0.2',
  '-s 10.1.0.0/24',
  '! -s 10.1.0.0/24',
  '-d 10.2.0.2',
  '! -d 10.2.0.0/16',
  '-d 10.9.0.0/16',
  '-p icmp --icmp-type echo-request',
  '-p icmp --icmp-type echo-reply',
  '-p tcp --dport 8080',
  '-p tcp ! --dport 8080',
  '-p tcp --sport 8080',
  '-p tcp -m multiport --dports 22,8000:8100',
  '-m conntrack --ctstate NEW',
  '-m conntrack --ctstate RELATED,ESTABLISHED',
  '-m conntrack ! --ctstate ESTABLISHED',
  '-m addrtype --dst-type LOCAL',
  '-m comment --comment "a remark"',
  '-m length --length 0:50',
  '-m ttl --ttl-gt 100',
)
/** Without REJECT: one that lets a connection's first packet through and refuses the next is told by a check as a refusal, too. */
const iptablesTarget = pick('ACCEPT', 'ACCEPT', 'DROP', 'DROP', 'RETURN', 'EXTRA', 'LOG')
/** What NAT of iptables does, by the chain in which it may. */
const natTarget = {
  PREROUTING: pick('DNAT --to-destination 10.2.0.2', 'DNAT --to-destination 10.2.0.9', 'RETURN'),
  OUTPUT: pick('DNAT --to-destination 10.2.0.2', 'DNAT --to-destination 10.1.0.1', 'ACCEPT'),
  POSTROUTING: pick('MASQUERADE', 'MASQUERADE', 'SNAT --to-source 10.2.0.1', 'ACCEPT'),
}
const iptablesNat = fc
  .array(
    fc
      .constantFrom(...(['PREROUTING', 'OUTPUT', 'POSTROUTING', 'POSTROUTING'] as const))
      .chain((chain) => fc.record({ chain: fc.constant(chain), match: iptablesMatch, target: natTarget[chain] })),
    { minLength: 1, maxLength: 3 },
  )
  .map((rules) => rules.map(({ chain, match, target }) => `iptables -t nat -A ${chain} ${match} -j ${target}`).join('\n'))

const BASES = {
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'FORWARD', 'POSTROUTING'],
}

const iptables = fc
  .constantFrom(...(['filter', 'filter', 'raw', 'mangle'] as const))
  .chain((table) =>
    fc.record({
      table: fc.constant(table),
      policy: fc.option(fc.record({ chain: pick(...BASES[table]), to: pick('DROP', 'ACCEPT') }), { nil: undefined, freq: 2 }),
      rules: fc.array(fc.record({ chain: pick(...BASES[table], 'EXTRA'), match: iptablesMatch, target: iptablesTarget }), {
        minLength: 1,
        maxLength: 5,
      }),
    }),
  )
  .map(({ table, policy, rules }) => {
    const command = `iptables -t ${table}`
    const lines = rules.flatMap(({ chain, match, target }) => {
      // A chain cannot lead to itself.
      const allowed = target === 'EXTRA' && chain === 'EXTRA' ? 'RETURN' : target
      return [`${command} -A ${chain} ${match} -j ${allowed}`]
    })
    return [
      `${command} -N EXTRA 2>/dev/null || true`,
      ...(policy ? [`${command} -P ${policy.chain} ${policy.to}`] : []),
      ...lines,
    ].join('\n')
  })

const nftMatch = pick(
  '',
  'meta l4proto icmp',
  'meta l4proto { tcp, udp }',
  'ip protocol != icmp',
  'ip saddr 10.1.0.2',
  'ip saddr != 10.1.0.0/24',
  'ip daddr { 10.9.0.1, 10.2.0.0/24 }',
  'ip daddr 10.2.0.1-10.2.0.9',
  'ip6 saddr ::/0',
  'icmp type echo-request',
  'icmp type { echo-reply, destination-unreachable }',
  'tcp dport 8080',
  'tcp dport != { 80, 8000-8100 }',
  'tcp sport 8080',
  'th dport 53',
  'ct state new',
  'ct state established,related',
  'ct state != established',
  'iifname "eth0"',
  'oifname != "eth1"',
  'iifname "eth*"',
  'meta mark 7',
  'tcp flags & (syn|ack) == syn',
  'fib daddr type local',
)
const nftVerdict = pick('accept', 'accept', 'drop', 'drop', 'return', 'jump extra', 'goto extra', 'counter', 'notrack')
const HOOKS = ['prerouting', 'input', 'forward', 'output', 'postrouting']

const nft = fc
  .record({
    family: pick('ip', 'inet'),
    hook: pick(...HOOKS),
    priority: pick('-310', '-150', '0', '10'),
    policy: pick('accept', 'accept', 'drop'),
    rules: fc.array(fc.record({ match: nftMatch, verdict: nftVerdict }), { maxLength: 4 }),
    extra: fc.array(fc.record({ match: nftMatch, verdict: nftVerdict }), { maxLength: 2 }),
  })
  .map(({ family, hook, priority, policy, rules, extra }) => {
    const line = (nested: boolean) => (rule: { match: string; verdict: string }) => {
      const past = (verdict: string) =>
        (nested && /extra/.test(verdict)) ||
        (verdict === 'notrack' && (nested || priority !== '-310' || !/prerouting|output/.test(hook)))
      const verdict = past(rule.verdict) ? 'return' : rule.verdict
      // A way out is not known before it is chosen.
      const match = hook === 'prerouting' || hook === 'input' ? rule.match.replace(/^oifname/, 'iifname') : rule.match
      const refused = (/^fib/.test(match) && !/prerouting|input|forward/.test(hook)) || (/^ip6/.test(match) && family === 'ip')
      const asked = refused ? '' : match
      return `    ${asked} ${verdict}`
    }
    return `nft -f - <<'X'
table ${family} TABLE {
  chain extra {
${extra.map(line(true)).join('\n')}
  }
  chain base { type filter hook ${hook} priority ${priority}; policy ${policy};
${rules.map(line(false)).join('\n')}
  }
}
X`
  })

/** Rules that somebody may have written into these namespaces, some of which cannot be understood. */
export function arbitraryForeignRules(namespaces: readonly string[]): fc.Arbitrary<ForeignRules[]> {
  return fc
    .array(fc.record({ netns: pick(...namespaces), script: fc.oneof(iptables, nft, iptablesNat) }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((all) => all.map(({ netns, script }, index) => ({ netns, script: script.replace('TABLE', `t${index}`) })))
}
