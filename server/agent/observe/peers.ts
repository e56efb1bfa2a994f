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
  /** By the asking namespace: the others by its numbers for them, and how many of `readers` it has been asked about. */
  private readonly known = new Map<Namespace, { numbers: Map<number, Namespace | null>; asked: number }>()

  /** Takes note of where every marked end is; the answers of `peerOf` are as of this. */
  index(readers: Iterable<NetnsReader>): void {
    this.readers = [...readers]
    // A namespace that had no number may have been given one since.
    for (const answers of this.known.values()) answers.asked = 0
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
    let answers = this.known.get(asking)
    if (!answers) {
      answers = { numbers: new Map(), asked: 0 }
      this.known.set(asking, answers)
    }
    const { numbers } = answers
    const known = numbers.get(number)
    if (known !== undefined) return known ?? undefined
    while (answers.asked < this.readers.length) {
      const namespace = this.readers[answers.asked++]?.namespace
      const id = namespace ? idOf(asking, namespace) : -1
      if (namespace && id >= 0) numbers.set(id, namespace)
      if (namespace && id === number) return namespace
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
