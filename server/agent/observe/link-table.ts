import { equalData } from '../../../core/state/equal'
import { KernelError } from '../kernel/libc'
import { dumpLinks, getLink, linkPlaces, parseLinks, type RawLink } from '../kernel/link'
import type { Namespace } from '../kernel/namespace'

/** What a reading of links found: nothing new, something new, or something new that tells which link is the other end of which. */
export type LinksChanged = 'nothing' | 'links' | 'pairing'

/**
 * The links of one namespace as they were last read. A bridge tells how far its timers are, so the dump of a namespace that has one is never the
 * same twice; a link whose own bytes are as they were is not looked into again, and one that only reads the same is not taken for changed.
 */
export class LinkTable {
  private dump: Buffer | undefined
  /** Where the message of each link begins and ends in the dump. */
  private places: ReadonlyMap<number, Place> = new Map()
  links: ReadonlyMap<number, RawLink> = new Map()
  /** Which of them came, went or changed; whoever has looked into these takes them out. */
  readonly touched = new Set<number>()

  constructor(private readonly namespace: Namespace) {}

  /** Reads every link. */
  readAll(): LinksChanged {
    const dump = dumpLinks(this.namespace.route, this.dump)
    if (dump === this.dump) return 'nothing'
    const places = linkPlaces(dump)
    const links = new Map<number, RawLink>()
    for (const [index, place] of places) {
      const link = this.isAsBefore(index, dump, place) ? this.links.get(index) : this.parse(index, dump, place)
      if (link) links.set(index, link)
    }
    const changed = changeOf(this.links, links)
    if (changed !== 'nothing') {
      for (const [index, link] of links) if (link !== this.links.get(index)) this.touched.add(index)
      for (const index of this.links.keys()) if (!links.has(index)) this.touched.add(index)
      this.links = links
    }
    this.dump = dump
    this.places = places
    return changed
  }

  /** Reads these links again, by their indexes. */
  read(indexes: ReadonlySet<number>): LinksChanged {
    // What is kept of the dump would be older than what is read now.
    this.dump = undefined
    this.places = new Map()
    const links = new Map(this.links)
    let paired = true
    for (const index of indexes) {
      const link = readLink(this.namespace, index)
      if (!isPairedAs(links.get(index), link)) paired = false
      this.touched.add(index)
      if (link) links.set(index, link)
      else links.delete(index)
    }
    this.links = links
    return paired ? 'links' : 'pairing'
  }

  private isAsBefore(index: number, dump: Buffer, { start, end }: Place): boolean {
    const before = this.places.get(index)
    return before !== undefined && this.dump?.compare(dump, start, end, before.start, before.end) === 0
  }

  private parse(index: number, dump: Buffer, { start, end }: Place): RawLink | undefined {
    const [link] = parseLinks(dump.subarray(start, end))
    const before = this.links.get(index)
    return before && equalData(before, link) ? before : link
  }
}

interface Place {
  start: number
  end: number
}

function changeOf(before: ReadonlyMap<number, RawLink>, now: ReadonlyMap<number, RawLink>): LinksChanged {
  let changed: LinksChanged = before.size === now.size ? 'nothing' : 'pairing'
  for (const [index, link] of now) {
    const known = before.get(index)
    if (known === link) continue
    if (!isPairedAs(known, link)) return 'pairing'
    if (changed === 'nothing') changed = 'links'
  }
  return changed
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
