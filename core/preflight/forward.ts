import type { RawRules } from '../discover/discovery'
import type { DropChain, Pass } from './facts'

/** Docker's chain for the rules of others (Docker's documentation, “Packet filtering and firewalls”). */
const USER_CHAIN = 'DOCKER-USER'
/** The tables of labs, which the lab itself answers for. */
const OURS = /^netloom-/
/** Chains of chains end somewhere. */
const MAX_DEPTH = 16

/** The chains of a namespace that drop forwarded packets unless a rule lets them through, ours left out. */
export function dropChainsOf(rules: RawRules): DropChain[] {
  return [...nftChains(rules.nft ?? []), ...rules.iptables.filter(({ legacy }) => legacy).flatMap(legacyChain)]
}

/** How many rules the older iptables holds, by program. A policy other than accept counts as one. */
export function legacyRulesOf(rules: RawRules): Record<string, number> {
  const found: Record<string, number> = {}
  for (const { family, legacy, text } of rules.iptables) {
    const count = legacy ? text.split('\n').filter((line) => /^-A /.test(line) || /^:\S+ (DROP|REJECT) /.test(line)).length : 0
    if (count > 0) found[family === 4 ? 'iptables-legacy' : 'ip6tables-legacy'] = count
  }
  return found
}

type Entry = Record<string, unknown>

interface NftChain {
  family: string
  table: string
  name: string
  hook?: string
  policy?: string
}

interface NftRule {
  family: string
  table: string
  chain: string
  expr: readonly Entry[]
}

function nftChains(entries: readonly unknown[]): DropChain[] {
  const chains = entries.flatMap((entry) => (isEntry(entry) && isEntry(entry.chain) ? [entry.chain as unknown as NftChain] : []))
  const rules = entries.flatMap((entry) => (isEntry(entry) && isEntry(entry.rule) ? [entry.rule as unknown as NftRule] : []))
  const found: DropChain[] = []
  for (const chain of chains) {
    const { family, table, name } = chain
    if (chain.hook !== 'forward' || (family !== 'ip' && family !== 'ip6' && family !== 'inet') || OURS.test(table)) continue
    const inTable = rules.filter((rule) => rule.family === family && rule.table === table)
    const own = inTable.filter((rule) => rule.chain === name)
    const byRule = own.findIndex(({ expr }) => dropsAll(expr))
    if (chain.policy !== 'drop' && byRule === -1) continue
    const considered = byRule === -1 ? own : own.slice(0, byRule)
    const iptables = table === 'filter' && name === 'FORWARD' && family !== 'inet'
    const hasUserChain = chains.some((other) => other.family === family && other.table === table && other.name === USER_CHAIN)
    found.push({
      tool: iptables ? (family === 'ip' ? 'iptables' : 'ip6tables') : 'nft',
      family,
      table,
      chain: name,
      by: byRule === -1 ? 'policy' : 'rule',
      ...(hasUserChain && { userChain: USER_CHAIN }),
      passes: passesOf(considered, inTable, MAX_DEPTH),
    })
  }
  return found
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null
}

/** A verdict that ends a packet; iptables' own REJECT is an extension to nft (libnftables-json(5), xt). */
function ends(part: Entry): boolean {
  const { type, name } = isEntry(part.xt) ? part.xt : {}
  return 'drop' in part || 'reject' in part || (type === 'target' && (name === 'REJECT' || name === 'DROP'))
}

function dropsAll(expr: readonly Entry[]): boolean {
  return expr.every((part) => 'counter' in part || ends(part)) && expr.some(ends)
}

/** What the rules of a chain let through, those of the chains that they jump to included. */
function passesOf(rules: readonly NftRule[], table: readonly NftRule[], depth: number): Pass[] {
  const found: Pass[] = []
  for (const { expr } of rules) {
    const asks = askedBy(expr)
    if (!asks) continue
    if (expr.some((part) => 'accept' in part)) found.push(asks)
    const jump = expr.find((part) => 'jump' in part || 'goto' in part)
    const target = jump && isEntry(jump.jump ?? jump.goto) ? ((jump.jump ?? jump.goto) as Entry).target : undefined
    if (typeof target !== 'string' || depth === 0) continue
    const there = passesOf(
      table.filter((rule) => rule.chain === target),
      table,
      depth - 1,
    )
    found.push(...there.map((pass) => ({ ...pass, ...asks })))
  }
  return found.slice(0, 2000)
}

/** What a rule asks of a packet; undefined when it asks more than can be told of here, such as the state of a connection. */
function askedBy(expr: readonly Entry[]): Pass | undefined {
  const asks: Pass = {}
  for (const part of expr) {
    if ('counter' in part || 'accept' in part || 'jump' in part || 'goto' in part) continue
    if (!isEntry(part.match)) return undefined
    const { op, left, right } = part.match
    const field = op === '==' && isEntry(left) ? fieldOf(left) : undefined
    const value = isEntry(right) && isEntry(right.prefix) ? `${right.prefix.addr}/${right.prefix.len}` : right
    if (!field || typeof value !== 'string') return undefined
    asks[field] = value
  }
  return asks
}

function fieldOf(left: Entry): keyof Pass | undefined {
  const { meta, payload } = left
  if (isEntry(meta))
    return meta.key === 'iifname' || meta.key === 'iif' ? 'in' : meta.key === 'oifname' || meta.key === 'oif' ? 'out' : undefined
  if (!isEntry(payload)) return undefined
  return payload.field === 'saddr' ? 'source' : payload.field === 'daddr' ? 'destination' : undefined
}

/** The filter table of `iptables-legacy-save`. */
function legacyChain({ family, text }: RawRules['iptables'][number]): DropChain[] {
  const lines = (/^\*filter\n(.*?)^COMMIT/ms.exec(text)?.[1] ?? '').split('\n')
  const rules = lines.filter((line) => line.startsWith('-A ')).map(legacyRule)
  const own = rules.filter(({ chain }) => chain === 'FORWARD')
  const byRule = own.findIndex(
    ({ asks, target }) => asks && Object.keys(asks).length === 0 && (target === 'DROP' || target === 'REJECT'),
  )
  const byPolicy = lines.some((line) => line.startsWith(':FORWARD DROP'))
  if (!byPolicy && byRule === -1) return []
  const passes = (some: typeof rules, depth: number): Pass[] =>
    some.flatMap(({ asks, target }) => {
      if (!asks) return []
      if (target === 'ACCEPT') return [asks]
      if (depth === 0) return []
      return passes(
        rules.filter(({ chain }) => chain === target),
        depth - 1,
      ).map((pass) => ({ ...pass, ...asks }))
    })
  return [
    {
      tool: family === 4 ? 'iptables-legacy' : 'ip6tables-legacy',
      family: family === 4 ? 'ip' : 'ip6',
      table: 'filter',
      chain: 'FORWARD',
      by: byRule === -1 ? 'policy' : 'rule',
      ...(lines.some((line) => line.startsWith(`:${USER_CHAIN} `)) && { userChain: USER_CHAIN }),
      passes: passes(byRule === -1 ? own : own.slice(0, byRule), MAX_DEPTH).slice(0, 2000),
    },
  ]
}

const LEGACY_FIELDS: Readonly<Record<string, keyof Pass>> = { '-i': 'in', '-o': 'out', '-s': 'source', '-d': 'destination' }

/** `-A CHAIN -i eth0 -j ACCEPT`; `asks` is undefined when there is more to it. */
function legacyRule(line: string): { chain: string; asks: Pass | undefined; target: string } {
  const words = line.trim().split(/\s+/)
  const [, chain = ''] = words
  const asks: Pass = {}
  let target = ''
  for (let at = 2; at < words.length; at += 2) {
    const field = LEGACY_FIELDS[words[at] ?? '']
    const value = words[at + 1] ?? ''
    if (words[at] === '-j' || words[at] === '-g') target = value
    else if (words[at] === '--reject-with') continue
    else if (field) asks[field] = value.replace(/\+$/, '*')
    else return { chain, asks: undefined, target: words.at(words.indexOf('-j') + 1) ?? '' }
  }
  return { chain, asks, target }
}
