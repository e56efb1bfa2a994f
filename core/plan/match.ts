import { LINK_GROUP } from '../state/owner'
import type { Desired, DesiredLink, DesiredNetns, DesiredVeth } from './desired'
import type { Kernel, KernelLink, KernelNetns } from './kernel'

/**
 * Which object of the kernel is which element of the lab: by the owner's mark alone, never by name. So a renamed node, a moved
 * end or a new address is the same object, changed in place, and something foreign of the same name is not.
 */
export interface Matching {
  netns: Map<DesiredNetns, KernelNetns>
  /** Every desired link that exists, `lo` included. */
  links: Map<DesiredLink, KernelLink>
  /** Our namespaces and links that nothing wants any more, or that cannot become what is wanted; a veth pair counts once. */
  surplusNetns: KernelNetns[]
  surplusLinks: KernelLink[]
  /** What is to be made. */
  missingNetns: DesiredNetns[]
  missingVeths: DesiredVeth[]
  missingBridges: DesiredLink[]
}

interface Marked {
  netns: Map<string, KernelNetns[]>
  /** By the link's id and end. */
  veths: Map<string, KernelLink[]>
  bridges: Map<string, KernelLink[]>
}

function grouped<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key)
  if (list) list.push(item)
  else map.set(key, [item])
}

function collectMarked(kernel: Kernel, lab: string): Marked {
  const marked: Marked = { netns: new Map(), veths: new Map(), bridges: new Map() }
  for (const netns of kernel.namespaces.values()) {
    if (netns.owner?.lab === lab) grouped(marked.netns, netns.owner.id, netns)
    for (const link of netns.links.values()) {
      const { owner } = link
      if (owner?.lab !== lab) continue
      if (owner.end === undefined && link.kind === 'bridge') grouped(marked.bridges, owner.id, link)
      if (owner.end !== undefined && link.kind === 'veth' && !isCopy(link))
        grouped(marked.veths, `${owner.end} ${owner.id}`, link)
    }
  }
  return marked
}

/** Our mark on a veth whose other end is known and was never ours: somebody copied it. Such a link is left alone. */
function isCopy(link: KernelLink): boolean {
  return link.peer !== undefined && link.peer.owner === undefined && link.peer.group !== LINK_GROUP
}

/** Made by us and never tagged: killed between the two (kernel-notes: the group is the only mark that is set at create). */
function isHalfMade(link: KernelLink | undefined): link is KernelLink {
  return link !== undefined && link.group === LINK_GROUP && !link.tagged
}

function at(matching: Matching, desired: Desired, link: DesiredLink): KernelLink | undefined {
  const netns = desired.namespaces.get(link.netns)
  return (netns && matching.netns.get(netns))?.links.get(link.name)
}

function matchNetns(kernel: Kernel, desired: Desired, marked: Marked, matching: Matching): void {
  for (const netns of desired.namespaces.values()) {
    const { owner } = netns
    const candidates = owner ? (marked.netns.get(owner.id) ?? []) : []
    const found = owner
      ? (candidates.find((candidate) => candidate.name === netns.name) ?? candidates[0])
      : kernel.namespaces.get(netns.name)
    if (found) matching.netns.set(netns, found)
    else if (owner) matching.missingNetns.push(netns)
  }
  const wanted = new Set(matching.netns.values())
  for (const list of marked.netns.values()) for (const netns of list) if (!wanted.has(netns)) matching.surplusNetns.push(netns)
}

/** The two ends in the kernel that are this pair, provided that they are each other's peers. */
function findPair(marked: Marked, veth: DesiredVeth): [KernelLink, KernelLink] | undefined {
  for (const first of marked.veths.get(`0 ${veth.id}`) ?? []) {
    const second = first.peer
    if (second?.owner?.id === veth.id && second.owner.end === 1 && second.owner.lab === first.owner?.lab) return [first, second]
  }
  return undefined
}

/** MACs that the lab gives to someone. */
function wantedMacs(desired: Desired): Set<string> {
  const macs = new Set<string>()
  for (const netns of desired.namespaces.values()) for (const link of netns.links) if (link.mac !== undefined) macs.add(link.mac)
  return macs
}

/**
 * Whether a pair that exists can become the desired one. Not when an end that may have any MAC still has one that the lab now
 * gives to another interface: no command makes the kernel choose again, and two of the same would not reach each other.
 */
function fits(veth: DesiredVeth, pair: readonly [KernelLink, KernelLink], macs: ReadonlySet<string>): boolean {
  return veth.ends.every((end, index) => {
    const { mac } = pair[index === 0 ? 0 : 1]
    return end.mac !== undefined || mac === undefined || !macs.has(mac)
  })
}

function matchVeths(desired: Desired, marked: Marked, matching: Matching): void {
  const macs = wantedMacs(desired)
  const kept = new Set<KernelLink>()
  for (const veth of desired.veths) {
    const pair = findPair(marked, veth)
    if (pair && fits(veth, pair, macs)) {
      matching.links.set(veth.ends[0], pair[0]).set(veth.ends[1], pair[1])
      kept.add(pair[0]).add(pair[1])
      continue
    }
    matching.missingVeths.push(veth)
    const first = at(matching, desired, veth.ends[0])
    if (isHalfMade(first) && first.kind === 'veth' && isHalfMade(first.peer)) {
      matching.surplusLinks.push(first)
      kept.add(first).add(first.peer)
    }
  }
  for (const list of marked.veths.values()) {
    for (const link of list) {
      if (kept.has(link)) continue
      matching.surplusLinks.push(link)
      kept.add(link)
      if (link.peer) kept.add(link.peer)
    }
  }
}

function matchBridges(desired: Desired, marked: Marked, matching: Matching): void {
  const kept = new Set<KernelLink>()
  for (const bridge of desired.bridges) {
    const netns = desired.namespaces.get(bridge.netns)
    const home = netns && matching.netns.get(netns)
    // The kernel does not move bridges: one that now lives elsewhere is made anew.
    const found = marked.bridges.get(bridge.owner?.id ?? '')?.find((candidate) => candidate.netns === home)
    if (found) {
      matching.links.set(bridge, found)
      kept.add(found)
      continue
    }
    matching.missingBridges.push(bridge)
    const half = at(matching, desired, bridge)
    if (isHalfMade(half) && half.kind === 'bridge') matching.surplusLinks.push(half)
  }
  for (const list of marked.bridges.values()) for (const link of list) if (!kept.has(link)) matching.surplusLinks.push(link)
}

/** Pairs the desired with what exists; changes neither. */
export function match(desired: Desired, kernel: Kernel): Matching {
  const matching: Matching = {
    netns: new Map(),
    links: new Map(),
    surplusNetns: [],
    surplusLinks: [],
    missingNetns: [],
    missingVeths: [],
    missingBridges: [],
  }
  const marked = collectMarked(kernel, desired.lab)
  matchNetns(kernel, desired, marked, matching)
  matchVeths(desired, marked, matching)
  matchBridges(desired, marked, matching)
  for (const [netns, found] of matching.netns) {
    const lo = netns.links.find((link) => link.kind === 'loopback')
    const foundLo = found.links.get('lo')
    if (lo && foundLo) matching.links.set(lo, foundLo)
  }
  return matching
}
