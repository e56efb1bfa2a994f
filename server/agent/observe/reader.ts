import type { NatState } from '../../../core/state/state'
import { readForwarding } from '../kernel/forwarding'
import { dumpAddresses, parseAddresses, type RawAddress } from '../kernel/ip-address'
import { KernelError } from '../kernel/libc'
import { dumpLinks, getLink, parseLinks, type RawLink } from '../kernel/link'
import type { Namespace } from '../kernel/namespace'
import { dumpNeighbours, parseNeighbours, type RawNeighbour } from '../kernel/neighbour'
import { hasTables, ruleSetGeneration } from '../kernel/nftables'
import { dumpRoutes, parseRoutes, type RawRoute } from '../kernel/route'
import { ADDRESSES, type Dirt, FORWARDING, LINKS, NAT, NEIGHBOURS, PAIRING, ROUTES } from './section'

/** A dump and what it says; an equal dump is not read a second time, which makes a full read of an idle machine cheap. */
class Cached<T> {
  private bytes: Buffer | undefined
  value: T[] = []

  constructor(private readonly parse: (dump: Buffer) => T[]) {}

  /** True when the dump differs from the last one. */
  take(dump: Buffer): boolean {
    if (this.bytes?.equals(dump)) return false
    this.bytes = dump
    this.value = this.parse(dump)
    return true
  }

  forget(): void {
    this.bytes = undefined
  }
}

/** What one namespace held when it was last read, in the namespace's own terms. */
export class NetnsReader {
  private readonly linkDump = new Cached<RawLink>(parseLinks)
  private readonly addressDump = new Cached<RawAddress>(parseAddresses)
  private readonly routes4 = new Cached<RawRoute>(parseRoutes)
  private readonly routes6 = new Cached<RawRoute>(parseRoutes)
  private readonly neighbourDump = new Cached<RawNeighbour>(parseNeighbours)
  private generation: number | undefined
  links = new Map<number, RawLink>()
  forwarding = { ipv4: false, ipv6: false }
  nat: NatState[] = []
  foreignTables: string[] = []

  constructor(readonly namespace: Namespace) {}

  get addresses(): readonly RawAddress[] {
    return this.addressDump.value
  }

  get routes(): readonly RawRoute[] {
    return [...this.routes4.value, ...this.routes6.value]
  }

  get neighbours(): readonly RawNeighbour[] {
    return this.neighbourDump.value
  }

  /** Reads what may have changed, all but the NAT rules. The sections that did change, as a mask, with PAIRING where that applies. */
  read(dirt: Dirt): number {
    const { route } = this.namespace
    const { sections } = dirt
    let changed = 0
    if (sections & LINKS) changed |= this.readLinks(dirt.links)
    if (sections & ADDRESSES && this.addressDump.take(dumpAddresses(route))) changed |= ADDRESSES
    if (sections & ROUTES) {
      if (this.routes4.take(dumpRoutes(route, 4))) changed |= ROUTES
      if (this.routes6.take(dumpRoutes(route, 6))) changed |= ROUTES
    }
    if (sections & NEIGHBOURS && this.neighbourDump.take(dumpNeighbours(route))) changed |= NEIGHBOURS
    if (sections & FORWARDING) {
      const forwarding = readForwarding(route)
      if (forwarding.ipv4 !== this.forwarding.ipv4 || forwarding.ipv6 !== this.forwarding.ipv6) {
        this.forwarding = forwarding
        changed |= FORWARDING
      }
    }
    if (sections & NAT && this.readGeneration()) changed |= NAT
    return changed
  }

  /** True while `nft` has to be asked what the rules are; its answer goes to `takeRules`. */
  rulesUnknown = false

  takeRules(rules: { nat: NatState[]; foreignTables: string[] }): void {
    this.rulesUnknown = false
    this.nat = rules.nat
    this.foreignTables = rules.foreignTables
  }

  /** `nft` could not tell: ask again at the next look. */
  rulesFailed(): void {
    this.rulesUnknown = false
    this.generation = undefined
  }

  private readLinks(only: Set<number> | undefined): number {
    const { route } = this.namespace
    if (!only || this.links.size === 0) {
      if (!this.linkDump.take(dumpLinks(route))) return 0
      const before = this.links
      this.links = new Map(this.linkDump.value.map((link) => [link.index, link]))
      const paired =
        before.size === this.links.size && this.linkDump.value.every((link) => isPairedAs(before.get(link.index), link))
      return paired ? LINKS : LINKS | PAIRING
    }
    this.linkDump.forget()
    let changed = LINKS
    for (const index of only) {
      const before = this.links.get(index)
      const link = readLink(this.namespace, index)
      if (link) this.links.set(index, link)
      else this.links.delete(index)
      if (!isPairedAs(before, link)) changed |= PAIRING
    }
    return changed
  }

  private readGeneration(): boolean {
    const { netfilter } = this.namespace
    const generation = ruleSetGeneration(netfilter)
    if (generation === this.generation) return false
    this.generation = generation
    if (hasTables(netfilter)) {
      this.rulesUnknown = true
      return true
    }
    const had = this.nat.length > 0 || this.foreignTables.length > 0
    this.takeRules({ nat: [], foreignTables: [] })
    return had
  }
}

/** Whether all is as before that tells which link is the other end of which. */
function isPairedAs(before: RawLink | undefined, now: RawLink | undefined): boolean {
  if (!before || !now) return before === now
  const { kind, peerIndex, peerNsid, alias, group } = now
  return (
    before.kind === kind &&
    before.peerIndex === peerIndex &&
    before.peerNsid === peerNsid &&
    before.alias === alias &&
    before.group === group
  )
}

function readLink(namespace: Namespace, index: number): RawLink | undefined {
  try {
    const answer = getLink(namespace.route, index)
    return answer ? parseLinks(answer)[0] : undefined
  } catch (error) {
    if (error instanceof KernelError && error.code === 'ENODEV') return undefined
    throw error
  }
}
