import { HOST } from '../lab/ids'
import type { ReasonCode } from '../text/reasons.en'
import { DEFAULT_MTU, type DesiredLink, type DesiredNetns, type DesiredVeth } from './desired'
import { linkElements, type PlanDraft } from './draft'
import { isReplaceable } from './guests'
import { findLink, type KernelLink, PERMANENT } from './kernel'
import { wantedNeighbours } from './neighbours'
import { attachNics, comesWithNic } from './nics'
import { deviceFinder, isSameRoute, metricOf, samePlace } from './routes'
import { type Ruleset, ruleLines, sameRules } from './rules'

/**
 * The third part of a plan: links are made, and everything gets its settings, from the inside out. Ports come up late, and a new bridge
 * only after all of its ports: each interface behind a bridge that is up makes the kernel flood all others with IPv6 neighbour discovery.
 * What goes through such a bridge (routes, neighbours, interfaces of this computer) has to wait for it.
 */
export function planSettings(draft: PlanDraft): void {
  for (const bridge of draft.matching.missingBridges) addBridge(draft, bridge)
  for (const veth of draft.matching.missingVeths) addVeth(draft, veth)
  const links = [...draft.existing()]
  for (const { link, found } of links) if (!link.up && found.up) setUp(draft, link, found, 'down-drawn')
  for (const { link, found } of links) if (link.kind !== 'bridge') setMac(draft, link, found)
  for (const { link, found } of links) if (link.kind !== 'bridge') setMtu(draft, link, found)
  for (const { link, found } of links) setStp(draft, link, found)
  for (const { link, found } of links) setMaster(draft, link, found)
  // Both follow the ports until they are set, so the ports come first.
  for (const { link, found } of links) {
    if (link.kind !== 'bridge') continue
    setMac(draft, link, found)
    setMtu(draft, link, found)
  }
  for (const { netns, link, found } of links) addAddresses(draft, netns, link, found)
  for (const { link, found } of links) {
    if (link.up && !found.up && link.master === undefined && link.kind !== 'bridge')
      setUp(draft, link, found, link.kind === 'loopback' ? 'lo-up' : 'up-drawn')
  }
  const waiting = new Set(
    links.filter(({ link, found }) => link.kind === 'bridge' && link.up && !found.up).map(({ netns }) => netns),
  )
  const namespaces = [...draft.desired.namespaces.values()]
  reachOut(
    draft,
    namespaces.filter((netns) => !waiting.has(netns)),
  )
  for (const netns of namespaces) setForwarding(draft, netns)
  for (const netns of namespaces) setRules(draft, netns)
  for (const { link, found } of links) if (link.up && !found.up && link.master !== undefined) setUp(draft, link, found, 'port-up')
  for (const { link, found } of links) if (link.kind === 'bridge' && link.up && !found.up) setUp(draft, link, found, 'bridge-up')
  attachNics(draft)
  reachOut(draft, [...waiting])
}

/** What needs the interfaces of its namespace to be up. */
function reachOut(draft: PlanDraft, namespaces: readonly DesiredNetns[]): void {
  for (const netns of namespaces) addRoutes(draft, netns)
  for (const netns of namespaces) writeNeighbours(draft, netns)
}

/** `lo` is never addressed by this; a name that is taken by something foreign is a conflict, and nothing is made there. */
function isFree(draft: PlanDraft, link: DesiredLink): boolean {
  const netns = draft.kernel.namespaces.get(link.netns)
  return netns !== undefined && !netns.links.has(link.name)
}

function addBridge(draft: PlanDraft, bridge: DesiredLink): void {
  if (!bridge.owner || !isFree(draft, bridge)) return
  const { netns, name, mac, mtu, stp = false } = bridge
  const op = {
    op: 'bridge-add',
    netns,
    name,
    node: bridge.owner.id,
    ...(mac !== undefined && { mac }),
    ...(mtu !== undefined && mtu !== DEFAULT_MTU && { mtu }),
    stp,
  } as const
  draft.step('create', op, [bridge.element], 'bridge-drawn', { name, netns })
  const made = findLink(draft.kernel, netns, name)
  if (made) draft.matching.links.set(bridge, made)
}

function birth({ netns, name, mac, mtu }: DesiredLink): { netns: string; name: string; mac?: string; mtu?: number } {
  return { netns, name, ...(mac !== undefined && { mac }), ...(mtu !== undefined && mtu !== DEFAULT_MTU && { mtu }) }
}

function addVeth(draft: PlanDraft, veth: DesiredVeth): void {
  const [a, b] = veth.ends
  if (!isFree(draft, a) || !isFree(draft, b)) return
  const op = {
    op: 'veth-add' as const,
    link: veth.id,
    ends: [birth(a), birth(b)] as [ReturnType<typeof birth>, ReturnType<typeof birth>],
  }
  const params = { a: `${a.netns}:${a.name}`, b: `${b.netns}:${b.name}` }
  draft.step('create', op, [veth.element, a.element, b.element], 'link-drawn', params)
  for (const end of veth.ends) {
    const made = findLink(draft.kernel, end.netns, end.name)
    if (made) draft.matching.links.set(end, made)
  }
}

function about(link: DesiredLink): { name: string; netns: string } {
  return { name: link.name, netns: link.netns }
}

function setUp(
  draft: PlanDraft,
  link: DesiredLink,
  found: KernelLink,
  code: 'down-drawn' | 'up-drawn' | 'lo-up' | 'port-up' | 'bridge-up',
): void {
  const op = link.up ? ('link-up' as const) : ('link-down' as const)
  draft.step('change', { op, netns: link.netns, name: found.name }, linkElements(link), code, {
    ...about(link),
    bridge: link.master ?? '',
  })
}

function setMac(draft: PlanDraft, link: DesiredLink, found: KernelLink): void {
  const { mac, netns, name } = link
  if (mac === undefined || mac === found.mac) return
  draft.step('change', { op: 'link-mac', netns, name, mac }, linkElements(link), 'mac-drawn', { ...about(link), mac })
}

function setMtu(draft: PlanDraft, link: DesiredLink, found: KernelLink): void {
  const { mtu, netns, name } = link
  if (mtu === undefined || mtu === found.mtu) return
  draft.step('change', { op: 'link-mtu', netns, name, mtu }, linkElements(link), 'mtu-drawn', { ...about(link), mtu })
}

function setStp(draft: PlanDraft, link: DesiredLink, found: KernelLink): void {
  const { stp, netns, name } = link
  if (stp === undefined || stp === found.stp) return
  draft.step('change', { op: 'bridge-stp', netns, name, stp }, linkElements(link), stp ? 'stp-on' : 'stp-off', about(link))
}

function setMaster(draft: PlanDraft, link: DesiredLink, found: KernelLink): void {
  const { netns, name, master } = link
  if (master === undefined) {
    if (found.master)
      draft.step('change', { op: 'port-detach', netns, name }, linkElements(link), 'port-left', {
        ...about(link),
        bridge: found.master.name,
      })
    return
  }
  const bridge = findLink(draft.kernel, netns, master)
  if (!bridge || bridge === found.master) return
  const elements = [...linkElements(link), { kind: 'node', node: master } as const]
  draft.step('change', { op: 'port-attach', netns, name, bridge: master }, elements, 'port-drawn', {
    ...about(link),
    bridge: master,
  })
}

function addAddresses(draft: PlanDraft, netns: DesiredNetns, link: DesiredLink, found: KernelLink): void {
  for (const address of link.addresses) {
    if (found.addresses.has(address) || comesWithNic(draft, link, address)) continue
    const lost = found.observed?.addresses.some((other) => other.address === address) ?? false
    const op = { op: 'address-add', netns: link.netns, dev: link.name, address } as const
    draft.step(lost ? 'change' : 'create', op, linkElements(link), lost ? 'address-lost' : 'address-drawn', {
      ...about(link),
      node: netns.name,
      address,
    })
  }
}

function addRoutes(draft: PlanDraft, netns: DesiredNetns): void {
  const found = draft.netnsOf(netns)
  if (!found) return
  const devOf = deviceFinder(netns, (link) => draft.linkOf(link), found)
  for (const route of netns.routes) {
    if (found.routes.some((other) => isSameRoute(route, other, devOf))) continue
    const { family, to, via, dev, metric, element } = route
    const op = {
      op: 'route-add',
      netns: netns.name,
      family,
      to,
      ...(via !== undefined && { via }),
      ...(dev !== undefined && { dev }),
      ...(metric !== undefined && { metric }),
    } as const
    const before =
      found.observed?.routes.filter((other) => other.family === family && other.to === to && other.metric === metricOf(route)) ??
      []
    const lost = before.some((other) => other.via === via)
    const replaces = found.routes.some((other) => samePlace(route, other) && isReplaceable(netns.name, other))
    const code = replaces
      ? 'route-replaces'
      : lost
        ? 'route-lost'
        : found.routes.some((other) => samePlace(route, other))
          ? 'route-changed'
          : 'route-drawn'
    draft.step(before.length > 0 ? 'change' : 'create', op, [element, netns.element], code, {
      node: netns.name,
      to,
      via: via ?? dev ?? '',
    })
  }
}

/** After everything that gives an interface another MAC or takes it down, since either empties its table. */
function writeNeighbours(draft: PlanDraft, netns: DesiredNetns): void {
  const found = draft.netnsOf(netns)
  if (!found || netns.neighbours.length === 0) return
  for (const { wanted, dev, held } of wantedNeighbours(netns, found, (link) => draft.linkOf(link))) {
    if (!dev || held?.mac === wanted.mac) continue
    const { address, mac, element } = wanted
    const before = found.observed?.neighbours.find(
      (one) => one.state === PERMANENT && one.dev === dev.observed?.name && one.address === address,
    )
    const op = { op: 'neighbour-add', netns: netns.name, dev: wanted.dev, address, mac } as const
    const code = held ? 'neighbour-changed' : before ? 'neighbour-lost' : 'neighbour-drawn'
    draft.step(held || before ? 'change' : 'create', op, [element], code, { node: netns.name, address, mac, dev: wanted.dev })
  }
}

function setForwarding(draft: PlanDraft, netns: DesiredNetns): void {
  const found = draft.netnsOf(netns)
  const wanted = netns.forwarding
  if (!found || wanted === undefined) return
  const { forwarding } = found
  const { ipv4: on, ipv6 } = wanted
  if (forwarding && forwarding.ipv4 === on && forwarding.ipv6 === ipv6) return
  const op = { op: 'forwarding', netns: netns.name, on, ...(ipv6 !== on && { ipv6 }) } as const
  draft.step(forwarding ? 'change' : 'create', op, [netns.element], forwardingReason(draft, netns), { node: netns.name })
}

function forwardingReason(draft: PlanDraft, netns: DesiredNetns) {
  const { record } = draft.kernel
  if (netns.name === HOST && netns.forwarding === record?.forwarding?.former) return 'forwarding-back'
  if (record?.guests?.some(({ forwarding }) => forwarding && forwarding === netns.forwarding)) return 'forwarding-back'
  if (netns.forwarding?.ipv4) return 'forwarding-on'
  return draft.netnsOf(netns)?.forwarding ? 'forwarding-off' : 'forwarding-written'
}

function setRules(draft: PlanDraft, netns: DesiredNetns): void {
  const found = draft.netnsOf(netns)
  const { nat, filter } = netns
  if (!found || nat.length + filter.length === 0) return
  const { lab } = draft.desired
  const before = found.nat.get(lab)
  if (before && sameRules(before, ruleLines(netns))) return
  const op = {
    op: 'rules-set' as const,
    netns: netns.name,
    lab,
    rules: [...nat],
    ...(filter.length > 0 && { filter: [...filter] }),
  }
  draft.step(before ? 'change' : 'create', op, [...netns.natElements, netns.element], rulesReason(netns, before !== undefined), {
    node: netns.name,
    count: nat.length,
    chains: filter.map(({ chain }) => chain).join(', '),
  })
}

function rulesReason({ nat, filter }: Ruleset, changed: boolean): ReasonCode {
  if (filter.length === 0) return changed ? 'nat-changed' : 'nat-drawn'
  if (nat.length === 0) return changed ? 'filter-changed' : 'filter-drawn'
  return changed ? 'rules-changed' : 'rules-drawn'
}
