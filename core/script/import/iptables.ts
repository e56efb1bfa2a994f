import { addressText, bitsOf, cidrText, networkOf, parseAddress, parseCidr } from '../../net/address'
import { nearest } from '../../net/similar'
import { maskLength } from './ifconfig'
import type { Netns } from './machine'
import { type Chain, type ChainRule, type RuleMatch, type RuleTarget, ruleKey, stateNames } from './rules'
import { type Call, DONE, FAILED, type Outcome, type Program, type Session } from './session'

/** A rule as it is being read. */
interface Draft {
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

interface Parsed {
  verb: Verb
  table: string
  chain?: string
  /** The place of an insert or a delete, from 1. */
  number?: number
  policy?: string
  draft: Draft
}

/** Undefined after saying what is wrong. */
function parse(session: Session, words: readonly string[], table = 'filter'): Parsed | undefined {
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

const keyOf = (family: 4 | 6, table: string, chain: string) => `iptables ${family} ${table} ${chain}`

type Table = 'nat' | 'filter'

/** The builtin chains that a lab has a place for. */
const HOOKS: Record<Table, Readonly<Record<string, Chain['hook']>>> = {
  nat: { PREROUTING: 'prerouting', POSTROUTING: 'postrouting' },
  filter: { INPUT: 'input', FORWARD: 'forward', OUTPUT: 'output' },
}

function chainOf(netns: Netns, family: 4 | 6, table: Table, name: string): Chain {
  const key = keyOf(family, table, name)
  const known = netns.chains.get(key)
  if (known) return known
  const hook = HOOKS[table][name]
  const chain: Chain = { rules: [], ...(hook && { hook }), ...(table === 'filter' && { filter: true }) }
  netns.chains.set(key, chain)
  return chain
}

const FILTERS = new Set(['DROP', 'REJECT'])

function targetOf({ target, to }: Draft, family: 4 | 6, table: Table): RuleTarget | undefined {
  if (target !== undefined && FILTERS.has(target) && table === 'filter') return { kind: target === 'DROP' ? 'drop' : 'reject' }
  switch (target) {
    case 'MASQUERADE':
      return { kind: 'masquerade' }
    case 'SNAT':
      return to === undefined ? undefined : { kind: 'snat', to }
    case 'DNAT':
      return to === undefined ? undefined : { kind: 'dnat', to }
    case 'RETURN':
      return { kind: 'return' }
    case 'ACCEPT':
      return { kind: 'accept' }
    case undefined:
    case 'REDIRECT':
    case 'LOG':
    case 'NFLOG':
    case 'DROP':
    case 'REJECT':
    case 'QUEUE':
    case 'NETMAP':
      return undefined
    default:
      return { kind: 'jump', chain: keyOf(family, table, target) }
  }
}

/** The rule of a draft, or undefined after saying why a lab cannot hold it. */
function ruleOf(
  session: Session,
  { draft }: Parsed,
  family: 4 | 6,
  table: Table,
  words: readonly string[],
): ChainRule | undefined {
  const { match } = draft
  const extra = [...draft.beyond]
  if (table === 'nat' && match.state !== undefined) extra.push(`--state ${match.state.toUpperCase()}`)
  const text = words.join(' ')
  if (draft.target === 'DNAT' || draft.target === 'SNAT') {
    if (draft.to === undefined) {
      session.report('error', 'import-missing', {
        tool: `-j ${draft.target}`,
        what: draft.target === 'DNAT' ? '--to-destination' : '--to-source',
      })
      return undefined
    }
  }
  if (match.port !== undefined && match.protocol === undefined) {
    session.report('warning', 'import-port-without-protocol', { port: match.port })
    match.protocol = 'tcp'
  }
  const target = targetOf(draft, family, table)
  if (!target || extra.length > 0) {
    session.report('error', 'import-rule-beyond', { text: extra.length > 0 ? extra.join(', ') : text })
    return undefined
  }
  return { order: session.nextOrder(), line: session.line, family, match, target }
}

function tableCommand(call: Call, parsed: Parsed, table: Table, family: 4 | 6, words: readonly string[]): Outcome {
  const { netns, session } = call
  const { verb, chain: name, number } = parsed
  if (verb === 'list' || verb === 'zero' || verb === 'rename') return DONE
  if (verb === 'flush' || verb === 'remove') {
    for (const [key, chain] of netns.chains) {
      if (!key.startsWith(keyOf(family, table, '')) || (name !== undefined && key !== keyOf(family, table, name))) continue
      if (verb === 'flush') chain.rules = []
      else if (!chain.hook) netns.chains.delete(key)
    }
    return DONE
  }
  if (name === undefined) return session.report('error', 'import-missing', { tool: 'iptables', what: 'CHAIN' })
  const chain = chainOf(netns, family, table, name)
  if (verb === 'policy') {
    if (table === 'filter' && chain.hook) chain.policy = { drop: parsed.policy === 'DROP', line: session.line }
    return DONE
  }
  if (verb === 'new') return DONE
  if (verb === 'delete' && number !== undefined) return chain.rules.splice(number - 1, 1).length > 0 ? DONE : FAILED
  if (table === 'nat' && (name === 'OUTPUT' || name === 'INPUT'))
    return session.report('warning', 'import-rule-beyond', { text: words.join(' ') })
  const rule = ruleOf(session, parsed, family, table, words)
  if (!rule) return FAILED
  const same = chain.rules.findIndex((known) => ruleKey(known) === ruleKey(rule))
  switch (verb) {
    case 'check':
      return same >= 0 ? DONE : FAILED
    case 'delete':
      if (same >= 0) chain.rules.splice(same, 1)
      else session.report('info', 'import-nothing-to-delete', { what: words.join(' ') })
      return same >= 0 ? DONE : FAILED
    case 'insert':
      insertRule(chain, (number ?? 1) - 1, rule)
      return DONE
    case 'replace':
      chain.rules.splice((number ?? 1) - 1, 1, rule)
      return DONE
    default:
      if (same >= 0) session.report('warning', 'import-rule-twice', { line: chain.rules[same]?.line ?? 0 })
      else chain.rules.push(rule)
      return DONE
  }
}

/** An inserted rule comes before what it was put in front of, across chains too. */
function insertRule(chain: Chain, at: number, rule: ChainRule): void {
  const next = chain.rules[at]
  if (next) rule.order = next.order - 0.5 ** (chain.rules.length + 1)
  chain.rules.splice(at, 0, rule)
}

/** One iptables command in `iptables` or in a line of `iptables-save`. */
export function ruleCommand(call: Call, family: 4 | 6, words: readonly string[], given?: string): Outcome {
  const { session } = call
  const parsed = parse(session, words, given)
  if (!parsed) return FAILED
  const { verb, table } = parsed
  if (table === 'nat' || table === 'filter') return tableCommand(call, parsed, table, family, words)
  const changes = verb === 'append' || verb === 'insert' || verb === 'replace'
  return changes ? session.report('warning', 'import-rule-beyond', { text: words.join(' ') }) : DONE
}

/** `iptables …`. */
export const iptables: Program = (call) => ruleCommand(call, 4, call.words)
/** `ip6tables …`. */
export const ip6tables: Program = (call) => ruleCommand(call, 6, call.words)
