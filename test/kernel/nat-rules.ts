import { natRuleKey } from '../../core/plan/nat'
import type { NatOpRule } from '../../core/plan/ops'
import { readNftRuleset } from '../../core/state/nft'

/** NAT rules by what they do, from whichever tool wrote them, in the words of `natRuleKey`; each chain's in its order. */

/** From `nft -j list ruleset`. */
export function nftNat([text = '']: readonly string[]): string[] {
  const { nat } = readNftRuleset(JSON.parse(text))
  return nat.flatMap(({ rules }) =>
    rules.flatMap(({ chain, key }) => (chain === 'prerouting' || chain === 'postrouting' ? [`${chain} ${key}`] : [])),
  )
}

interface SavedRule {
  chain: string
  source?: string
  destination?: string
  except?: string
  in?: string
  out?: string
  protocol?: string
  port?: number
  target?: string
  to?: string
}

/** iptables-save prints single addresses with their prefix. */
function network(text: string | undefined): string | undefined {
  return text?.replace(/\/(32|128)$/, '')
}

function savedRule(line: string): SavedRule | undefined {
  const words = line.match(/"[^"]*"|\S+/g) ?? []
  if (words[0] !== '-A') return undefined
  const rule: SavedRule = { chain: words[1] ?? '' }
  for (let at = 2; at < words.length; at += 2) {
    const value = words[at + 1]
    switch (words[at]) {
      case '!':
        rule.except = network(words[at + 2])
        at += 1
        break
      case '-s':
        rule.source = network(value)
        break
      case '-d':
        rule.destination = network(value)
        break
      case '-i':
        rule.in = value
        break
      case '-o':
        rule.out = value
        break
      case '-p':
        rule.protocol = value
        break
      case '-m':
        break
      case '--dport':
        rule.port = Number(value)
        break
      case '-j':
        rule.target = value
        break
      case '--to-source':
      case '--to-destination':
        rule.to = value
        break
      default:
        throw new Error(`an iptables rule with ${words[at]}: ${line}`)
    }
    if (words[at] === '-j' && (value === 'RETURN' || value === 'MASQUERADE')) continue
  }
  return rule
}

/** `ADDRESS[:PORT]`, IPv6 in brackets where a port follows. */
function target(to: string, family: 4 | 6): { to: string; toPort?: number } {
  const match =
    family === 4 ? /^([^:]+)(?::(\d+))?$/.exec(to) : /^\[?([0-9a-f:]+)\]?(?:\]:(\d+))?$/.exec(to.replace(/\]:(\d+)$/, ']:$1'))
  const [, host = to, port] = match ?? []
  return { to: host, ...(port !== undefined && { toPort: Number(port) }) }
}

function opRule(rule: SavedRule, family: 4 | 6, own: ReadonlyMap<string, SavedRule[]>): NatOpRule {
  const { source, in: from, out } = rule
  const chain = own.get(rule.target ?? '')
  const last = chain?.at(-1) ?? rule
  const returns = chain?.slice(0, -1).flatMap(({ destination }) => destination ?? []) ?? []
  const except = rule.except === undefined ? returns : [rule.except]
  const outwards = { ...(source !== undefined && { source }), except, ...(out !== undefined && { out }) }
  if (last.target === 'MASQUERADE') return { type: 'masquerade', family, ...outwards }
  if (last.target === 'SNAT') return { type: 'snat', family, ...outwards, to: last.to ?? '' }
  return {
    type: 'dnat',
    family,
    protocol: rule.protocol === 'udp' ? 'udp' : 'tcp',
    port: rule.port ?? 0,
    ...(from !== undefined && { in: from }),
    ...(rule.destination !== undefined && { destination: rule.destination }),
    ...target(rule.to ?? '', family),
  }
}

function savedKeys(text: string, family: 4 | 6): string[] {
  const rules = text.split('\n').flatMap((line) => savedRule(line) ?? [])
  const own = new Map<string, SavedRule[]>()
  for (const rule of rules) if (rule.chain.startsWith('NL-')) own.set(rule.chain, [...(own.get(rule.chain) ?? []), rule])
  return rules
    .filter(({ chain }) => chain === 'PREROUTING' || chain === 'POSTROUTING')
    .map((rule) => `${rule.chain.toLowerCase()} ${natRuleKey(opRule(rule, family, own))}`)
}

/** From `iptables-save` and `ip6tables-save`: both families, IPv4's rules first. */
export function iptablesNat([four = '', six = '']: readonly string[]): string[] {
  return [...savedKeys(four, 4), ...savedKeys(six, 6)]
}

/**
 * Rules as they compare across the tools: split by family (one nft rule for both is two of iptables), since a packet only ever meets
 * those of its own, and a family match that a packet of that family always passes left out.
 */
export function byFamily(rules: readonly string[]): string[] {
  const of = (family: 4 | 6) =>
    rules.filter((rule) => !rule.includes(` ip${family === 4 ? 6 : 4}`)).map((rule) => rule.replace(' ipany', ` ip${family}`))
  const chains = (list: string[]) => [
    ...list.filter((rule) => rule.startsWith('pre')),
    ...list.filter((rule) => rule.startsWith('post')),
  ]
  return [...chains(of(4)), ...chains(of(6))]
}
