import type { ForeignChain, ForeignRule } from './foreign'
import type { SavedRules } from './foreign-iptables'
import { isCatchAll, type NamedSets, RATED, readForeignMatch } from './foreign-match'
import { blankDraft, type ForeignDraft, targetVerdict } from './foreign-rule'
import { ruleWords, shortened } from './foreign-words'
import { isObject, type Json, numberOf, record, statements, wordOf } from './nft-json'

/** Which families' chains see the packets of IP; those of bridges, devices and ARP are not read. */
const FAMILIES = ['ip', 'ip6', 'inet'] as const
const HOOKS = ['prerouting', 'input', 'forward', 'output', 'postrouting'] as const
const TYPES = ['filter', 'nat', 'route'] as const
/** The tables that iptables keeps its rules in (iptables(8)). */
const IPTABLES = new Set(['filter', 'nat', 'mangle', 'raw', 'security'])
/** More rules than these are counted, not kept. */
const MOST_RULES = 500
const MOST_RULES_OF_ALL = 4000

/** What `iptables-save` and `ip6tables-save` tell, where they were asked. */
export interface SavedFamilies {
  ip?: SavedRules
  ip6?: SavedRules
}

/** Statements after which a packet goes on as before (nft(8), statements). */
const INNOCENT = new Set(['counter', 'log', 'dup', 'flow', 'ct helper', 'ct timeout', 'ct expectation', 'secmark'])

function entriesOf(json: unknown): Json[] {
  const { nftables } = record(json)
  return (Array.isArray(nftables) ? nftables : []).map(record)
}

function keyOf(...names: unknown[]): string {
  return names.map(wordOf).join(' ')
}

function isIptables({ family, table }: Json): boolean {
  return (family === 'ip' || family === 'ip6') && IPTABLES.has(wordOf(table))
}

/**
 * Of which families `iptables-save` knows rules, with what changes whenever they do, as far as that tool alone sees it: tables and rules are
 * numbered, and no number is used twice.
 */
export function iptablesParts(json: unknown): Partial<Record<'ip' | 'ip6', string>> {
  const parts: Partial<Record<'ip' | 'ip6', string>> = {}
  for (const { table, rule } of entriesOf(json)) {
    const one = record(rule ?? table)
    const { family, name, handle } = one
    if ((family !== 'ip' && family !== 'ip6') || !isIptables({ family, table: rule ? one.table : name })) continue
    if (rule) parts[family] = `${parts[family] ?? ''} ${keyOf(one.table, one.chain, handle)}`
    else parts[family] = `${parts[family] ?? ''} ${keyOf(name, handle)}`
  }
  return parts
}

function setsOf(entries: readonly Json[]): NamedSets {
  const sets = new Map<string, readonly unknown[] | null>()
  for (const { set, map } of entries) {
    const { family, table, name, flags, elem = [] } = record(set ?? map)
    const changes = Array.isArray(flags) && flags.some((flag) => flag === 'dynamic' || flag === 'timeout')
    if (set !== undefined || map !== undefined)
      sets.set(keyOf(family, table, name), set !== undefined && !changes && Array.isArray(elem) ? elem : null)
  }
  return sets
}

function translation(draft: ForeignDraft, name: 'snat' | 'dnat', { addr, port, family }: Json): void {
  draft.verdict = 'translate'
  if (typeof addr !== 'string' || addr.startsWith('@') || (port !== undefined && typeof port !== 'number')) return
  draft.verdict = name
  draft.to = addr
  if (family === 'ip' || family === 'ip6') draft.family = family === 'ip' ? 4 : 6
  if (typeof port === 'number') draft.port = port
}

/** The fields of a packet's headers by which it is sent on its way. */
const ADDRESSING = new Set<unknown>(['saddr', 'daddr', 'sport', 'dport', undefined])

/** Whether a statement writes another address or port into the packet, or bytes that have no name: stateless NAT (nft(8), payload statement). */
function rewrites({ key }: Json): boolean {
  const { payload } = record(key)
  return payload !== undefined && ADDRESSING.has(record(payload).field)
}

/** The rule's last word, if the packet comes to it: not past a statement that is not understood, and not as it was past stateless NAT. */
function conclude(draft: ForeignDraft, verdict: ForeignDraft['verdict']): void {
  if (draft.verdict === 'unknown') draft.unclear = true
  if (draft.verdict !== 'translate' || verdict === 'drop' || verdict === 'reject') draft.verdict = verdict
}

/** One statement into the draft. What is not understood makes the rule unclear, or its verdict unknown. */
function readStatement(draft: ForeignDraft, name: string, body: unknown, sets: NamedSets, table: string): void {
  const inside = record(body)
  switch (name) {
    case 'match':
      if (!readForeignMatch(draft, inside.left, inside.op, inside.right, sets, table)) draft.unclear = true
      return
    case 'accept':
    case 'drop':
    case 'reject':
    case 'return':
    case 'masquerade':
      conclude(draft, name)
      return
    case 'mangle':
      if (rewrites(inside)) draft.verdict = 'translate'
      return
    case 'set':
    case 'map':
      // What is kept for each element decides whether the packet goes on to the rest of the rule.
      if (statements(inside.stmt).some(([inner]) => RATED.has(inner))) draft.unclear = true
      return
    case 'jump':
    case 'goto':
      conclude(draft, name)
      draft.to = wordOf(inside.target)
      return
    case 'snat':
    case 'dnat':
      translation(draft, name, inside)
      return
    case 'redirect':
      draft.verdict = 'translate'
      return
    case 'notrack':
      draft.verdict = 'untrack'
      return
    case 'xt':
      if (inside.type === 'target') draft.verdict = targetVerdict(wordOf(inside.name))
      else if (inside.name !== 'comment') draft.unclear = true
      // Older versions of nft only say that there is something.
      if (inside.type === undefined) draft.verdict = 'unknown'
      return
    default:
      if (RATED.has(name)) draft.unclear = true
      else if (!INNOCENT.has(name)) draft.verdict = 'unknown'
  }
}

/** A verdict map with its pairs in place is a rule for each. Undefined where it is another map, whose verdicts are not understood. */
function unfold(before: ForeignDraft, body: Json, sets: NamedSets, table: string): ForeignDraft[] | undefined {
  const { set } = record(body.data)
  if (!Array.isArray(set)) return undefined
  const pairs = set.map((pair: unknown) => (Array.isArray(pair) ? pair : []))
  const named = pairs.map(([value]) => value).filter((value) => !isCatchAll(value))
  return pairs.map(([value, verdict]) => {
    const draft: ForeignDraft = { ...before, conditions: [...before.conditions] }
    const [op, values] = isCatchAll(value) ? (['!=', { set: named }] as const) : (['==', value] as const)
    if (!readForeignMatch(draft, body.key, op, values, sets, table)) draft.unclear = true
    for (const [name, inside] of statements([verdict])) readStatement(draft, name, inside, sets, table)
    return draft
  })
}

function readRule(rule: Json, sets: NamedSets): ForeignDraft[] {
  const table = keyOf(rule.family, rule.table)
  const draft = blankDraft()
  if (rule.family === 'ip' || rule.family === 'ip6') draft.family = rule.family === 'ip' ? 4 : 6
  for (const [name, body] of statements(rule.expr)) {
    const unfolded = name === 'vmap' ? unfold(draft, record(body), sets, table) : undefined
    if (unfolded) return unfolded
    readStatement(draft, name, body, sets, table)
  }
  return [draft]
}

function hasExtension(rule: Json): boolean {
  return statements(rule.expr).some(([name]) => name === 'xt')
}

/** The rules of one chain. */
function rulesOf(rules: readonly Json[], sets: NamedSets, saved: SavedFamilies): ForeignRule[] {
  const [first] = rules
  const family = first?.family
  const told =
    first && isIptables(first) && (family === 'ip' || family === 'ip6')
      ? saved[family]?.get(keyOf(first.table, first.chain))
      : undefined
  // Told between two changes, or of rules that the tool cannot read: which is which is not known then.
  const paired = told?.length === rules.length ? told : undefined
  return rules.flatMap((rule, index) => {
    const drafts = readRule(rule, sets)
    const by = paired?.[index]
    const text = shortened(by?.text ?? ruleWords(rule.expr))
    const better = by && hasExtension(rule) ? [completed(rule, drafts[0] ?? blankDraft(), by.draft)] : drafts
    return better.map((draft) => ({ at: index + 1, handle: numberOf(rule.handle), text, ...draft }))
  })
}

/** A rule with extensions: its conditions as iptables tells them, its verdict from there, too, unless nft knows it. */
function completed(rule: Json, draft: ForeignDraft, saved: ForeignDraft): ForeignDraft {
  const byTarget = statements(rule.expr).some(([name, body]) => name === 'xt' && record(body).type !== 'match')
  const { conditions, unclear } = saved
  const verdict = byTarget ? saved : draft
  return {
    ...(draft.family !== undefined && { family: draft.family }),
    conditions,
    ...(unclear && { unclear }),
    verdict: verdict.verdict,
    ...(verdict.to !== undefined && { to: verdict.to }),
    ...(verdict.port !== undefined && { port: verdict.port }),
  }
}

function oneOf<T extends string>(words: readonly T[], value: unknown): T | undefined {
  return words.find((word) => word === value)
}

function isIdle({ policy, rules, more }: ForeignChain): boolean {
  return policy !== 'drop' && rules.length === 0 && more === undefined
}

/** The chains that a packet can come to: those on hooks, and where they lead. */
function reached(chains: readonly ForeignChain[]): ForeignChain[] {
  const key = ({ family, table }: ForeignChain, name: string) => `${family} ${table} ${name}`
  const known = new Map(chains.map((chain) => [key(chain, chain.name), chain]))
  const found = new Set<ForeignChain>()
  const visit = (chain: ForeignChain | undefined) => {
    if (!chain || found.has(chain)) return
    found.add(chain)
    for (const { verdict, to } of chain.rules)
      if (to !== undefined && (verdict === 'jump' || verdict === 'goto')) visit(known.get(key(chain, to)))
  }
  for (const chain of chains) if (chain.hook !== undefined && !isIdle(chain)) visit(chain)
  return chains.filter((chain) => found.has(chain))
}

/**
 * Reads what others have written into the packet filters and NAT of a namespace, from `nft -j list ruleset` (libnftables-json(5)).
 *
 * @param isOwn whether a table is ours, and not to be read
 * @param saved what iptables itself tells of its rules, of whose extensions nft knows the names alone
 */
export function readForeignChains(
  json: unknown,
  isOwn: (family: unknown, table: unknown) => boolean,
  saved: SavedFamilies = {},
): ForeignChain[] {
  const entries = entriesOf(json)
  const sets = setsOf(entries)
  const rules = new Map<string, Json[]>()
  for (const { rule } of entries) {
    if (!isObject(rule)) continue
    const key = keyOf(rule.family, rule.table, rule.chain)
    const known = rules.get(key)
    if (known) known.push(rule)
    else rules.set(key, [rule])
  }
  let room = MOST_RULES_OF_ALL
  const chains: ForeignChain[] = []
  for (const { chain } of entries) {
    if (!isObject(chain)) continue
    const family = oneOf(FAMILIES, chain.family)
    if (!family || isOwn(chain.family, chain.table)) continue
    const hook = oneOf(HOOKS, chain.hook)
    if (chain.hook !== undefined && !hook) continue
    const all = rulesOf(rules.get(keyOf(family, chain.table, chain.name)) ?? [], sets, saved)
    const kept = all.slice(0, Math.min(MOST_RULES, room))
    room -= kept.length
    chains.push({
      family,
      table: wordOf(chain.table),
      name: wordOf(chain.name),
      ...(hook && {
        hook,
        type: oneOf(TYPES, chain.type) ?? 'filter',
        priority: numberOf(chain.prio),
        policy: chain.policy === 'drop' ? ('drop' as const) : ('accept' as const),
      }),
      rules: kept,
      ...(kept.length < all.length && { more: all.length - kept.length }),
    })
  }
  return reached(chains)
}
