import type { Diagnostic } from '../check/diagnostic'
import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { type Cidr, cidrOf, cidrText, networkOf, overlaps } from '../net/address'
import type { HostRecord } from '../state/host-record'
import { type Desired, type DesiredNetns, desiredOfLab } from './desired'
import type { PlanDraft } from './draft'
import { withGuestForwarding } from './guests'
import type { Kernel, KernelLink } from './kernel'
import { comesWithNic, withCarried } from './nics'

/**
 * Labs on this computer itself. Its root namespace is not theirs: `lo` and forwarding are the machine's own, and what a lab wants of
 * them is asked for only where it is drawn, and given back when no lab wants it any more.
 */

/** What a machine should hold for a lab, on a computer of its own or on one that it shares. */
export function desiredOn(lab: Lab, kernel: Kernel): Desired {
  return kernel.record ? onSharedHost(desiredOfLab(lab), kernel, kernel.record) : desiredOfLab(lab)
}

/** The forwarding that the root namespace should have once this lab no longer asks for it; undefined where that is not its to say. */
export function releasedForwarding(record: HostRecord, lab: string): { ipv4: boolean; ipv6: boolean } | undefined {
  const { forwarding } = record
  return forwarding?.labs.every((other) => other === lab) ? forwarding.former : undefined
}

/** `desired` with the root namespace as one that others use too. */
function onSharedHost(wanted: Desired, kernel: Kernel, record: HostRecord): Desired {
  const desired = withGuestForwarding(wanted, kernel)
  const host = desired.namespaces.get(HOST)
  if (!host) return desired
  const { forwarding: drawn, ...rest } = host
  // An undrawn or drawn “off” is no reason to turn off what others (a container engine, a router) have turned on.
  const forwarding = drawn?.ipv4 ? drawn : releasedForwarding(record, desired.lab)
  const found = kernel.namespaces.get(HOST)?.links.get('lo')
  const links = withCarried(desired, kernel, host.links).map((link) => {
    if (link.kind !== 'loopback') return link
    const { mtu: _, ...lo } = link
    return { ...lo, up: found?.up ?? link.up }
  })
  const shared: DesiredNetns = { ...rest, ...(forwarding && { forwarding }), links }
  const bridges = desired.bridges.map((bridge) => links[host.links.indexOf(bridge)] ?? bridge)
  return { ...desired, bridges, namespaces: new Map([...desired.namespaces, [HOST, shared]]) }
}

interface Held {
  cidr: Cidr
  link: KernelLink
}

/** The addresses of the root namespace that are not this lab's. */
function heldByOthers(draft: PlanDraft): Held[] {
  const held: Held[] = []
  for (const link of draft.kernel.namespaces.get(HOST)?.links.values() ?? []) {
    if (link.owner?.lab === draft.desired.lab) continue
    for (const { address, scope } of link.addresses.values()) {
      const cidr = scope === 'link' || scope === 'host' ? undefined : cidrOf(address)
      if (cidr) held.push({ cidr, link })
    }
  }
  return held
}

/**
 * Addresses that the lab wants in a root namespace that it shares, and that somebody has there already, or whose network would take the
 * place of a network that the computer is on.
 */
export function addressConflicts(draft: PlanDraft): Diagnostic[] {
  const host = draft.desired.namespaces.get(HOST)
  const record = draft.kernel.record
  if (!host || !record) return []
  const held = heldByOthers(draft)
  const found: Diagnostic[] = []
  for (const link of host.links) {
    for (const text of link.addresses) {
      const cidr = cidrOf(text)
      if (!cidr || draft.linkOf(link)?.addresses.has(text) || comesWithNic(draft, link, text)) continue
      const { element } = link
      const path = element.kind === 'interface' ? ['nodes', element.node, 'interfaces', element.name] : ['nodes', link.name]
      const clash = held.find((other) => overlaps(cidr, other.cidr))
      if (!clash) continue
      const same = clash.cidr.value === cidr.value
      const params = { address: text, name: clash.link.name, network: cidrText(networkOf(clash.cidr)) }
      found.push({ code: same ? 'foreign-address' : 'foreign-network', severity: 'error', element, path, params })
    }
  }
  return found
}
