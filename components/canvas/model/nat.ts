import type { Lab, NatRule } from '../../../core/lab/schema'
import { interfacesOf } from '../../../core/lab/view'
import { type Address, addressText, cidrOf, contains, parseNatTarget } from '../../../core/net/address'

/**
 * The node that a rule's line goes to: for MASQUERADE and SNAT the network that they hide (the bridge with an address in the source, else
 * the bridge whose neighbours have one, else the node that has one, else the bridge behind
 * the router's own address in it, where they may have theirs by DHCP); for DNAT the node that has the target's address.
 */
export function natTarget(lab: Lab, router: string, rule: NatRule): string | undefined {
  const owners = ownersOf(lab)
  if (rule.type === 'dnat') {
    const target = parseNatTarget(rule.to)
    return typeof target === 'string' ? undefined : owners.exact.get(keyOf(target.address))
  }
  const source = rule.source === undefined ? undefined : cidrOf(rule.source)
  if (!source) return undefined
  const inside = owners.all.filter((one) => contains(source, one.address))
  const hidden = inside.filter((one) => one.node !== router)
  const bridge = hidden.find((one) => one.bridge === one.node) ?? hidden.find((one) => one.bridge !== undefined)
  return bridge?.bridge ?? hidden[0]?.node ?? inside[0]?.bridge
}

/** What the pill in the middle of a rule's line says. */
export function natText(rule: NatRule, anywhere: string): string {
  switch (rule.type) {
    case 'masquerade':
      return `${rule.source ?? anywhere} → ${rule.out ?? anywhere}`
    case 'snat':
      return `${rule.source ?? anywhere} → ${rule.to}`
    case 'dnat':
      return `${rule.protocol} :${rule.port} → ${rule.to}`
  }
}

interface Owned {
  address: Address
  node: string
  /** The bridge itself, or the bridge at the other end of the interface's link. */
  bridge?: string
}

interface Owners {
  all: readonly Owned[]
  exact: ReadonlyMap<string, string>
}

const known = new WeakMap<Lab['nodes'], { links: Lab['links']; owners: Owners }>()

/** Who has which address; made once for each state of the lab's nodes and links. */
function ownersOf(lab: Lab): Owners {
  const before = known.get(lab.nodes)
  if (before?.links === lab.links) return before.owners
  const all: Owned[] = []
  const exact = new Map<string, string>()
  for (const node of Object.keys(lab.nodes)) {
    for (const { config, self, peer } of interfacesOf(lab, node)) {
      for (const text of config.addresses ?? []) {
        const address = cidrOf(text)
        if (!address) continue
        const owned: Owned = { address, node }
        if (self) owned.bridge = node
        else if (peer && lab.nodes[peer.node]?.kind === 'bridge') owned.bridge = peer.node
        all.push(owned)
        exact.set(keyOf(address), node)
      }
    }
  }
  const owners = { all, exact }
  known.set(lab.nodes, { links: lab.links, owners })
  return owners
}

function keyOf(address: Address): string {
  return addressText({ family: address.family, value: address.value })
}
