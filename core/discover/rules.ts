import type { Filter } from '../lab/filter-schema'
import { FILTER_CHAINS } from '../lab/filter-words'
import { LIMITS, type NatRule } from '../lab/schema'
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
import { type DrawnFilter, foreignFilter } from './foreign-filter'
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

/** How many networks of a long list are named. */
const MAX_NAMED = 3

/** What an import says of a text and its lines, and what means nothing of a kernel. */
const OF_TEXTS = new Set<ImportFinding['code']>(['import-rule-twice'])

/** The NAT of one namespace as a lab holds it, whoever wrote it and with whatever tool, and what a lab cannot hold of its rules. */
export function readRules({ node, own, raw, interfaces, hasIpv6 }: RuleSource): {
  nat: NatRule[]
  filter?: Filter
  findings: Told[]
} {
  const told: Told[] = []
  const filter = ownFilter(own)
  const nat = own.flatMap(({ rules }) =>
    rules.flatMap(({ chain, key }) => {
      if (isFilterLine(`${chain} `)) return []
      const rule = parseNatRuleKey(key)
      if (!rule) told.push({ code: 'import-rule-beyond', severity: 'warning', params: { text: key } })
      return rule ? fitting([natRuleOf(rule)], told) : []
    }),
  )
  const filtered = (count: number) => {
    if (count > 0) told.push({ code: 'discover-filter', severity: 'warning', params: { count } })
  }
  if (!raw) {
    filtered(filter.others)
    return { nat, ...(Object.keys(filter.filter).length > 0 && { filter: filter.filter }), findings: told }
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
  let filters = rest.filters + filter.others
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
  const foreign = foreignFilter(netns, hasIpv6, filter.hooks)
  filtered(filters + foreign.others)
  const whole = { ...filter.filter, ...foreign.filter }
  return {
    nat: [
      ...nat,
      ...fitting(
        rules.map(({ rule }) => rule),
        told,
      ),
    ],
    ...(Object.keys(whole).length > 0 && { filter: whole }),
    findings: told,
  }
}

/** The rules that leave no more networks alone than a lab's can; the others are told. */
function fitting(rules: readonly NatRule[], told: Told[]): NatRule[] {
  return rules.filter((rule) => {
    const except = rule.type === 'dnat' ? [] : (rule.except ?? [])
    if (except.length <= LIMITS.exceptions) return true
    const text = `${rule.type} ip daddr != { ${except.slice(0, MAX_NAMED).join(', ')}, … }`
    told.push({ code: 'import-rule-beyond', severity: 'warning', params: { text } })
    return false
  })
}

/**
 * The packet filter of our tables as a lab holds it, hook by hook: whole or not at all. `hooks`: those that some table filters. The
 * tables of two labs are two chains there, and what one lets through the other may still drop: more than one chain can say.
 */
function ownFilter(own: readonly NatState[]): DrawnFilter & { hooks: ReadonlySet<string> } {
  const tables = own.map((table) => stateLines(table).filter(isFilterLine))
  const filter: Filter = {}
  const hooks = new Set<string>()
  let others = 0
  for (const hook of FILTER_CHAINS) {
    const here = tables.map((lines) => lines.filter((line) => line.startsWith(`${hook} `))).filter((lines) => lines.length > 0)
    const lines = here.flat()
    if (lines.length === 0) continue
    hooks.add(hook)
    const [drawn] = here.length === 1 && lines.every(parseFilterLine) ? filterOfLines(lines) : []
    if (!drawn || drawn.rules.length > LIMITS.filterRules) others += lines.length
    else
      filter[hook] = {
        ...(drawn.policy === 'drop' && { policy: drawn.policy }),
        ...(drawn.rules.length > 0 && { rules: drawn.rules.map(labFilterRule) }),
      }
  }
  return { filter, hooks, others }
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
