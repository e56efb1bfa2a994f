import type { AddressState } from '../state/state'
import { isTakeable, outOfOrder } from './address-order'
import type { DesiredNetns } from './desired'
import { goneElements, linkElements, type PlanDraft } from './draft'
import type { KernelLink, KernelNetns, KernelRoute } from './kernel'
import { surplusNeighbours } from './neighbours'
import { detachNics } from './nics'
import { deviceFinder, isOurRoute, isSameRoute, samePlace } from './routes'
import { removeServices } from './services'

/**
 * The first part of a plan: what has to go. It comes first because the kernel's side effects only ever take away, so that
 * all that is deleted here is as observed, and what it takes with it is put back later.
 */
export function planRemovals(draft: PlanDraft): void {
  const going = goingAway(draft)
  detachNics(draft)
  removeServices(draft, going)
  for (const [netns, found] of draft.matching.netns) {
    removeRoutes(draft, netns, found, going)
    removeNeighbours(draft, netns, found, going)
    removeAddresses(draft, netns, found, going)
  }
  removeRules(draft)
  for (const link of draft.matching.surplusLinks) removeLink(draft, link)
  for (const netns of draft.matching.surplusNetns) if (!holdsKept(draft, netns)) removeNetns(draft, netns)
}

/** Links that leave their namespace in this plan: their addresses and routes go with them and need no step of their own. */
function goingAway(draft: PlanDraft): Set<KernelLink> {
  const going = new Set<KernelLink>()
  for (const link of draft.matching.surplusLinks) {
    going.add(link)
    if (link.peer) going.add(link.peer)
  }
  for (const netns of draft.desired.namespaces.values()) {
    const home = draft.netnsOf(netns)
    for (const link of netns.links) {
      const found = draft.linkOf(link)
      if (found && found.netns !== home) going.add(found)
    }
  }
  return going
}

function removeRoutes(draft: PlanDraft, netns: DesiredNetns, found: KernelNetns, going: ReadonlySet<KernelLink>): void {
  const devOf = deviceFinder(netns, (link) => draft.linkOf(link), found)
  const surplus = found.routes.filter(
    (route) =>
      isOurRoute(route, found.name, draft.desired.lab) &&
      !(route.dev && going.has(route.dev)) &&
      !netns.routes.some((wanted) => isSameRoute(wanted, route, devOf)),
  )
  for (const route of surplus) {
    // A wanted route to the same place will replace this one without a gap.
    if (netns.routes.some((wanted) => samePlace(wanted, route)) && isOnlyOne(found, route)) continue
    const { family, to, via, dev, metric } = route
    const op = {
      op: 'route-delete',
      netns: found.name,
      family,
      to,
      ...(via !== undefined && { via }),
      ...(dev && { dev: dev.name }),
      metric,
    } as const
    draft.step('delete', op, [netns.element], 'route-removed', { node: netns.name, to, via: via ?? '' })
  }
}

function removeNeighbours(draft: PlanDraft, netns: DesiredNetns, found: KernelNetns, going: ReadonlySet<KernelLink>): void {
  for (const { dev, address } of surplusNeighbours(netns, found, draft.desired.lab, (link) => draft.linkOf(link))) {
    if (going.has(dev)) continue
    const op = { op: 'neighbour-delete', netns: found.name, dev: dev.name, address } as const
    draft.step('delete', op, [netns.element], 'neighbour-removed', { node: netns.name, address, dev: dev.name })
  }
}

function isOnlyOne(netns: KernelNetns, route: KernelRoute): boolean {
  return netns.routes.every(
    (other) => other === route || other.family !== route.family || other.to !== route.to || other.metric !== route.metric,
  )
}

/** Secondary addresses go first: a primary one would take them with it, and then there is nothing to delete. */
function secondariesFirst(addresses: AddressState[]): AddressState[] {
  const newestFirst = addresses.toReversed()
  return [...newestFirst.filter((address) => address.secondary), ...newestFirst.filter((address) => !address.secondary)]
}

function removeAddresses(draft: PlanDraft, netns: DesiredNetns, home: KernelNetns, going: ReadonlySet<KernelLink>): void {
  for (const link of netns.links) {
    const found = draft.linkOf(link)
    if (!found || found.netns !== home || going.has(found)) continue
    const all = [...found.addresses.values()]
    const misplaced = new Set(outOfOrder(draft, link, all).flat())
    const surplus = all.filter(
      (one) => isTakeable(draft, link, one) && (!link.addresses.includes(one.address) || misplaced.has(one.address)),
    )
    for (const { address } of secondariesFirst(surplus)) {
      const op = { op: 'address-delete', netns: home.name, dev: found.name, address } as const
      const params = { address, name: link.name, node: netns.name }
      if (misplaced.has(address)) draft.step('change', op, linkElements(link), 'address-order', params)
      else draft.step('delete', op, linkElements(link), 'address-removed', params)
    }
  }
}

function removeRules(draft: PlanDraft): void {
  const { lab } = draft.desired
  const wanting = new Set<KernelNetns>()
  for (const [netns, found] of draft.matching.netns) if (netns.nat.length + netns.filter.length > 0) wanting.add(found)
  const doomed = new Set(draft.matching.surplusNetns)
  for (const netns of draft.kernel.namespaces.values()) {
    if (!netns.nat.has(lab) || wanting.has(netns) || doomed.has(netns)) continue
    draft.step('delete', { op: 'rules-delete', netns: netns.name, lab }, [{ kind: 'node', node: netns.name }], 'rules-removed', {
      node: netns.name,
    })
  }
}

function removeLink(draft: PlanDraft, link: KernelLink): void {
  const op = { op: 'link-delete', netns: link.netns.name, name: link.name } as const
  const remade = isWanted(draft, link)
  const code = remade
    ? link.kind === 'bridge'
      ? 'bridge-remade'
      : 'link-remade'
    : link.kind === 'bridge'
      ? 'bridge-removed'
      : 'link-removed'
  draft.step('delete', op, goneElements(link), code, { name: link.name, netns: link.netns.name })
}

function isWanted(draft: PlanDraft, link: KernelLink): boolean {
  const id = link.owner?.id
  if (link.kind === 'bridge') return draft.matching.missingBridges.some((bridge) => bridge.owner?.id === id || id === undefined)
  return draft.matching.missingVeths.some((veth) => veth.id === id || id === undefined)
}

/** Whether a link that stays still lives in this namespace; then the namespace goes after the link has moved. */
export function holdsKept(draft: PlanDraft, netns: KernelNetns): boolean {
  const kept = new Set(draft.matching.links.values())
  for (const link of netns.links.values()) if (kept.has(link)) return true
  return false
}

export function removeNetns(draft: PlanDraft, netns: KernelNetns): void {
  const element = { kind: 'node', node: netns.name } as const
  draft.step('delete', { op: 'netns-delete', netns: netns.name }, [element], 'netns-removed', { node: netns.name })
}
