import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'
import { Channel, NETLINK_NETFILTER, NETLINK_ROUTE } from './channel'
import { KernelError } from './libc'
import { createNetns, deleteNetns, inNetns, netnsInode, netnsPath, openHome, renameNetns } from './netns'

/** The key of the machine's root namespace in the state. */
export const HOST_NETNS = 'host'

/**
 * A network namespace that is held open: its descriptor, and a channel of each kind inside it. Holding it keeps the kernel
 * from ending the namespace, so it is closed as soon as its name is gone.
 */
export class Namespace {
  readonly inode: number
  readonly route: Channel
  readonly netfilter: Channel
  private open = true

  private constructor(
    public name: string,
    private readonly descriptor: number,
  ) {
    this.inode = netnsInode(descriptor)
    this.route = new Channel(NETLINK_ROUTE)
    try {
      this.netfilter = new Channel(NETLINK_NETFILTER)
    } catch (error) {
      this.route.close()
      throw error
    }
  }

  /** The namespace that this process lives in, the machine's root. */
  static host(): Namespace {
    return new Namespace(HOST_NETNS, openHome())
  }

  /** An existing namespace by name. Throws when it is gone, or when the file is not a network namespace. */
  static existing(name: string): Namespace {
    return Namespace.at(netnsPath(name), name)
  }

  /** The namespace behind a path such as `/proc/PID/ns/net`, under a name for the state. Throws when it is gone or closed to us. */
  static at(path: string, name: string): Namespace {
    const fd = openSync(path, 'r')
    try {
      return inNetns(fd, () => new Namespace(name, fd))
    } catch (error) {
      closeSync(fd)
      throw error
    }
  }

  /** A new namespace; `born` is told its inode before it has its name. Throws when the name is taken. */
  static create(name: string, born: (inode: number) => void): Namespace {
    return createNetns(name, born, (fd) => new Namespace(name, fd))
  }

  /** Its descriptor. Throws once it was let go of: the number may be another namespace's by then. */
  get fd(): number {
    if (!this.open) throw new KernelError('setns', constants.errno.EBADF, `the namespace ${this.name} is gone`)
    return this.descriptor
  }

  /** Runs synchronous work inside. */
  enter<T>(work: () => T): T {
    return inNetns(this.fd, work)
  }

  rename(to: string): void {
    renameNetns(this.name, to)
    this.name = to
  }

  /** Takes its name away and lets go of it, even when somebody else had taken the name: held open, it would live on unseen. */
  delete(): void {
    try {
      deleteNetns(this.name)
    } finally {
      this.close()
    }
  }

  /** Lets go of it. */
  close(): void {
    if (!this.open) return
    this.open = false
    this.route.close()
    this.netfilter.close()
    closeSync(this.descriptor)
  }
}
