import type { ElementRef } from '../lab/element'
import type { NatRule } from '../lab/schema'
import type { Segment } from '../lab/segments'
import {
  type Address,
  type AddressProblem,
  addressText,
  bitsOf,
  type Cidr,
  cidrText,
  contains,
  hasHostBits,
  networkOf,
  overlaps,
  parseAddress,
  parseCidr,
  parseNatTarget,
  specialRange,
} from '../net/address'
import { equalData } from '../state/equal'
import type { CheckedInterface, CheckedNetns, Context } from './context'
import { networksText } from './routes'

type DnatRule = Extract<NatRule, { type: 'dnat' }>
type SourceRule = Exclude<NatRule, DnatRule>

interface Case {
  context: Context
  node: string
  netns?: CheckedNetns
  element: ElementRef
  path: (string | number)[]
}

/** NAT rules: that they can be written, and that they can ever match. */
export function checkNat(context: Context): void {
  for (const [node, found] of Object.entries(context.lab.nodes)) {
    if (found.kind === 'bridge' || !found.nat?.length) continue
    if (!found.forwarding)
      context.report('nat-not-forwarding', { kind: 'node', node }, ['nodes', node, 'nat'], { node }, 'warning')
    const netns = context.netns.get(node)
    const before: DnatRule[] = []
    const sources: SourceRule[] = []
    for (const [index, rule] of found.nat.entries()) {
      const item: Case = { context, node, netns, element: { kind: 'nat', node, index }, path: ['nodes', node, 'nat', index] }
      if (rule.type === 'dnat') checkDnat(item, rule, before)
      else checkSource(item, rule, sources)
    }
  }
}

/** Reads a network, or one address, which stands for itself. */
function readMatch(text: string): Cidr | AddressProblem {
  if (text.includes('/')) return parseCidr(text)
  const address = parseAddress(text)
  return typeof address === 'string' ? address : { ...address, prefix: bitsOf(address.family) }
}

function matchOf({ context, element, path }: Case, field: string | [string, number], text: string): Cidr | undefined {
  const at = [...path, ...(typeof field === 'string' ? [field] : field)]
  const match = readMatch(text)
  if (typeof match === 'string') {
    context.report(match, element, at, { text })
    return undefined
  }
  if (!hasHostBits(match)) return match
  const single = cidrText({ ...match, prefix: bitsOf(match.family) })
  context.report('nat-host-bits', element, at, { text, network: cidrText(networkOf(match)), single })
  return undefined
}

function checkDevice({ context, node, netns, element, path }: Case, field: 'in' | 'out', name: string | undefined): void {
  if (name === undefined || name === 'lo') return
  const found = netns?.byName.get(name)
  const at = [...path, field]
  if (!found) {
    const near = context.nearest(name, () => netns?.byName.keys() ?? [])
    context.report('nat-interface-unknown', element, at, { node, name, near })
  } else if (found.port !== undefined) context.report('nat-interface-is-port', element, at, { name, bridge: found.port })
  else if (field === 'in' && netns && found.up) {
    const other = hearing(netns, found).find((one) => one !== found)
    if (other) context.report('nat-heard-twice', element, at, { node, name, other: other.view.name }, 'warning')
  }
}

const bySegment = new WeakMap<CheckedNetns, Map<Segment, CheckedInterface[]>>()

/**
 * The interfaces of a namespace that hear what one of them hears, itself included. The kernel answers ARP for any of its addresses
 * at each of them (arp_ignore 0), so what is sent to one may come in by another. What goes out follows the routes: `out` is safe.
 */
function hearing(netns: CheckedNetns, { segment }: CheckedInterface): readonly CheckedInterface[] {
  let known = bySegment.get(netns)
  if (!known) {
    known = new Map()
    for (const checked of netns.interfaces) {
      if (!checked.segment || checked.port !== undefined || !checked.up) continue
      const there = known.get(checked.segment)
      if (there) there.push(checked)
      else known.set(checked.segment, [checked])
    }
    bySegment.set(netns, known)
  }
  return (segment && known.get(segment)) ?? []
}

function checkFamilies({ context, element, path }: Case, found: (Address | undefined)[]): void {
  const families = new Set(found.flatMap((address) => address?.family ?? []))
  if (families.size > 1) context.report('nat-mixed-families', element, path)
}

function checkSource(item: Case, rule: SourceRule, before: SourceRule[]): void {
  const { context, node, netns, element, path } = item
  const source = rule.source === undefined ? undefined : matchOf(item, 'source', rule.source)
  const except = (rule.except ?? []).map((text, index) => matchOf(item, ['except', index], text))
  checkDevice(item, 'out', rule.out)
  const to = rule.type === 'snat' ? snatAddress(item, rule.to) : undefined
  checkFamilies(item, [source, ...except, to])
  if (source && !isInLab(context, source)) {
    const params = { source: cidrText(source), node, networks: networksText(netns, source.family) }
    context.report('nat-source-unknown', element, [...path, 'source'], params, 'warning')
  }
  if (before.some((other) => equalData(other, rule))) context.report('nat-repeated', element, path, { node }, 'warning')
  before.push(rule)
}

function snatAddress({ context, node, netns, element, path }: Case, text: string): Address | undefined {
  const at = [...path, 'to']
  const to = parseAddress(text)
  if (typeof to === 'string') {
    context.report(to, element, at, { text })
    return undefined
  }
  const special = specialRange(to)
  if (special && special !== 'link-local') context.report('nat-special', element, at, { text })
  else {
    const own = (netns?.interfaces ?? []).flatMap(({ addresses }) => addresses.map(({ cidr }) => cidr))
    if (!own.some(({ family, value }) => family === to.family && value === to.value)) {
      const mine = own.filter(({ family }) => family === to.family).slice(0, 3)
      context.report('snat-foreign-address', element, at, { node, to: text, own: mine.map(addressText).join(', ') }, 'warning')
    }
  }
  return to
}

function checkDnat(item: Case, rule: DnatRule, before: DnatRule[]): void {
  const { context, node, element, path } = item
  checkDevice(item, 'in', rule.in)
  const destination = rule.destination === undefined ? undefined : matchOf(item, 'destination', rule.destination)
  checkFamilies(item, [destination, targetOf(item, rule.to)])
  const rivals = before.filter(({ protocol, port }) => protocol === rule.protocol && port === rule.port)
  const params = { node, protocol: rule.protocol, port: rule.port }
  const family = familyOf(rule)
  const same = (other: DnatRule) => other.in === rule.in && other.destination === rule.destination && familyOf(other) === family
  if (rivals.some(same)) context.report('duplicate-dnat', element, [...path, 'port'], params)
  else if (rivals.some((other) => familyOf(other) === family && takesAll(other, rule, destination)))
    context.report('dnat-shadowed', element, [...path, 'port'], params, 'warning')
  before.push(rule)
}

function familyOf(rule: DnatRule): number | undefined {
  const target = parseNatTarget(rule.to)
  return typeof target === 'string' ? undefined : target.address.family
}

/** Whether an earlier rule matches whatever a later one would. */
function takesAll(other: DnatRule, rule: DnatRule, destination: Cidr | undefined): boolean {
  if (other.in !== undefined && other.in !== rule.in) return false
  if (other.destination === undefined) return true
  const wide = readMatch(other.destination)
  return typeof wide !== 'string' && destination !== undefined && wide.prefix <= destination.prefix && contains(wide, destination)
}

function targetOf({ context, element, path }: Case, text: string): Address | undefined {
  const at = [...path, 'to']
  const target = parseNatTarget(text)
  if (typeof target === 'string') {
    context.report(target, element, at, { text })
    return undefined
  }
  const { address } = target
  const special = specialRange(address)
  if (special && special !== 'link-local') context.report('nat-special', element, at, { text })
  else if (!hosts(context).has(addressText(address)))
    context.report('dnat-target-unknown', element, at, { address: addressText(address) }, 'warning')
  return address
}

const known = new WeakMap<Context, { hosts: Set<string>; networks: Cidr[] }>()

function gathered(context: Context): { hosts: Set<string>; networks: Cidr[] } {
  const before = known.get(context)
  if (before) return before
  const networks = new Map<string, Cidr>()
  const addresses = new Set<string>()
  for (const checked of context.interfaces) {
    for (const { cidr } of checked.addresses) {
      addresses.add(addressText(cidr))
      const network = networkOf(cidr)
      networks.set(cidrText(network), network)
    }
  }
  for (const node of Object.values(context.lab.nodes)) {
    if (node.kind === 'bridge') continue
    for (const { to } of node.routes ?? []) {
      const cidr = parseCidr(to)
      if (typeof cidr !== 'string') networks.set(cidrText(cidr), cidr)
    }
  }
  const all = { hosts: addresses, networks: [...networks.values()] }
  known.set(context, all)
  return all
}

function hosts(context: Context): ReadonlySet<string> {
  return gathered(context).hosts
}

/** Whether some network of the lab, or a route's destination beyond it, has to do with the source. */
function isInLab(context: Context, source: Cidr): boolean {
  return gathered(context).networks.some((network) => overlaps(network, source))
}
