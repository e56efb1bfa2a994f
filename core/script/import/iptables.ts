import { type Draft, type Parsed, parseOptions } from './iptables-options'
import type { Netns } from './machine'
import { type Chain, type ChainRule, insertRule, type RuleTarget, ruleKey } from './rules'
import { type Call, DONE, FAILED, type Outcome, type Program, type Session } from './session'

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

/** One iptables command in `iptables` or in a line of `iptables-save`. */
export function ruleCommand(call: Call, family: 4 | 6, words: readonly string[], given?: string): Outcome {
  const { session } = call
  const parsed = parseOptions(session, words, given)
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
