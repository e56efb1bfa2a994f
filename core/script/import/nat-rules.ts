import type { NatRule } from '../../lab/schema'
import { natOpRule, natRuleKey } from '../../plan/nat'
import type { ImportFinding } from './finding'
import type { Netns } from './machine'
import { bothMatch, type Chain, type ChainRule, type RuleMatch, type RuleTarget } from './rules'

/** A lab's NAT rule with the line that it comes from. */
export interface ImportedRule {
  rule: NatRule
  line: number
}

export type Report = (
  line: number,
  severity: ImportFinding['severity'],
  code: ImportFinding['code'],
  params: ImportFinding['params'],
) => void

interface Translation {
  order: number
  line: number
  family: 4 | 6 | 'any'
  match: RuleMatch
  target: Extract<RuleTarget, { kind: 'masquerade' | 'snat' | 'dnat' }>
}

const onlyDestination = ({ destination, except, ...rest }: RuleMatch) =>
  destination !== undefined && except.length === 0 && Object.values(rest).every((value) => value === undefined)

function isPass(target: RuleTarget): target is Extract<RuleTarget, { kind: 'return' | 'accept' }> {
  return target.kind === 'return' || target.kind === 'accept'
}

/** Follows a chain from its hook; RETURN and ACCEPT of a destination become exceptions of what comes after. */
function follow(netns: Netns, chain: Chain, from: RuleMatch, report: Report, depth = 0): Translation[] {
  const found: Translation[] = []
  const except: string[] = []
  for (const { target, match, ...rule } of chain.rules) {
    const text = `${target.kind}${match.destination === undefined ? '' : ` ${match.destination}`}`
    if (isPass(target)) {
      if (onlyDestination(match)) except.push(match.destination ?? '')
      else report(rule.line, 'error', 'import-rule-beyond', { text })
      continue
    }
    const combined = bothMatch(from, { ...match, except: [...match.except, ...except] })
    if (!combined) report(rule.line, 'error', 'import-rule-beyond', { text })
    else if (target.kind === 'jump') {
      const next = netns.chains.get(target.chain)
      if (next && depth < 8)
        found.push(
          ...follow(netns, next, combined, report, depth + 1).map((inner) => ({
            ...inner,
            order: Math.max(inner.order, rule.order),
          })),
        )
      else report(rule.line, 'warning', 'import-rule-beyond', { text: target.chain.split(' ').at(-1) ?? '' })
    } else if (target.kind === 'drop' || target.kind === 'reject') report(rule.line, 'error', 'import-rule-beyond', { text })
    else found.push({ ...rule, match: combined, target })
  }
  return found
}

/** Keeps an interface in a rule only where the lab has it: a NIC of the machine is no part of a lab. */
function known(netns: Netns, name: string | undefined, line: number, report: Report): string | undefined {
  if (name === undefined || name === 'lo') return name
  const device = netns.devices.get(name)
  if (device && device.kind !== 'nic' && device.kind !== 'other') return name
  if (netns.root) report(line, 'warning', 'import-nat-nic', { name })
  else report(line, 'error', 'import-no-device', { name, netns: netns.name, near: '' })
  return undefined
}

function dnat(
  netns: Netns,
  { match, target, line }: Translation & { target: { kind: 'dnat'; to: string } },
  report: Report,
): NatRule | undefined {
  const { protocol, port, destination, except } = match
  const text = target.to
  if (port === undefined || (protocol !== 'tcp' && protocol !== 'udp') || except.length > 0 || match.source !== undefined) {
    report(line, 'error', 'import-dnat-beyond', { text })
    return undefined
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    report(line, 'error', 'import-one-port', { port })
    return undefined
  }
  const input = known(netns, match.in, line, report)
  return {
    type: 'dnat',
    protocol,
    port: Number(port),
    ...(input !== undefined && { in: input }),
    ...(destination !== undefined && { destination }),
    to: target.to,
  }
}

function sourceRule(
  netns: Netns,
  { match, target, line, family }: Translation,
  hasIpv6: boolean,
  report: Report,
): NatRule | undefined {
  const { source, except, protocol, port, destination } = match
  if (protocol !== undefined || port !== undefined || destination !== undefined || match.in !== undefined) {
    const text = [protocol, port, destination, match.in].filter((part) => part !== undefined).join(' ')
    report(line, 'error', 'import-rule-beyond', { text })
    return undefined
  }
  const out = known(netns, match.out, line, report)
  const everything = family === 6 ? '::/0' : '0.0.0.0/0'
  // IPv4 goes without saying where the lab has no other.
  const matters = hasIpv6 || family === 6
  const says = source === undefined && except.length === 0 && target.kind === 'masquerade' && family !== 'any' && matters
  const from = source === '0.0.0.0/0' || source === '::/0' || says ? (matters ? everything : undefined) : source
  const fields = {
    ...(from !== undefined && { source: from }),
    ...(except.length > 0 && { except }),
    ...(out !== undefined && { out }),
  }
  return target.kind === 'masquerade'
    ? { type: 'masquerade', ...fields }
    : { type: 'snat', ...fields, to: target.kind === 'snat' ? target.to : '' }
}

/** The NAT rules of a namespace as a lab holds them, in the order in which they were written. */
export function natRules(netns: Netns, hasIpv6: boolean, report: Report): ImportedRule[] {
  const found: Translation[] = []
  for (const chain of netns.chains.values()) {
    if (chain.hook !== 'prerouting' && chain.hook !== 'postrouting') continue
    for (const translation of follow(netns, chain, { except: [] }, report)) {
      const fits = (translation.target.kind === 'dnat') === (chain.hook === 'prerouting')
      if (fits) found.push(translation)
      else
        report(translation.line, 'error', 'import-wrong-chain', {
          target: translation.target.kind.toUpperCase(),
          chain: chain.hook.toUpperCase(),
        })
    }
  }
  found.sort((a, b) => a.order - b.order)
  const merged = mergeFamilies(found)
  return merged.flatMap((translation) => {
    const { target, line } = translation
    const rule =
      target.kind === 'dnat' ? dnat(netns, { ...translation, target }, report) : sourceRule(netns, translation, hasIpv6, report)
    const read = rule && natOpRule(rule)
    if (rule && !read) report(line, 'error', 'bad-address', { text: 'to' in rule ? rule.to : '' })
    return rule && read && natRuleKey(read) !== '' ? [{ rule, line }] : []
  })
}

/** iptables and ip6tables saying the same of any address are one rule for both. */
function mergeFamilies(list: readonly Translation[]): Translation[] {
  const result: Translation[] = []
  for (const rule of list) {
    const { match, target, family } = rule
    const plain = target.kind === 'masquerade' && match.source === undefined && match.except.length === 0
    const twin =
      plain && result.find((other) => other.target.kind === 'masquerade' && other.family !== family && sameMatch(other, rule))
    if (twin) twin.family = 'any'
    else result.push({ ...rule })
  }
  return result
}

const sameMatch = (a: Pick<ChainRule, 'match'>, b: Pick<ChainRule, 'match'>) =>
  JSON.stringify(Object.entries(a.match).sort()) === JSON.stringify(Object.entries(b.match).sort())
