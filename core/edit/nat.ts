import type { Lab, NatRule } from '../lab/schema'
import { segmentsOf } from '../lab/segments'
import { interfacesInNetns, netnsOf } from '../lab/view'
import { addressText, type Cidr, cidrOf, cidrText, contains, networkOf } from '../net/address'
import { Edit, missing, type Refused, refuse } from './build'
import type { Command } from './change'
import { addressesOn, segmentNetwork } from './subnets'

const FIRST_PORT = 80
/** Where to go on once port 80 is forwarded already. */
const OTHER_PORTS = 8080

/** Replaces a node's NAT rules. */
export function setNat(lab: Lab, node: string, rules: readonly NatRule[]): Command | Refused {
  const found = lab.nodes[node]
  if (!found || found.kind === 'bridge') return missing(node)
  return new Edit(lab).set(['nodes', node, 'nat'], rules.length ? rules : undefined).command('set-nat')
}

interface Facing {
  name: string
  cidr: Cidr
}

function networksOf(lab: Lab, netns: string): Facing[] {
  return interfacesInNetns(lab, netns).flatMap(({ view }) => {
    if (view.name === 'lo') return []
    return (view.config.addresses ?? []).flatMap((text) => {
      const cidr = cidrOf(text)
      return cidr ? [{ name: view.name, cidr }] : []
    })
  })
}

/** The interface that faces away from `inside`: that of the default route, else the only other one that there is. */
function outside(lab: Lab, router: string, inside: (facing: Facing) => boolean): string | undefined {
  const node = lab.nodes[router]
  const facing = networksOf(lab, router)
  const route = node && node.kind !== 'bridge' ? node.routes?.find(({ to }) => to === 'default') : undefined
  if (route?.dev) return route.dev
  const gateway = route?.via === undefined ? undefined : cidrOf(`${route.via}/32`)
  const towards = gateway && facing.find(({ cidr }) => contains(cidr, gateway))
  if (towards) return towards.name
  const others = new Set(facing.filter((one) => !inside(one)).map(({ name }) => name))
  return others.size === 1 ? [...others][0] : undefined
}

function masquerade(lab: Lab, router: string, bridge: string): NatRule | Refused {
  const segment = segmentsOf(lab).ofBridge.get(bridge)
  const addresses = segment ? addressesOn(segment) : []
  const source = segmentNetwork(addresses, 4) ?? segmentNetwork(addresses, 6)
  if (!source) return refuse('nat-no-network', { kind: 'node', node: bridge }, { node: bridge })
  const out = outside(lab, router, ({ cidr }) => contains(source, cidr))
  return { type: 'masquerade', source: cidrText(source), ...(out === undefined ? {} : { out }) }
}

function forward(lab: Lab, router: string, target: string): NatRule | Refused {
  const theirs = networksOf(lab, target)
  const own = networksOf(lab, router)
  const near = theirs.find(({ cidr }) => own.some((one) => contains(one.cidr, cidr))) ?? theirs[0]
  if (!near) return refuse('nat-no-target', { kind: 'node', node: target }, { node: target })
  const node = lab.nodes[router]
  const rules = (node && node.kind !== 'bridge' ? node.nat : undefined) ?? []
  const taken = new Set(rules.flatMap((rule) => (rule.type === 'dnat' && rule.protocol === 'tcp' ? [rule.port] : [])))
  let port = FIRST_PORT
  while (taken.has(port)) port = port === FIRST_PORT ? OTHER_PORTS : port + 1
  const entry = outside(lab, router, ({ cidr }) => contains(networkOf(near.cidr), cidr))
  const address = addressText(near.cidr)
  const to = near.cidr.family === 6 ? `[${address}]:${FIRST_PORT}` : `${address}:${FIRST_PORT}`
  return { type: 'dnat', protocol: 'tcp', port, ...(entry === undefined ? {} : { in: entry }), to }
}

/**
 * The rule that drawing from a router's NAT handle proposes: towards a bridge, its network hides behind the router
 * (MASQUERADE); towards a namespace, a port of the router leads to it (DNAT). `index` is the rule's place.
 */
export function natByDrop(lab: Lab, router: string, target: string): { command: Command; index: number } | Refused {
  const node = lab.nodes[router]
  if (!node) return missing(router)
  if (!lab.nodes[target]) return missing(target)
  if (node.kind === 'bridge')
    return refuse('nat-on-bridge', { kind: 'node', node: router }, { node: router, netns: netnsOf(lab, router) })
  if (router === target) return refuse('edit-join-itself', { kind: 'node', node: router }, { node: router })
  const rule = lab.nodes[target].kind === 'bridge' ? masquerade(lab, router, target) : forward(lab, router, target)
  if ('refused' in rule) return rule
  const rules = node.nat ?? []
  const edit = new Edit(lab)
  if (rules.length) edit.set(['nodes', router, 'nat', rules.length], rule)
  else edit.set(['nodes', router, 'nat'], [rule])
  return { command: edit.command('add-nat'), index: rules.length }
}
