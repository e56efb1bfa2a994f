import type { ForeignCondition } from './foreign'
import { ask, type ForeignDraft, icmpType, protocolName } from './foreign-rule'
import { type Json, record, wordOf } from './nft-json'

/** The elements of a table's named sets, by `family table set`; null for those that packets change or that hold something else. */
export type NamedSets = ReadonlyMap<string, readonly unknown[] | null>

/** More values than this are not kept. */
const MOST_VALUES = 256

/** Statements in a rule or beside a set's element that a packet passes at a certain rate or amount only. */
export const RATED: ReadonlySet<string> = new Set(['limit', 'quota', 'connlimit', 'ct count'])

/** Whether it stands for every value that no other element is: the catch-all of a set or a map (nft(8), which has no other lone `*`). */
export function isCatchAll(value: unknown): boolean {
  return value === '*' || record(record(value).elem).val === '*'
}

/** One value as text: a name, a number, an address, a network or a range. */
function valueText(value: unknown): string | undefined {
  if (isCatchAll(value)) return undefined
  if (typeof value === 'string') return value.startsWith('@') ? undefined : value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const { prefix, range, elem } = record(value)
  if (elem !== undefined) return Object.keys(record(elem)).some((key) => RATED.has(key)) ? undefined : valueText(record(elem).val)
  if (Array.isArray(range)) {
    const [from, to] = range.map(valueText)
    return from !== undefined && to !== undefined ? `${from}-${to}` : undefined
  }
  const { addr, len } = record(prefix)
  return typeof addr === 'string' && typeof len === 'number' ? `${addr}/${len}` : undefined
}

/** A right side as values: one, a list, an anonymous set, or a named one of the same table. */
function valuesOf(right: unknown, table: string, sets: NamedSets): string[] | undefined {
  const { set } = record(right)
  const named = typeof right === 'string' && right.startsWith('@') ? sets.get(`${table} ${right.slice(1)}`) : undefined
  if (named === null) return undefined
  const list: readonly unknown[] = named ?? (Array.isArray(right) ? right : Array.isArray(set) ? set : [right])
  if (list.length > MOST_VALUES) return undefined
  const texts = list.map(valueText)
  return texts.every((text) => text !== undefined) ? texts : undefined
}

const META: Readonly<Record<string, ForeignCondition['field']>> = { iif: 'in', iifname: 'in', oif: 'out', oifname: 'out' }
const STATES = new Set(['new', 'established', 'related', 'invalid', 'untracked'])

function readMeta(draft: ForeignDraft, key: unknown, values: string[], not: boolean): boolean {
  const field = META[wordOf(key)]
  if (field) ask(draft, field, values, not)
  else if (key === 'l4proto') ask(draft, 'protocol', values.map(protocolName), not)
  else if (key === 'nfproto' && values.length === 1) draft.family = (values[0] === 'ipv6') === not ? 4 : 6
  else return false
  return true
}

function readPayload(draft: ForeignDraft, { protocol, field }: Json, values: string[], not: boolean): boolean {
  if (protocol === 'ip' || protocol === 'ip6') {
    draft.family = protocol === 'ip' ? 4 : 6
    if (field === 'saddr' || field === 'daddr') ask(draft, field === 'saddr' ? 'source' : 'destination', values, not)
    else if (field === 'protocol' || field === 'nexthdr') ask(draft, 'protocol', values.map(protocolName), not)
    else return false
    return true
  }
  if (protocol === 'tcp' || protocol === 'udp' || protocol === 'th') {
    if (field !== 'sport' && field !== 'dport') return false
    // To ask for a port is to ask for the protocol that has it.
    ask(draft, 'protocol', protocol === 'th' ? ['tcp', 'udp'] : [protocol])
    ask(draft, field === 'sport' ? 'source-port' : 'port', values, not)
    return true
  }
  if ((protocol === 'icmp' || protocol === 'icmpv6') && field === 'type') {
    ask(draft, 'protocol', [protocol])
    ask(
      draft,
      'icmp-type',
      values.map((value) => icmpType(protocol, value)),
      not,
    )
    return true
  }
  return false
}

function readState(draft: ForeignDraft, key: unknown, values: string[], not: boolean): boolean {
  if (key !== 'state' || !values.every((value) => STATES.has(value))) return false
  ask(draft, 'state', values, not)
  return true
}

function readFib(draft: ForeignDraft, { result, flags }: Json, values: string[], not: boolean): boolean {
  const ofDestination = flags === 'daddr' || (Array.isArray(flags) && flags.length === 1 && flags[0] === 'daddr')
  if (result !== 'type' || !ofDestination || values.length !== 1 || values[0] !== 'local') return false
  ask(draft, 'local', [], not)
  return true
}

/** Reads `left op right` into a condition; false, and nothing is added, where it is not understood. */
export function readForeignMatch(
  draft: ForeignDraft,
  left: unknown,
  op: unknown,
  right: unknown,
  sets: NamedSets,
  table: string,
): boolean {
  const values = valuesOf(right, table, sets)
  if (!values || (op !== '==' && op !== 'in' && op !== '!=')) return false
  const not = op === '!='
  const { meta, payload, ct, fib } = record(left)
  if (meta !== undefined) return readMeta(draft, record(meta).key, values, not)
  if (payload !== undefined) return readPayload(draft, record(payload), values, not)
  if (ct !== undefined) return readState(draft, record(ct).key, values, not)
  return fib !== undefined && readFib(draft, record(fib), values, not)
}
