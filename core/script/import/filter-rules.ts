import type { Filter, FilterChainName, FilterRule } from '../../lab/filter-schema'
import { FILTER_CHAINS, FILTER_STATES } from '../../lab/filter-words'
import type { Netns } from './machine'
import type { Report } from './nat-rules'
import { bothMatch, type Chain, type ChainRule, type RuleMatch } from './rules'

/** A rule of a chain that a packet comes to, with the jumps to it taken in. */
interface Reached {
  order: number
  line: number
  family: ChainRule['family']
  match: RuleMatch
  action: FilterRule['action']
}

const textOf = ({ target, match }: ChainRule) => [target.kind, match.source, match.destination].filter(Boolean).join(' ')

/** Follows a chain and the chains that it jumps to, as one list. */
function follow(netns: Netns, chain: Chain, from: RuleMatch, policy: FilterRule['action'], report: Report, depth = 0): Reached[] {
  return chain.rules.flatMap((rule): Reached[] => {
    const { order, line, family, target } = rule
    const match = bothMatch(from, rule.match)
    const beyond = () => report(line, 'error', 'import-rule-beyond', { text: textOf(rule) })
    const next = target.kind === 'jump' ? netns.chains.get(target.chain) : undefined
    if (!match || match.except.length > 0) beyond()
    else if (next && depth < 8) return follow(netns, next, match, policy, report, depth + 1)
    else if (target.kind === 'accept' || target.kind === 'drop' || target.kind === 'reject')
      return [{ order, line, family, match, action: target.kind }]
    // Back from a builtin chain, its policy decides.
    else if (target.kind === 'return' && depth === 0) return [{ order, line, family, match, action: policy }]
    else if (target.kind === 'jump') report(line, 'warning', 'import-rule-beyond', { text: target.chain.split(' ').at(-1) ?? '' })
    else beyond()
    return []
  })
}

/** Whether an interface can stand in a rule of the lab; says why when not. */
function isKnown(netns: Netns, name: string | undefined, line: number, report: Report): boolean {
  if (name === undefined || name === 'lo') return true
  const device = netns.devices.get(name)
  if (device && device.kind !== 'nic' && device.kind !== 'other') return true
  if (netns.root) report(line, 'warning', 'import-filter-nic', { name })
  else report(line, 'error', 'import-no-device', { name, netns: netns.name, near: '' })
  return false
}

const PROTOCOLS: Readonly<Record<string, FilterRule['protocol']>> = {
  tcp: 'tcp',
  udp: 'udp',
  icmp: 'icmp',
  icmpv6: 'icmpv6',
  'ipv6-icmp': 'icmpv6',
  all: 'any',
  6: 'tcp',
  17: 'udp',
  1: 'icmp',
  58: 'icmpv6',
}

/** One rule as a lab holds it; several for several ports, none after saying why. */
function labRules(netns: Netns, { match, action, line }: Reached, report: Report): FilterRule[] {
  const { source, destination, in: from, out, port } = match
  const protocol = match.protocol === undefined ? undefined : PROTOCOLS[match.protocol.toLowerCase()]
  if (match.protocol !== undefined && !protocol) {
    report(line, 'error', 'import-rule-beyond', { text: `-p ${match.protocol}` })
    return []
  }
  if (!isKnown(netns, from, line, report) || !isKnown(netns, out, line, report)) return []
  const ports = port?.split(',') ?? [undefined]
  const state = FILTER_STATES.filter((one) => match.state?.split(',').includes(one))
  return ports.flatMap((one): FilterRule[] => {
    if (one !== undefined && (!/^\d{1,5}$/.test(one) || Number(one) < 1 || Number(one) > 65535)) {
      report(line, 'error', 'import-one-port', { port: one })
      return []
    }
    const [only, ...more] = state
    return [
      {
        action,
        ...(from !== undefined && { in: from }),
        ...(out !== undefined && { out }),
        ...(source !== undefined && { source }),
        ...(destination !== undefined && { destination }),
        ...(protocol !== undefined && protocol !== 'any' && { protocol }),
        ...(one !== undefined && { port: Number(one) }),
        ...(only !== undefined && { state: more.length === 0 ? only : [...state] }),
      },
    ]
  })
}

const sameReached = (a: Reached, b: Reached) =>
  a.action === b.action && JSON.stringify(Object.entries(a.match).sort()) === JSON.stringify(Object.entries(b.match).sort())

/**
 * Both families' lists as one in which each keeps its order; what both say alike is one rule for both. What only one of them says
 * stands where it was written.
 */
function merged(four: readonly Reached[], six: readonly Reached[]): Reached[] {
  const result: Reached[] = []
  const isAhead = (rule: Reached, list: readonly Reached[], from: number) =>
    list.some((other, index) => index >= from && sameReached(rule, other))
  let at4 = 0
  let at6 = 0
  for (;;) {
    const a = four[at4]
    const b = six[at6]
    if (!a || !b) break
    if (sameReached(a, b)) {
      result.push({ ...a, family: 'any' })
      at4++
      at6++
      continue
    }
    const waits = isAhead(a, six, at6)
    const first = waits === isAhead(b, four, at4) ? a.order < b.order : !waits
    result.push(first ? a : b)
    if (first) at4++
    else at6++
  }
  return [...result, ...four.slice(at4), ...six.slice(at6)]
}

/**
 * Without anything that says it, a rule of one family says so by the network of all addresses. For IPv4 it need not where the lab has no
 * other; IPv6 is never meant by a rule that does not say so.
 */
function withFamily({ match, ...rule }: Reached, hasIpv6: boolean): Reached {
  const said = match.source !== undefined || match.destination !== undefined || /icmp|^(1|58)$/.test(match.protocol ?? '')
  if (said || rule.family === 'any' || (rule.family === 4 && !hasIpv6)) return { ...rule, match }
  return { ...rule, match: { ...match, source: rule.family === 6 ? '::/0' : '0.0.0.0/0' } }
}

/** The packet filter of a namespace as a lab holds it, with the line of each rule by `CHAIN INDEX` and of each policy by `CHAIN`. */
export function filterRules(netns: Netns, hasIpv6: boolean, report: Report): { filter: Filter; lines: Map<string, number> } {
  const filter: Filter = {}
  const lines = new Map<string, number>()
  for (const name of FILTER_CHAINS) {
    const keyed = [...netns.chains].filter(([, { hook, filter: is }]) => is && hook === name)
    const chains = keyed.map(([, chain]) => chain)
    const dropping = chains.find(({ policy }) => policy?.drop)
    const reach = (of: (key: string) => boolean) =>
      keyed.flatMap(([key, chain]) =>
        of(key) ? follow(netns, chain, { except: [] }, chain.policy?.drop ? 'drop' : 'accept', report) : [],
      )
    // nft says both families in one list; iptables has one for each.
    const written = [
      ...reach((key) => key.startsWith('nft ')),
      ...merged(
        reach((key) => key.startsWith('iptables 4 ')),
        reach((key) => key.startsWith('iptables 6 ')),
      ),
    ]
    const rules = written
      .map((rule) => withFamily(rule, hasIpv6))
      .flatMap((rule) => labRules(netns, rule, report).map((one) => ({ rule: one, line: rule.line })))
    if (!dropping && rules.length === 0) continue
    filter[name] = { ...(dropping && { policy: 'drop' }), ...(rules.length > 0 && { rules: rules.map(({ rule }) => rule) }) }
    for (const [index, { line }] of rules.entries()) lines.set(`${name} ${index}`, line)
    const line = dropping?.policy?.line ?? rules[0]?.line
    if (line !== undefined) lines.set(name satisfies FilterChainName, line)
  }
  return { filter, lines }
}
