import { type Json, record, statements, wordOf } from './nft-json'

/** The keys of meta that nft writes without the word before them (nft(8), meta expressions). */
const BARE = new Set<unknown>(['iif', 'oif', 'iifname', 'oifname', 'iiftype', 'oiftype', 'mark', 'skuid', 'skgid'])
const NAMES = new Set<unknown>(['iif', 'oif', 'iifname', 'oifname'])
/** A rule is to be recognised by its words, not to fill the page. */
const LONGEST = 240

function side(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.map(side).join(',')
  const [name = '', body] = Object.entries(record(value))[0] ?? []
  const inside = record(body)
  const parts = Array.isArray(body) ? body : []
  if (name === 'meta') return BARE.has(inside.key) ? wordOf(inside.key) : `meta ${wordOf(inside.key)}`
  if (name === 'payload') return inside.protocol === undefined ? 'payload' : `${wordOf(inside.protocol)} ${wordOf(inside.field)}`
  if (name === 'ct') return `ct ${wordOf(inside.key)}`
  if (name === 'prefix') return `${wordOf(inside.addr)}/${wordOf(inside.len)}`
  if (name === 'set') return `{ ${(Array.isArray(body) ? body : [body]).map(side).join(', ')} }`
  if (name === 'range') return parts.map(side).join('-')
  if (name === 'concat') return parts.map(side).join(' . ')
  if (name === 'elem') return side(inside.val)
  if (name === 'fib') return `fib ${side(inside.flags).replace(/,/g, ' . ')} ${wordOf(inside.result)}`
  if (name === '&' || name === '|') return `${side(parts[0])} ${name} ${side(parts[1])}`
  return name
}

function matchWords({ op, left, right }: Json): string {
  const key = record(record(left).meta).key
  const value = NAMES.has(key) && typeof right === 'string' && !right.startsWith('@') ? `"${right}"` : side(right)
  return [side(left), ...(op === '==' || op === 'in' ? [] : [wordOf(op)]), value].join(' ')
}

function statementWords(name: string, body: unknown): string[] {
  const inside = record(body)
  switch (name) {
    case 'counter':
      return []
    case 'match':
      return [matchWords(inside)]
    case 'jump':
    case 'goto':
      return [name, wordOf(inside.target)]
    case 'reject':
      return inside.type === undefined
        ? ['reject']
        : [`reject with ${[inside.type, inside.expr].filter(Boolean).map(wordOf).join(' ')}`]
    case 'xt':
      return [inside.type === 'target' ? `-j ${wordOf(inside.name)}` : `-m ${wordOf(inside.name ?? '?')}`]
    case 'limit':
      return [`limit rate ${wordOf(inside.rate)}/${wordOf(inside.per)}`]
    case 'vmap':
      return [`${side(inside.key)} vmap ${vmapWords(inside.data)}`]
    case 'snat':
    case 'dnat':
      return [`${name} to ${[side(inside.addr ?? ''), ...(inside.port === undefined ? [] : [side(inside.port)])].join(':')}`]
    default:
      return [name]
  }
}

function vmapWords(data: unknown): string {
  const { set } = record(data)
  if (!Array.isArray(set)) return side(data)
  return `{ ${set.map((pair) => (Array.isArray(pair) ? `${side(pair[0])} : ${ruleWords([pair[1]])}` : side(pair))).join(', ')} }`
}

/** A rule's expressions (libnftables-json(5)) in words near to nft's own, for a reader to find it by. */
export function ruleWords(expressions: unknown): string {
  return shortened(
    statements(expressions)
      .flatMap(([name, body]) => statementWords(name, body))
      .join(' '),
  )
}

/** A rule's text, cut where it would be too long to read. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}
