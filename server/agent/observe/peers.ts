import { linkOwner } from '../../../core/state/owner'
import type { LinkState } from '../../../core/state/state'
import { KernelError } from '../kernel/libc'
import type { RawLink } from '../kernel/link'
import type { Namespace } from '../kernel/namespace'
import { netnsId } from '../kernel/nsid'
import type { NetnsReader } from './reader'

/** Where the other end of a veth pair is. */
export type Peer = NonNullable<LinkState['peer']>

interface End {
  reader: NetnsReader
  link: RawLink
}

/**
 * Finds the other ends of veth pairs. The kernel names the peer's namespace by a number that each namespace gives out for
 * itself; to learn whose number it is, every namespace would have to be asked about. Our own pairs are found by their marks
 * instead, held to what both ends say about each other; only the others are asked about.
 */
export class Peers {
  private ends = new Map<string, End>()
  private readers: NetnsReader[] = []
  /** By the asking namespace, then by its number for the other one. */
  private readonly known = new Map<Namespace, Map<number, Namespace | null>>()

  /** Takes note of where every marked end is; the answers of `peerOf` are as of this. */
  index(readers: Iterable<NetnsReader>): void {
    this.readers = [...readers]
    this.ends = new Map()
    for (const reader of this.readers)
      for (const link of reader.links.values()) {
        const owner = link.alias === undefined ? undefined : linkOwner(link.alias, link.group)
        if (owner?.end !== undefined) this.ends.set(`${owner.lab}:${owner.end}:${owner.id}`, { reader, link })
      }
  }

  /** A namespace came or went: the numbers may mean others now. */
  forgetNumbers(): void {
    this.known.clear()
  }

  peerOf(reader: NetnsReader, link: RawLink): Peer | undefined {
    if (link.kind !== 'veth' || link.peerIndex === 0) return undefined
    if (link.peerNsid === undefined) return { netns: reader.namespace.name, index: link.peerIndex }
    const marked = this.markedPeer(link)
    if (marked) return { netns: marked.reader.namespace.name, index: link.peerIndex }
    const netns = this.byNumber(reader.namespace, link.peerNsid)
    return netns ? { netns: netns.name, index: link.peerIndex } : undefined
  }

  private markedPeer(link: RawLink): End | undefined {
    const owner = link.alias === undefined ? undefined : linkOwner(link.alias, link.group)
    if (owner?.end === undefined) return undefined
    const other = this.ends.get(`${owner.lab}:${1 - owner.end}:${owner.id}`)
    return other && other.link.index === link.peerIndex && other.link.peerIndex === link.index ? other : undefined
  }

  private byNumber(asking: Namespace, number: number): Namespace | undefined {
    let numbers = this.known.get(asking)
    if (!numbers) {
      numbers = new Map()
      this.known.set(asking, numbers)
    }
    const known = numbers.get(number)
    if (known !== undefined) return known ?? undefined
    for (const { namespace } of this.readers) {
      const id = idOf(asking, namespace)
      if (id >= 0) numbers.set(id, namespace)
      if (id === number) return namespace
    }
    numbers.set(number, null)
    return undefined
  }
}

function idOf(asking: Namespace, namespace: Namespace): number {
  try {
    return netnsId(asking.route, namespace.fd)
  } catch (error) {
    if (error instanceof KernelError) return -1
    throw error
  }
}
