import { addressOf, cidrOf } from '../net/address'
import { ask, blankDraft, type ForeignDraft, icmpType, protocolName, targetVerdict } from './foreign-rule'

/** A rule as `iptables-save` tells it (iptables-save(8)): its words, and what they ask and do. */
export interface SavedRule {
  text: string
  draft: ForeignDraft
}

/** The rules by `table chain`, in their order. */
export type SavedRules = Map<string, SavedRule[]>

/** Reads what `iptables-save` or `ip6tables-save` wrote. Total: what is not understood is marked so. */
export function readIptablesSave(text: string): SavedRules {
  const rules: SavedRules = new Map()
  let table = ''
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) table = line.slice(1).trim()
    if (!line.startsWith('-A ')) continue
    const [, chain = '', ...words] = wordsOf(line)
    const key = `${table} ${chain}`
    const saved = { text: line, draft: readWords(words) }
    const known = rules.get(key)
    if (known) known.push(saved)
    else rules.set(key, [saved])
  }
  return rules
}

/** Splits at blanks; a word in double quotes may have some, and a backslash before a quote. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|\S+/g)].map(([whole, quoted]) => quoted?.replace(/\\(.)/g, '$1') ?? whole)
}

/** Matches of which every option is read below; an option that is not makes the rule unclear. */
const MATCHES = new Set(['tcp', 'udp', 'icmp', 'icmp6', 'comment', 'conntrack', 'state', 'multiport', 'addrtype'])
const STATES = new Set(['new', 'established', 'related', 'invalid', 'untracked'])

interface Option {
  name: string
  values: string[]
  not: boolean
}

/** `! -s 10.0.0.0/8 -m tcp --dport 80 …` as options with what belongs to each. */
function optionsOf(words: readonly string[]): Option[] {
  const options: Option[] = []
  let not = false
  for (const word of words) {
    if (word === '!') not = true
    else if (/^--?[a-z]/i.test(word)) {
      options.push({ name: word, values: [], not })
      not = false
    } else options.at(-1)?.values.push(word)
  }
  return options
}

function readWords(words: readonly string[]): ForeignDraft {
  const draft = blankDraft()
  const options = optionsOf(words)
  const target = options.findIndex(({ name }) => name === '-j' || name === '-g')
  for (const option of target === -1 ? options : options.slice(0, target)) if (!readMatch(draft, option)) draft.unclear = true
  if (target !== -1) readTarget(draft, options.slice(target))
  return draft
}

const ports = (text: string): string[] => text.split(',').map((one) => one.replace(':', '-'))
const interfaceName = (text: string): string => text.replace(/\+$/, '*')

/** One option; false, and nothing is added, where it is not understood. */
function readMatch(draft: ForeignDraft, { name, values, not }: Option): boolean {
  const [value = ''] = values
  switch (name) {
    case '-m':
      return MATCHES.has(value)
    case '--comment':
      return true
    case '-s':
    case '-d':
      // A mask with holes is written as one: `10.0.0.0/255.0.0.255`.
      if (!addressOf(value) && !cidrOf(value)) return false
      ask(draft, name === '-s' ? 'source' : 'destination', [value], not)
      return true
    case '-i':
      ask(draft, 'in', [interfaceName(value)], not)
      return true
    case '-o':
      ask(draft, 'out', [interfaceName(value)], not)
      return true
    case '-p':
      ask(draft, 'protocol', [protocolName(value)], not)
      return true
    case '--sport':
    case '--sports':
      ask(draft, 'source-port', ports(value), not)
      return true
    case '--dport':
    case '--dports':
      ask(draft, 'port', ports(value), not)
      return true
    case '--icmp-type':
    case '--icmpv6-type':
      if (value !== 'any') ask(draft, 'icmp-type', [icmpType(name === '--icmp-type' ? 'icmp' : 'icmpv6', value)], not)
      return true
    case '--dst-type':
      if (value !== 'LOCAL') return false
      ask(draft, 'local', [], not)
      return true
    case '--ctstate':
    case '--state': {
      const states = value.toLowerCase().split(',')
      if (!states.every((state) => STATES.has(state))) return false
      ask(draft, 'state', states, not)
      return true
    }
    default:
      return false
  }
}

function readTarget(draft: ForeignDraft, [target, ...options]: readonly Option[]): void {
  const name = target?.values[0] ?? ''
  // A chain is `unknown` here, too: where a rule leads to one, nft tells it.
  draft.verdict = targetVerdict(name)
  const option = (wanted: string) => options.find((one) => one.name === wanted)?.values[0]
  if (name === 'CT') draft.verdict = options.some((one) => one.name === '--notrack') ? 'untrack' : 'next'
  const to = /^([0-9.]+|\[[0-9a-f:]+\]|[0-9a-f:]+)(?::(\d+))?$/i.exec(option('--to-destination') ?? option('--to-source') ?? '')
  if (!to?.[1] || (name !== 'DNAT' && name !== 'SNAT')) return
  draft.verdict = name === 'DNAT' ? 'dnat' : 'snat'
  draft.to = to[1].replace(/^\[|\]$/g, '')
  if (to[2] !== undefined && name === 'DNAT') draft.port = Number(to[2])
}
