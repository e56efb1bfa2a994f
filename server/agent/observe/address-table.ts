import { equalData } from '../../../core/state/equal'
import type { AddressState } from '../../../core/state/state'
import { dumpAddresses, parseAddresses } from '../kernel/ip-address'
import type { Namespace } from '../kernel/namespace'

const NONE: AddressState[] = []

/**
 * The addresses of one namespace as they were last read, by link. Each port of a bridge has one that the kernel made, so in a root namespace
 * of a thousand links to read all of them for each change costs more than everything else. The list of a link stays the same object while
 * what it says is the same.
 */
export class AddressTable {
  private dump: Buffer | undefined
  private byLink: ReadonlyMap<number, AddressState[]> = new Map()
  /** The links whose addresses changed; whoever has looked into these takes them out. */
  readonly touched = new Set<number>()

  constructor(private readonly namespace: Namespace) {}

  /** Those of the link with this index. */
  of(index: number): AddressState[] {
    return this.byLink.get(index) ?? NONE
  }

  /** Reads the addresses of every link. True when one of them is another than before. */
  readAll(): boolean {
    const dump = dumpAddresses(this.namespace.route, { known: this.dump })
    if (dump === this.dump) return false
    this.dump = dump
    return this.take(listsOf(dump), this.byLink.keys())
  }

  /** Reads those of these links again, by their indexes. True when one of them is another than before. */
  read(indexes: ReadonlySet<number>): boolean {
    if (this.byLink.size === 0) return this.readAll()
    // What is kept of the dump would be older than what is read now.
    this.dump = undefined
    const lists = new Map<number, AddressState[]>()
    for (const index of indexes)
      for (const [link, list] of listsOf(dumpAddresses(this.namespace.route, { link: index }))) lists.set(link, list)
    return this.take(lists, indexes)
  }

  /** Takes over what was read, where `asked` are the links that it would tell of if they had any. */
  private take(lists: ReadonlyMap<number, AddressState[]>, asked: Iterable<number>): boolean {
    const byLink = new Map(this.byLink)
    const changed = new Set<number>()
    for (const index of asked) if (!lists.has(index) && byLink.delete(index)) changed.add(index)
    for (const [index, list] of lists) {
      if (equalData(byLink.get(index), list)) continue
      byLink.set(index, list)
      changed.add(index)
    }
    if (changed.size > 0) this.byLink = byLink
    for (const index of changed) this.touched.add(index)
    return changed.size > 0
  }
}

function listsOf(dump: Buffer): Map<number, AddressState[]> {
  const lists = new Map<number, AddressState[]>()
  for (const { index, state } of parseAddresses(dump)) {
    const list = lists.get(index)
    if (list) list.push(state)
    else lists.set(index, [state])
  }
  return lists
}
