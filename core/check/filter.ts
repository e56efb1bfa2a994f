import type { ElementRef } from '../lab/element'
import type { FilterChain, FilterChainName, FilterRule } from '../lab/filter-schema'
import { FILTER_CHAINS } from '../lab/filter-words'
import { HOST } from '../lab/ids'
import { bitsOf, type Cidr, cidrText, contains, hasHostBits, networkOf, parseAddress, parseCidr } from '../net/address'
import { filterOpRule } from '../plan/filter'
import type { FilterOpRule } from '../plan/ops'
import type { CheckedNetns, Context } from './context'

/** A chain that is being looked at. */
interface Case {
  context: Context
  node: string
  netns?: CheckedNetns
  chain: FilterChainName
  element: ElementRef
  path: (string | number)[]
}

/** Packet filters: that each rule can be written and can match, and that the whole does not cut off more than it says. */
export function checkFilter(context: Context): void {
  for (const [node, found] of Object.entries(context.lab.nodes)) {
    if (found.kind === 'bridge' || !found.filter) continue
    const element: ElementRef = { kind: 'node', node }
    for (const chain of FILTER_CHAINS) {
      const drawn = found.filter[chain]
      if (!drawn) continue
      const path = ['nodes', node, 'filter', chain]
      const item: Case = { context, node, netns: context.netns.get(node), chain, element, path }
      if (chain === 'forward' && !found.forwarding) context.report('filter-forward-unused', element, path, { node }, 'warning')
      const rules = checkRules(item, drawn.rules ?? [])
      if (drawn.policy === 'drop') checkPolicy(item, drawn, rules)
    }
  }
}

function checkRules(item: Case, rules: readonly FilterRule[]): FilterOpRule[] {
  const before: { rule: FilterOpRule; number: number }[] = []
  for (const [index, rule] of rules.entries()) {
    const at = [...item.path, 'rules', index]
    checkFields(item, rule, at)
    const op = filterOpRule(rule)
    if (!op) continue
    const taker = before.find((other) => takesAll(other.rule, op))
    if (taker) item.context.report('filter-shadowed', item.element, at, { number: taker.number, node: item.node }, 'warning')
    before.push({ rule: op, number: index + 1 })
  }
  return before.map(({ rule }) => rule)
}

function checkFields(item: Case, rule: FilterRule, at: (string | number)[]): void {
  const { context, chain, element } = item
  const source = networkAt(item, rule.source, [...at, 'source'])
  const destination = networkAt(item, rule.destination, [...at, 'destination'])
  const families = new Set([
    source?.family,
    destination?.family,
    rule.protocol === 'icmp' ? 4 : rule.protocol === 'icmpv6' ? 6 : undefined,
  ])
  families.delete(undefined)
  if (families.size > 1) context.report('nat-mixed-families', element, at)
  if (rule.port !== undefined && rule.protocol !== 'tcp' && rule.protocol !== 'udp')
    context.report('filter-port-alone', element, [...at, 'port'], { port: rule.port })
  for (const field of ['in', 'out'] as const) {
    const name = rule[field]
    if (name === undefined) continue
    if ((field === 'in' && chain === 'output') || (field === 'out' && chain === 'input'))
      context.report('filter-wrong-direction', element, [...at, field], { field, chain })
    else checkDevice(item, name, [...at, field])
  }
}

function checkDevice({ context, node, netns, element }: Case, name: string, at: (string | number)[]): void {
  const found = netns?.byName.get(name)
  if (name === 'lo') return
  if (!found) {
    const near = context.nearest(name, () => netns?.byName.keys() ?? [])
    context.report('nat-interface-unknown', element, at, { node, name, near })
  } else if (found.port !== undefined) context.report('nat-interface-is-port', element, at, { name, bridge: found.port })
}

function networkAt({ context, element }: Case, text: string | undefined, at: (string | number)[]): Cidr | undefined {
  if (text === undefined) return undefined
  const address = text.includes('/') ? undefined : parseAddress(text)
  const read =
    address === undefined
      ? parseCidr(text)
      : typeof address === 'string'
        ? address
        : { ...address, prefix: bitsOf(address.family) }
  if (typeof read === 'string') {
    context.report(read, element, at, { text })
    return undefined
  }
  if (!hasHostBits(read)) return read
  const single = cidrText({ ...read, prefix: bitsOf(read.family) })
  context.report('nat-host-bits', element, at, { text, network: cidrText(networkOf(read)), single })
  return read
}

function holds(wide: string | undefined, narrow: string | undefined): boolean {
  if (wide === undefined) return true
  const outer = parseNetwork(wide)
  const inner = narrow === undefined ? undefined : parseNetwork(narrow)
  return outer !== undefined && inner !== undefined && outer.prefix <= inner.prefix && contains(outer, inner)
}

function parseNetwork(text: string): Cidr | undefined {
  const address = parseAddress(text)
  if (typeof address !== 'string') return { ...address, prefix: bitsOf(address.family) }
  const cidr = parseCidr(text)
  return typeof cidr === 'string' ? undefined : cidr
}

/** Whether an earlier rule decides about every packet that a later one would match. */
function takesAll(other: FilterOpRule, rule: FilterOpRule): boolean {
  const same = (field: 'in' | 'out' | 'protocol' | 'port') => other[field] === undefined || other[field] === rule[field]
  const states = other.state.length === 0 || (rule.state.length > 0 && rule.state.every((state) => other.state.includes(state)))
  const family = other.family === 'any' || other.family === rule.family
  return (
    family &&
    states &&
    same('in') &&
    same('out') &&
    same('protocol') &&
    same('port') &&
    holds(other.source, rule.source) &&
    holds(other.destination, rule.destination)
  )
}

/** What a policy of drop takes away that few people mean to lose. */
function checkPolicy(
  { context, node, netns, chain, element, path }: Case,
  drawn: FilterChain,
  rules: readonly FilterOpRule[],
): void {
  const at = [...path, 'policy']
  const accepted = rules.filter(({ action }) => action === 'accept')
  const answers = accepted.some(({ state, port }) => (state.length === 0 ? port === undefined : state.includes('established')))
  if (drawn.rules?.length && !answers) context.report('filter-no-answers', element, at, { node, chain }, 'warning')
  if (node === HOST && chain !== 'forward') context.report('filter-host-cut-off', element, at, { chain }, 'warning')
  const six = netns?.interfaces.some(
    ({ port, addresses }) => port === undefined && addresses.some(({ cidr }) => cidr.family === 6),
  )
  // Neighbour discovery belongs to no connection, so a rule for established ones does not let it through.
  const discovers = accepted.some(
    ({ state, protocol, family, port }) =>
      state.length === 0 && port === undefined && family !== 4 && (protocol === undefined || protocol === 'icmpv6'),
  )
  if (six && chain !== 'forward' && !discovers) context.report('filter-no-discovery', element, at, { node, chain }, 'warning')
}
