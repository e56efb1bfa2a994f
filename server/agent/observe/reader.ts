import type { ForeignChain } from '../../../core/state/foreign'
import type { NatState } from '../../../core/state/state'
import { readForwarding } from '../kernel/forwarding'
import type { KnownIptables } from '../kernel/iptables-save'
import type { RawLink } from '../kernel/link'
import type { Namespace } from '../kernel/namespace'
import { dumpNeighbours, parseNeighbours, type RawNeighbour } from '../kernel/neighbour'
import { hasTables, ruleSetGeneration } from '../kernel/nftables'
import { dumpRoutes, parseRoutes, type RawRoute } from '../kernel/route'
import { AddressTable } from './address-table'
import { LinkTable } from './link-table'
import { ADDRESSES, type Dirt, FORWARDING, LINKS, NAT, NEIGHBOURS, PAIRING, ROUTES } from './section'

/** A dump and what it says; an equal dump is not read a second time, which makes a full read of an idle machine cheap. */
class Cached<T> {
  private bytes: Buffer | undefined
  value: T[] = []

  constructor(private readonly parse: (dump: Buffer) => T[]) {}

  /** Asks for the dump with what is known of it; true when it differs from the last one. */
  take(ask: (known: Buffer | undefined) => Buffer): boolean {
    const dump = ask(this.bytes)
    if (dump === this.bytes) return false
    this.bytes = dump
    this.value = this.parse(dump)
    return true
  }
}

/** What one namespace held when it was last read, in the namespace's own terms. */
export class NetnsReader {
  private readonly table: LinkTable
  readonly addresses: AddressTable
  private readonly routes4 = new Cached<RawRoute>((dump) => parseRoutes(dump, 4))
  private readonly routes6 = new Cached<RawRoute>((dump) => parseRoutes(dump, 6))
  private readonly neighbourDump = new Cached<RawNeighbour>(parseNeighbours)
  private generation: number | undefined
  forwarding = { ipv4: false, ipv6: false }
  nat: NatState[] = []
  foreignTables: string[] = []
  foreignChains: ForeignChain[] = []
  /** What iptables said of its rules, for as long as they stay as they are. */
  readonly iptables: KnownIptables = {}

  constructor(readonly namespace: Namespace) {
    this.table = new LinkTable(namespace)
    this.addresses = new AddressTable(namespace)
  }

  get links(): ReadonlyMap<number, RawLink> {
    return this.table.links
  }

  /** The links that are other than when this was last asked for, they or their addresses, by index. */
  takeTouched(): ReadonlySet<number> {
    const touched = new Set([...this.table.touched, ...this.addresses.touched])
    this.table.touched.clear()
    this.addresses.touched.clear()
    return touched
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
    if (sections & ADDRESSES && this.readAddresses(dirt.links)) changed |= ADDRESSES
    if (sections & ROUTES) {
      if (this.routes4.take((known) => dumpRoutes(route, 4, known))) changed |= ROUTES
      if (this.routes6.take((known) => dumpRoutes(route, 6, known))) changed |= ROUTES
    }
    if (sections & NEIGHBOURS && this.neighbourDump.take((known) => dumpNeighbours(route, known))) changed |= NEIGHBOURS
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

  takeRules(rules: { nat: NatState[]; foreignTables: string[]; foreignChains: ForeignChain[] }): void {
    this.rulesUnknown = false
    this.nat = rules.nat
    this.foreignTables = rules.foreignTables
    this.foreignChains = rules.foreignChains
  }

  /** `nft` could not tell: ask again at the next look. */
  rulesFailed(): void {
    this.rulesUnknown = false
    this.generation = undefined
  }

  private readLinks(only: ReadonlySet<number> | undefined): number {
    const changed = only && this.links.size > 0 ? this.table.read(only) : this.table.readAll()
    if (changed === 'nothing') return 0
    return changed === 'pairing' ? LINKS | PAIRING : LINKS
  }

  private readAddresses(only: ReadonlySet<number> | undefined): boolean {
    return only ? this.addresses.read(only) : this.addresses.readAll()
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
    this.takeRules({ nat: [], foreignTables: [], foreignChains: [] })
    return had
  }
}
