import type { Lab } from '../../../core/lab/schema'
import type { ContainerState } from '../../../core/state/container'
import type { Owner } from '../../../core/state/state'
import { HOST_NETNS, Namespace } from './namespace'
import { listNetns, mountedInode } from './netns'

/** What `refresh` found to be different from what was held open. */
export interface NamespaceChanges {
  added: Namespace[]
  removed: Namespace[]
  /** Names that are there without a namespace yet: look again in a moment. */
  pending: string[]
}

/**
 * Knows whose a namespace is, by its inode, so that one that was deleted and made again outside, under the same name, is not taken for
 * ours. Told before a namespace gets a name, and after it lost it.
 */
export interface NamespaceRegister {
  ownerOf(name: string, inode: number): Owner | undefined
  made(name: string, inode: number, owner: Owner): void
  renaming(inode: number, to: string): void
  renamed(inode: number, name: string): void
  gone(inode: number): void
}

/** A register that needs no file: a sandbox's namespaces die with its agent. */
class TransientRegister implements NamespaceRegister {
  private readonly owners = new Map<number, Owner>()

  ownerOf(_name: string, inode: number): Owner | undefined {
    return this.owners.get(inode)
  }

  made(_name: string, inode: number, owner: Owner): void {
    this.owners.set(inode, owner)
  }

  renaming(): void {}

  renamed(): void {}

  gone(inode: number): void {
    this.owners.delete(inode)
  }
}

/** A network namespace that has no name in /run/netns, with the containers that have it. */
export interface GuestNetns {
  key: string
  path: string
  inode: number
  containers: ContainerState[]
}

/** Namespaces of containers and processes, which are somebody else's. */
export interface Guests {
  /**
   * Remembers what a lab calls its containers and processes, so that their namespaces are found and have the keys that it expects. Of a
   * crowd of labs, those are forgotten first that are not in `kept`.
   */
  want(lab: Lab, kept: ReadonlySet<string>): void
  refresh(): Promise<void>
  list(): GuestNetns[]
}

/** The machine's network namespaces, held open by name, and whose they are. */
export class Namespaces {
  readonly host = Namespace.host()
  private readonly named = new Map<string, Namespace>()
  private changes = 0
  private readonly listeners: { closed: (namespace: Namespace) => void }[] = []

  private guestsByInode = new Map<number, readonly ContainerState[]>()

  constructor(
    private readonly register: NamespaceRegister = new TransientRegister(),
    readonly guests?: Guests,
  ) {}

  /** Another number whenever one came, went or changed its name. */
  get version(): number {
    return this.changes
  }

  /** All of them, the root first. */
  all(): Namespace[] {
    return [this.host, ...this.named.values()]
  }

  /** By netns name, or `host`; undefined when there is none. */
  find(name: string): Namespace | undefined {
    return name === HOST_NETNS ? this.host : this.named.get(name)
  }

  /** By netns name, or `host`. Throws when there is none. */
  get(name: string): Namespace {
    const namespace = this.find(name)
    if (!namespace) throw new Error(`there is no network namespace ${name}`)
    return namespace
  }

  /** Called before a namespace that was held open is let go. */
  onClosed(closed: (namespace: Namespace) => void): void {
    this.listeners.push({ closed })
  }

  /** The containers that have a namespace for their network. */
  containersIn(namespace: Namespace): readonly ContainerState[] {
    return this.guestsByInode.get(namespace.inode) ?? []
  }

  owner(namespace: Namespace): Owner | undefined {
    return this.register.ownerOf(namespace.name, namespace.inode)
  }

  create(name: string, owner: Owner): Namespace {
    const namespace = Namespace.create(name, (inode) => this.register.made(name, inode, owner))
    this.hold(name, namespace)
    return namespace
  }

  rename(name: string, to: string): void {
    const namespace = this.get(name)
    this.register.renaming(namespace.inode, to)
    namespace.rename(to)
    this.register.renamed(namespace.inode, to)
    this.drop(name)
    this.hold(to, namespace)
  }

  /** Takes the second name away from a namespace that has two since its rename was cut off. */
  unname(name: string, kept: string): void {
    const [second, first] = [this.named.get(name), this.named.get(kept)]
    if (!second || second.inode !== first?.inode) return
    this.letGo(second)
    second.delete()
    this.register.renamed(second.inode, kept)
  }

  delete(name: string): void {
    const namespace = this.get(name)
    this.letGo(namespace)
    try {
      namespace.delete()
    } finally {
      // One that keeps its name is still ours, and found again under it.
      if (mountedInode(name) !== namespace.inode) this.forget(namespace)
    }
  }

  /** Compares with `/run/netns`: opens what is new there, lets go of what is gone or is another namespace now. */
  refresh(): NamespaceChanges {
    const { mounted, empty } = listNetns()
    const guests = new Map((this.guests?.list() ?? []).map((guest) => [guest.key, guest]))
    this.guestsByInode = new Map([...guests.values()].map(({ inode, containers }) => [inode, containers]))
    // A container that somebody has given a name there too is told once, as the container that it is. Only in one of ours it is a guest: that
    // stays what it is, whoever else is inside.
    const ours = new Set<number>()
    for (const [name, inode] of mounted) {
      if (!this.guestsByInode.has(inode)) continue
      if (this.register.ownerOf(name, inode)) ours.add(inode)
      else mounted.delete(name)
    }
    for (const { key, inode } of guests.values()) if (!ours.has(inode)) mounted.set(key, inode)
    const added: Namespace[] = []
    const removed: Namespace[] = []
    for (const [name, namespace] of [...this.named])
      if (mounted.get(name) !== namespace.inode) {
        this.letGo(namespace)
        this.forget(namespace)
        namespace.close()
        removed.push(namespace)
      }
    for (const name of mounted.keys()) {
      if (this.named.has(name) || name === HOST_NETNS) continue
      const namespace = tryOpen(name, guests.get(name)?.path)
      if (!namespace) continue
      if (namespace.inode === this.host.inode) namespace.close()
      else {
        this.hold(name, namespace)
        added.push(namespace)
      }
    }
    return { added, removed, pending: empty }
  }

  private hold(name: string, namespace: Namespace): void {
    this.named.set(name, namespace)
    this.changes++
  }

  private drop(name: string): void {
    this.named.delete(name)
    this.changes++
  }

  private letGo(namespace: Namespace): void {
    for (const listener of this.listeners) listener.closed(namespace)
    this.drop(namespace.name)
  }

  private forget(namespace: Namespace): void {
    // An inode number is used again; the next namespace that gets it is not ours.
    if (![...this.named.values()].some((other) => other.inode === namespace.inode)) this.register.gone(namespace.inode)
  }
}

/** Undefined for what cannot be entered: gone a moment later, or another kind of namespace bound there. */
function tryOpen(name: string, path: string | undefined): Namespace | undefined {
  try {
    return path === undefined ? Namespace.existing(name) : Namespace.at(path, name)
  } catch (error) {
    const code = (error as { code?: string }).code
    if (code === 'ENOENT' || code === 'EINVAL' || code === 'EPERM') return undefined
    throw error
  }
}
