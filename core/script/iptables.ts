import { addressOf, bitsOf, cidrOf } from '../net/address'
import { natNetworkText } from '../plan/nat'
import type { NatOpRule } from '../plan/ops'
import { shellWord } from './shell'

/** Where a NAT rule goes in iptables: the program of its family, a chain, and the matches and target as shell words. */
export interface IptablesRule {
  program: 'iptables' | 'ip6tables'
  chain: string
  words: string
}

/** A rule in iptables' terms; with several exceptions it needs a chain of its own, since iptables takes one `! -d`. */
export interface IptablesRules {
  chains: { program: IptablesRule['program']; chain: string }[]
  rules: IptablesRule[]
}

const programOf = (family: 4 | 6): IptablesRule['program'] => (family === 4 ? 'iptables' : 'ip6tables')

/** iptables wants a whole network or address; nft's short form of a single address is the same. */
function network(text: string): string {
  const cidr = cidrOf(text)
  const address = addressOf(text)
  return cidr ? natNetworkText(cidr) : address ? natNetworkText({ ...address, prefix: bitsOf(address.family) }) : shellWord(text)
}

function dnatWords(rule: Extract<NatOpRule, { type: 'dnat' }>): string {
  const words: string[] = []
  if (rule.in !== undefined) words.push('-i', shellWord(rule.in))
  if (rule.destination !== undefined) words.push('-d', network(rule.destination))
  words.push('-p', rule.protocol, '--dport', String(rule.port))
  const host = rule.family === 6 && rule.toPort !== undefined ? shellWord(`[${rule.to}]`) : rule.to
  words.push(
    '-j',
    'DNAT',
    '--to-destination',
    rule.toPort === undefined ? host : shellWord(`${rule.family === 6 ? `[${rule.to}]` : rule.to}:${rule.toPort}`),
  )
  return words.join(' ')
}

/**
 * A NAT rule as iptables rules of the nat table. `ownChain` names the chain that a rule with several exceptions is given: it
 * returns for each of them, so that the packet goes on to the next rule as it does in nft, and translates the rest.
 */
export function iptablesRules(rule: NatOpRule, ownChain: string): IptablesRules {
  if (rule.type === 'dnat') {
    return { chains: [], rules: [{ program: programOf(rule.family), chain: 'PREROUTING', words: dnatWords(rule) }] }
  }
  const families: (4 | 6)[] = rule.family === 'any' ? [4, 6] : [rule.family]
  const match: string[] = []
  if (rule.source !== undefined) match.push('-s', network(rule.source))
  const [only, ...more] = rule.except
  if (only !== undefined && more.length === 0) match.push('!', '-d', network(only))
  if (rule.out !== undefined) match.push('-o', shellWord(rule.out))
  const target = rule.type === 'masquerade' ? ['-j', 'MASQUERADE'] : ['-j', 'SNAT', '--to-source', rule.to]
  const result: IptablesRules = { chains: [], rules: [] }
  for (const family of families) {
    const program = programOf(family)
    if (more.length === 0) {
      result.rules.push({ program, chain: 'POSTROUTING', words: [...match, ...target].join(' ') })
      continue
    }
    result.chains.push({ program, chain: ownChain })
    for (const except of rule.except) result.rules.push({ program, chain: ownChain, words: `-d ${network(except)} -j RETURN` })
    result.rules.push({ program, chain: ownChain, words: target.join(' ') })
    result.rules.push({ program, chain: 'POSTROUTING', words: [...match, '-j', ownChain].join(' ') })
  }
  return result
}

/** A short number for a text, the same each time: FNV-1a, 32 bits. */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash.toString(36).padStart(7, '0')
}

/** The name of the own chain of a lab's rule number `index`; iptables takes at most 28 bytes. Labs that begin alike do not share it. */
export function iptablesChain(lab: string, index: number): string {
  return `NL-${lab.length > 20 ? `${lab.slice(0, 12)}-${digest(lab)}` : lab}-${index}`
}
