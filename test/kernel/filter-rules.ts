import { filterRuleKey, filterStates } from '../../core/plan/filter'
import type { FilterOpRule } from '../../core/plan/ops'
import { stateLines } from '../../core/plan/rules'
import { readNftRuleset } from '../../core/state/nft'

/** Filter rules and policies by what they do, from whichever tool wrote them: `CHAIN KEY`, IPv4's first, each chain's in its order. */

const CHAINS = ['input', 'forward', 'output']

/** A rule of both families becomes one of each, since a packet only ever meets those of its own. */
function byFamily(lines: readonly string[]): string[] {
  const of = (family: 4 | 6) =>
    lines.flatMap((line) => {
      const other = ` ip${family === 4 ? 6 : 4}`
      if (line.includes(other)) return []
      return [line.endsWith('policy drop') ? `${line} ip${family}` : line.replace(' ipany', ` ip${family}`)]
    })
  const sorted = (list: string[]) =>
    CHAINS.flatMap((chain) => [
      ...list.filter((line) => line.startsWith(`${chain} policy`)),
      ...list.filter((line) => line.startsWith(`${chain} `) && !line.startsWith(`${chain} policy`)),
    ])
  return [...sorted(of(4)), ...sorted(of(6))]
}

/** From `nft -j list ruleset`. */
export function nftFilter([text = '']: readonly string[]): string[] {
  const lines = readNftRuleset(JSON.parse(text)).nat.flatMap(stateLines)
  return byFamily(lines.filter((line) => CHAINS.some((chain) => line.startsWith(`${chain} `))))
}

const ACTIONS: Record<string, FilterOpRule['action']> = { ACCEPT: 'accept', DROP: 'drop', REJECT: 'reject' }

/** iptables-save prints single addresses with their prefix. */
const network = (text: string) => text.replace(/\/(32|128)$/, '')

function savedRule(line: string, family: 4 | 6): string {
  const words = line.split(' ')
  const rule: FilterOpRule = { action: 'accept', family, state: [] }
  for (let at = 2; at < words.length; at += 2) {
    const value = words[at + 1] ?? ''
    switch (words[at]) {
      case '-i':
        rule.in = value.replaceAll('"', '')
        break
      case '-o':
        rule.out = value.replaceAll('"', '')
        break
      case '-s':
        rule.source = network(value)
        break
      case '-d':
        rule.destination = network(value)
        break
      case '-p':
        rule.protocol = value === 'ipv6-icmp' ? 'icmpv6' : (value as FilterOpRule['protocol'])
        break
      case '--dport':
        rule.port = Number(value)
        break
      case '--ctstate':
        rule.state = filterStates(value.toLowerCase().split(',') as FilterOpRule['state'])
        break
      case '-j':
        rule.action = ACTIONS[value] ?? 'accept'
        break
      case '-m':
      case '--reject-with':
        break
      default:
        throw new Error(`an iptables rule with ${words[at]}: ${line}`)
    }
  }
  return `${words[1]?.toLowerCase()} ${filterRuleKey(rule)}`
}

function saved(text: string, family: 4 | 6): string[] {
  return text.split('\n').flatMap((line) => {
    const policy = /^:(INPUT|FORWARD|OUTPUT) DROP/.exec(line)?.[1]
    if (policy !== undefined) return [`${policy.toLowerCase()} policy drop`]
    return line.startsWith('-A') ? [savedRule(line, family)] : []
  })
}

/** From `iptables-save -t filter` and `ip6tables-save -t filter`. */
export function iptablesFilter([four = '', six = '']: readonly string[]): string[] {
  const of = (text: string, family: 4 | 6) => byFamily(saved(text, family)).filter((line) => line.includes(` ip${family}`))
  return [...of(four, 4), ...of(six, 6)]
}
