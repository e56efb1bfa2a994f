import type { Filter } from '../lab/filter-schema'
import type { NatRule } from '../lab/schema'
import { filterOfLines, labFilterRule, parseFilterLine } from '../plan/filter'
import { natRuleOf, parseNatRuleKey } from '../plan/nat'
import { isFilterLine, stateLines } from '../plan/rules'
import { Findings, type ImportFinding } from '../script/import/finding'
import { ruleCommand } from '../script/import/iptables'
import { restoreLine, wordsOf } from '../script/import/iptables-restore'
import { Machine, type Netns } from '../script/import/machine'
import { natRules } from '../script/import/nat-rules'
import { type Call, FAILED, Session } from '../script/import/session'
import type { NatState } from '../state/state'
import type { RawRules } from './discovery'
import type { DiscoverFinding } from './finding'
import { foreignFilter } from './foreign-filter'
import { readNftChains } from './nft-chains'

/** What a namespace's rules are read with. */
interface RuleSource {
  node: string
  own: readonly NatState[]
  raw: RawRules | undefined
  /** The names of its interfaces. */
  interfaces: readonly string[]
  /** Whether IPv6 is in use, so that a rule for IPv4 alone has to say so. */
  hasIpv6: boolean
}

type Told = Pick<DiscoverFinding, 'code' | 'severity' | 'params'>

/** What an import says of a text and its lines, and what means nothing of a kernel. */
const OF_TEXTS = new Set<ImportFinding['code']>(['import-rule-twice'])

/** The NAT of one namespace as a lab holds it, whoever wrote it and with whatever tool, and what a lab cannot hold of its rules. */
export function readRules({ node, own, raw, interfaces, hasIpv6 }: RuleSource): {
  nat: NatRule[]
  filter?: Filter
  findings: Told[]
} {
  const told: Told[] = []
  const filtering = own.flatMap(stateLines).filter(isFilterLine)
  const filter = drawnFilter(filtering)
  const nat = own.flatMap(({ rules }) =>
    rules.flatMap(({ chain, key }) => {
      if (isFilterLine(`${chain} `)) return []
      const rule = parseNatRuleKey(key)
      if (!rule) told.push({ code: 'import-rule-beyond', severity: 'warning', params: { text: key } })
      return rule ? [natRuleOf(rule)] : []
    }),
  )
  const filtered = (count: number) => {
    if (count > 0) told.push({ code: 'discover-filter', severity: 'warning', params: { count } })
  }
  if (!raw) {
    filtered(filtering.length - known(filtering))
    return { nat, ...(filter && { filter }), findings: told }
  }
  const findings = new Findings()
  const session = new Session(
    new Machine(),
    findings,
    () => FAILED,
    () => FAILED,
  )
  // Of a filter that is not drawn, the number of its rules is told, and not each by itself.
  const quiet = new Session(session.machine, new Findings(), session.run, session.runText)
  // Of the interfaces, only their names count here.
  const netns = session.machine.addNetns(node, 0)
  for (const name of interfaces) session.machine.addDevice('veth', name, netns, 0)
  const rest = readNftChains(raw.nft ?? [], netns.chains, () => session.nextOrder())
  for (const text of rest.beyond) told.push({ code: 'import-rule-beyond', severity: 'warning', params: { text } })
  let filters = rest.filters + filtering.length - known(filtering)
  for (const { family, legacy, text } of raw.iptables) {
    const wanted = (table: string) => legacy || rest.xtables.has(`${family === 4 ? 'ip' : 'ip6'} ${table}`)
    filters += readIptables({ session, quiet, netns, family, text, wanted })
  }
  for (const table of rest.xtables) {
    const family = table.startsWith('ip6 ') ? 6 : 4
    if (raw.iptables.some((dump) => !dump.legacy && dump.family === family)) continue
    told.push({ code: 'discover-xtables', severity: 'warning', params: { table } })
  }
  const rules = natRules(netns, hasIpv6, (line, severity, code, params) => findings.add(line, severity, code, params))
  for (const { code, severity, params } of findings.sorted()) {
    if (OF_TEXTS.has(code)) continue
    told.push({ code, severity: severity === 'info' ? 'info' : 'warning', params })
  }
  const foreign = foreignFilter(netns, hasIpv6, new Set(Object.keys(filter ?? {})))
  filtered(filters + foreign.others)
  const whole = { ...filter, ...foreign.filter }
  return {
    nat: [...nat, ...rules.map(({ rule }) => rule)],
    ...(Object.keys(whole).length > 0 && { filter: whole }),
    findings: told,
  }
}

/** How many lines of our tables a lab can say. */
function known(lines: readonly string[]): number {
  return lines.filter((line) => parseFilterLine(line)).length
}

/** The packet filter of our tables as a lab holds it. */
function drawnFilter(lines: readonly string[]): Filter | undefined {
  const chains = filterOfLines(lines).map(({ chain, policy, rules }) => [
    chain,
    { ...(policy === 'drop' && { policy }), ...(rules.length > 0 && { rules: rules.map(labFilterRule) }) },
  ])
  return chains.length > 0 ? Object.fromEntries(chains) : undefined
}

interface Listing {
  session: Session
  /** For what is told in numbers. */
  quiet: Session
  netns: Netns
  family: 4 | 6
  text: string
  wanted: (table: string) => boolean
}

/** Reads the NAT rules and the filter of a listing into the namespace; how many rules and policies of it do something else. */
function readIptables({ session, quiet, netns, family, text, wanted }: Listing): number {
  let table = 'filter'
  let others = 0
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) table = line.slice(1).trim()
    else if (wanted(table) && table === 'filter')
      readFilterLine({ name: 'iptables', words: [], netns, session: quiet }, family, line)
    else if (wanted(table) && table !== 'nat') others += line.startsWith('-A') || /^:\S+ DROP\b/.test(line) ? 1 : 0
    else if (wanted(table)) restoreLine({ name: 'iptables', words: [], netns, session }, family, line, table)
  }
  return others
}

/** One line of the table `filter`; a rule that cannot be read is counted in its chain. */
function readFilterLine(call: Call, family: 4 | 6, line: string): void {
  const [verb, name = '', ...words] = wordsOf(line.trim().replace(/^\[\d+:\d+\]\s*/, ''))
  if (verb !== '-A') {
    restoreLine(call, family, line, 'filter')
    return
  }
  const read = ruleCommand(call, family, ['-A', name, ...words], 'filter').status === 0
  const chain = call.netns.chains.get(`iptables ${family} filter ${name}`)
  if (!read && chain) chain.beyond = (chain.beyond ?? 0) + 1
}
