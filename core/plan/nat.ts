import type { Lab, NatRule } from '../lab/schema'
import {
  type Address,
  addressOf,
  addressText,
  bitsOf,
  type Cidr,
  cidrOf,
  cidrText,
  type Family,
  natTargetText,
  networkOf,
  parseNatTarget,
} from '../net/address'
import type { NatOpRule } from './ops'

/** The chain of our table that a rule stands in; each hangs on the nat hook of the same name. */
export type NatChain = 'prerouting' | 'postrouting'

/** DNAT is decided before routing, the other two after it. */
export function natChain(rule: NatOpRule): NatChain {
  return rule.type === 'dnat' ? 'prerouting' : 'postrouting'
}

/** The canonical text of a network in a rule: host bits cleared, and no prefix on a single address (as nft lists it). */
export function natNetworkText(cidr: Cidr): string {
  return cidr.prefix === bitsOf(cidr.family) ? addressText(cidr) : cidrText(networkOf(cidr))
}

function parseNetwork(text: string): Cidr | undefined {
  const cidr = cidrOf(text)
  if (cidr) return cidr
  const address: Address | undefined = addressOf(text)
  return address && { ...address, prefix: bitsOf(address.family) }
}

function source(rule: Extract<NatRule, { type: 'masquerade' | 'snat' }>): {
  family: Family | undefined
  fields: { source?: string; except: string[]; out?: string }
} {
  const from = rule.source === undefined ? undefined : parseNetwork(rule.source)
  const except = (rule.except ?? []).map(parseNetwork).filter((cidr) => cidr !== undefined)
  return {
    family: (from ?? except[0])?.family,
    fields: {
      // A network of all addresses says no more than the family does.
      ...(from && from.prefix > 0 && { source: natNetworkText(from) }),
      except: except.map(natNetworkText),
      ...(rule.out !== undefined && { out: rule.out }),
    },
  }
}

/** One rule with nothing left to default, or undefined when its addresses cannot be read (the checks say so). */
export function natOpRule(rule: NatRule): NatOpRule | undefined {
  switch (rule.type) {
    case 'masquerade': {
      const { family, fields } = source(rule)
      return { type: 'masquerade', family: family ?? 'any', ...fields }
    }
    case 'snat': {
      const to = addressOf(rule.to)
      return to && { type: 'snat', family: to.family, ...source(rule).fields, to: addressText(to) }
    }
    case 'dnat': {
      const target = parseNatTarget(rule.to)
      if (typeof target === 'string') return undefined
      const destination = rule.destination === undefined ? undefined : parseNetwork(rule.destination)
      return {
        type: 'dnat',
        family: target.address.family,
        protocol: rule.protocol,
        port: rule.port,
        ...(rule.in !== undefined && { in: rule.in }),
        ...(destination && destination.prefix > 0 && { destination: natNetworkText(destination) }),
        to: addressText(target.address),
        ...(target.port !== undefined && { toPort: target.port }),
      }
    }
  }
}

/** A rule as a lab writes it: the inverse of `natOpRule`. */
export function natRuleOf(rule: NatOpRule): NatRule {
  if (rule.type === 'dnat') {
    const { protocol, port, destination, in: from, to, toPort } = rule
    const address = addressOf(to)
    const target = address ? natTargetText({ address, ...(toPort !== undefined && { port: toPort }) }) : to
    return {
      type: 'dnat',
      protocol,
      port,
      ...(from !== undefined && { in: from }),
      ...(destination !== undefined && { destination }),
      to: target,
    }
  }
  const { source, except, out } = rule
  // Nothing else in such a rule tells the family.
  const everything = rule.family === 6 ? '::/0' : '0.0.0.0/0'
  const any = rule.type === 'masquerade' && rule.family !== 'any' && except.length === 0
  const from = source ?? (any ? everything : undefined)
  const fields = {
    ...(from !== undefined && { source: from }),
    ...(except.length > 0 && { except }),
    ...(out !== undefined && { out }),
  }
  return rule.type === 'masquerade' ? { type: 'masquerade', ...fields } : { type: 'snat', ...fields, to: rule.to }
}

/**
 * The NAT rules of a node, in its order, as operations write them; none for a bridge. What an earlier rule of the same words has
 * taken already is left out, as `iptables -C … || iptables -A …` does: no packet would ever come to it.
 */
export function natOpRules(lab: Lab, node: string): NatOpRule[] {
  return placedNatRules(lab, node).map(({ rule }) => rule)
}

/** The same, each with its place among the node's rules: one that repeats another, or cannot be read, has none here. */
export function placedNatRules(lab: Lab, node: string): { rule: NatOpRule; index: number }[] {
  const found = lab.nodes[node]
  if (!found || found.kind === 'bridge') return []
  const taken = new Set<string>()
  return (found.nat ?? []).flatMap((written, index) => {
    const op = natOpRule(written)
    const rule = op && unlessTaken(op, taken)
    return rule ? [{ rule, index }] : []
  })
}

/** The rule for the families that no rule of the same words serves yet, or undefined when there are none. */
function unlessTaken(rule: NatOpRule, taken: Set<string>): NatOpRule | undefined {
  const left = (rule.family === 'any' ? ([4, 6] as const) : [rule.family]).filter((family) => {
    const key = natRuleKey({ ...rule, family })
    return taken.has(key) ? false : taken.add(key)
  })
  const [family, other] = left
  if (family === undefined) return undefined
  return other === undefined ? { ...rule, family } : rule
}

/**
 * A text that is equal for rules that do the same and different for others. What the kernel holds is read into the same form
 * (`core/state/nft`), so the two compare.
 */
export function natRuleKey(rule: NatOpRule): string {
  const words: string[] = [rule.type, `ip${rule.family}`]
  if (rule.type === 'dnat') {
    if (rule.in !== undefined) words.push(`in ${rule.in}`)
    if (rule.destination !== undefined) words.push(`to ${rule.destination}`)
    words.push(`${rule.protocol} ${rule.port}`, `-> ${rule.to}${rule.toPort === undefined ? '' : ` port ${rule.toPort}`}`)
    return words.join(' ')
  }
  if (rule.source !== undefined) words.push(`from ${rule.source}`)
  for (const network of [...rule.except].sort()) words.push(`not to ${network}`)
  if (rule.out !== undefined) words.push(`out ${rule.out}`)
  if (rule.type === 'snat') words.push(`-> ${rule.to}`)
  return words.join(' ')
}

/** The rule that a key stands for, or undefined for a rule that we would never write. The inverse of `natRuleKey`. */
export function parseNatRuleKey(key: string): NatOpRule | undefined {
  const match =
    /^(masquerade|snat) ip(4|6|any)(?: from (\S+))?((?: not to \S+)*)(?: out (\S+))?(?: -> (\S+))?$/.exec(key) ??
    /^(dnat) ip(4|6)(?: in (\S+))?(?: to (\S+))? (tcp|udp) (\d+) -> (\S+)(?: port (\d+))?$/.exec(key)
  if (!match) return undefined
  const family = match[2] === 'any' ? 'any' : match[2] === '6' ? 6 : 4
  if (match[1] === 'dnat') {
    const [, , , from, destination, protocol, port, to = '', toPort] = match
    return {
      type: 'dnat',
      family: family === 6 ? 6 : 4,
      protocol: protocol === 'udp' ? 'udp' : 'tcp',
      port: Number(port),
      ...(from !== undefined && { in: from }),
      ...(destination !== undefined && { destination }),
      to,
      ...(toPort !== undefined && { toPort: Number(toPort) }),
    }
  }
  const [, type, , source, exceptions = '', out, to] = match
  const except = exceptions.split(' not to ').filter((network) => network !== '')
  const fields = { ...(source !== undefined && { source }), except, ...(out !== undefined && { out }) }
  if (type === 'masquerade') return { type: 'masquerade', family, ...fields }
  return family === 'any' || to === undefined ? undefined : { type: 'snat', family, ...fields, to }
}

/** Rules as they compare with the kernel's: by chain, in order within each. */
export function natLines(rules: readonly NatOpRule[]): string[] {
  const lines = rules.map((rule) => `${natChain(rule)} ${natRuleKey(rule)}`)
  return [...lines.filter((line) => line.startsWith('pre')), ...lines.filter((line) => line.startsWith('post'))]
}
