import { addressText, bitsOf, cidrText, networkOf, parseAddress, parseCidr } from '../../net/address'
import { nearest } from '../../net/similar'
import { maskLength } from './ifconfig'
import { type RuleMatch, stateNames } from './rules'
import type { Session } from './session'

/** A rule as it is being read. */
export interface Draft {
  match: RuleMatch
  target?: string
  to?: string
  toPorts?: string
  /** Matches that a lab cannot hold. */
  beyond: string[]
}

interface Option {
  names: readonly string[]
  takes: 0 | 1
  /** Returns what is wrong with the value, if anything. */
  read: (draft: Draft, value: string, negated: boolean) => void
}

function network(text: string): string {
  const slash = text.indexOf('/')
  const length = slash < 0 ? undefined : maskLength(text.slice(slash + 1))
  const plain = length === undefined ? text : `${text.slice(0, slash)}/${length}`
  const cidr = parseCidr(plain)
  if (typeof cidr !== 'string') return cidr.prefix === bitsOf(cidr.family) ? addressText(cidr) : cidrText(networkOf(cidr))
  const address = parseAddress(plain)
  return typeof address === 'string' ? text : addressText(address)
}

const beyond =
  (name: string): Option['read'] =>
  ({ beyond: list }, value, negated) => {
    list.push(`${negated ? '! ' : ''}${name}${value === '' ? '' : ` ${value}`}`)
  }

function positive(name: string, read: (draft: Draft, value: string) => void): Option['read'] {
  return (draft, value, negated) => (negated ? beyond(name)(draft, value, true) : read(draft, value))
}

/** The words of iptables(8) and iptables-extensions(8) that rules in network labs use. */
const OPTIONS: readonly Option[] = [
  { names: ['-s', '--source', '--src'], takes: 1, read: positive('-s', ({ match }, value) => (match.source = network(value))) },
  {
    names: ['-d', '--destination', '--dst'],
    takes: 1,
    read: ({ match }, value, negated) => {
      if (negated) match.except.push(network(value))
      else match.destination = network(value)
    },
  },
  { names: ['-i', '--in-interface'], takes: 1, read: positive('-i', ({ match }, value) => (match.in = value)) },
  { names: ['-o', '--out-interface'], takes: 1, read: positive('-o', ({ match }, value) => (match.out = value)) },
  { names: ['-p', '--protocol', '--proto'], takes: 1, read: positive('-p', ({ match }, value) => (match.protocol = value)) },
  {
    names: ['--dport', '--destination-port', '--dports'],
    takes: 1,
    read: positive('--dport', ({ match }, value) => (match.port = value)),
  },
  { names: ['--sport', '--source-port', '--sports'], takes: 1, read: beyond('--sport') },
  { names: ['-m', '--match'], takes: 1, read: () => {} },
  { names: ['--comment'], takes: 1, read: () => {} },
  {
    names: ['--state', '--ctstate'],
    takes: 1,
    read: (draft, value, negated) => {
      const state = stateNames(value)
      if (negated || state === undefined) beyond('--state')(draft, value, negated)
      else draft.match.state = state
    },
  },
  {
    names: ['--mark', '--mac-source', '--src-type', '--limit', '--limit-burst', '--src-range', '--dst-range', '--icmp-type'],
    takes: 1,
    read: beyond('-m'),
  },
  {
    names: ['--dst-type'],
    takes: 1,
    read: (draft, value, negated) => value === 'LOCAL' || beyond('--dst-type')(draft, value, negated),
  },
  { names: ['--syn'], takes: 0, read: beyond('--syn') },
  { names: ['-j', '--jump', '-g', '--goto'], takes: 1, read: (draft, value) => (draft.target = value) },
  { names: ['--to-destination', '--to-source', '--to'], takes: 1, read: (draft, value) => (draft.to = value) },
  { names: ['--to-ports', '--to-port'], takes: 1, read: (draft, value) => (draft.toPorts = value) },
  { names: ['--reject-with', '--log-prefix', '--log-level', '--set-mark', '--set-xmark'], takes: 1, read: () => {} },
  {
    names: ['--random', '--random-fully', '--persistent', '-v', '--verbose', '-n', '--numeric', '-x', '--line-numbers'],
    takes: 0,
    read: () => {},
  },
  { names: ['-w', '--wait'], takes: 0, read: () => {} },
  { names: ['-c', '--set-counters'], takes: 1, read: () => {} },
]

const BY_NAME = new Map(OPTIONS.flatMap((option) => option.names.map((name): [string, Option] => [name, option])))

type Verb =
  | 'append'
  | 'insert'
  | 'delete'
  | 'check'
  | 'replace'
  | 'list'
  | 'flush'
  | 'zero'
  | 'new'
  | 'remove'
  | 'policy'
  | 'rename'
const VERBS: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['-A', 'append'],
  ['--append', 'append'],
  ['-I', 'insert'],
  ['--insert', 'insert'],
  ['-D', 'delete'],
  ['--delete', 'delete'],
  ['-C', 'check'],
  ['--check', 'check'],
  ['-R', 'replace'],
  ['-L', 'list'],
  ['--list', 'list'],
  ['-S', 'list'],
  ['--list-rules', 'list'],
  ['-F', 'flush'],
  ['--flush', 'flush'],
  ['-Z', 'zero'],
  ['-N', 'new'],
  ['--new-chain', 'new'],
  ['-X', 'remove'],
  ['--delete-chain', 'remove'],
  ['-P', 'policy'],
  ['--policy', 'policy'],
  ['-E', 'rename'],
])

/** What a command is to do. */
export interface Parsed {
  verb: Verb
  table: string
  chain?: string
  /** The place of an insert or a delete, from 1. */
  number?: number
  policy?: string
  draft: Draft
}

/** Reads the words of one iptables command; undefined after saying what is wrong. */
export function parseOptions(session: Session, words: readonly string[], table = 'filter'): Parsed | undefined {
  const draft: Draft = { match: { except: [] }, beyond: [] }
  const parsed: Parsed = { verb: 'list', table, draft }
  let negated = false
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const verb = VERBS.get(word)
    if (word === '!') {
      negated = true
      continue
    }
    if (word === '-t' || word === '--table') parsed.table = words[++at] ?? ''
    else if (verb) {
      parsed.verb = verb
      if (words[at + 1] !== undefined && !words[at + 1]?.startsWith('-')) parsed.chain = words[++at]
      if (/^\d+$/.test(words[at + 1] ?? '')) parsed.number = Number(words[++at])
      if (verb === 'policy') parsed.policy = words[++at]
    } else {
      const option = BY_NAME.get(word)
      if (!option) {
        const near = nearest(word, BY_NAME.keys())
        session.report('error', 'import-rule-option', { word, near })
        return undefined
      }
      // The old form of a negation stands after its option.
      if (option.takes && words[at + 1] === '!') {
        negated = true
        at++
      }
      option.read(draft, option.takes ? (words[++at] ?? '') : '', negated)
    }
    negated = false
  }
  return parsed
}
