import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, readdirSync, rmSync, statSync, unlinkSync } from 'node:fs'
import {
  CLONE_NEWNET,
  type KernelError,
  MNT_DETACH,
  MS_BIND,
  MS_PRIVATE,
  MS_REC,
  MS_SHARED,
  mount,
  setns,
  umount,
  unshare,
} from './libc'

/** Where iproute2 keeps its named network namespaces (ip-netns(8)). */
export const NETNS_DIRECTORY = '/run/netns'
/** Of this thread, not of the process: tests may run in a worker. */
const OWN = '/proc/thread-self/ns/net'

const home = openSync(OWN, 'r')
/** nsfs is one filesystem, so whatever is mounted from it has this device number. */
const homeDevice = fstatSync(home).dev

/**
 * Runs `work` with the calling thread inside a network namespace, and comes back whatever happens. `work` must be synchronous:
 * awaiting would let other parts of the process run in the wrong namespace, so a promise is refused.
 */
export function inNetns<T>(fd: number, work: () => T): T {
  setns(fd, CLONE_NEWNET)
  try {
    const result = work()
    if (result instanceof Promise) throw new TypeError('the work inside a network namespace has to be synchronous')
    return result
  } finally {
    setns(home, CLONE_NEWNET)
  }
}

/** A descriptor of the namespace that this process was started in. The caller closes it. */
export function openHome(): number {
  return openSync(OWN, 'r')
}

/** The inode of the network namespace that this process was started in. */
export function homeInode(): number {
  return netnsInode(home)
}

/** The inode of the nsfs file: the only thing that names a namespace for as long as it lives. */
export function netnsInode(fd: number): number {
  return fstatSync(fd).ino
}

/**
 * Makes `/run/netns` a mount point of its own on a fresh tmpfs. Without this, the first `ip netns add` of a user binds the
 * folder over itself, and the mounts that were made before it stay underneath, where nobody can take them away again.
 */
export function prepareSandboxRun(): void {
  // A mount would otherwise travel to where this mount namespace was copied from.
  mount('none', '/', 'none', MS_REC | MS_PRIVATE, null)
  mount('tmpfs', '/run', 'tmpfs', 0, 'mode=755')
  mkdirSync(NETNS_DIRECTORY)
  mount(NETNS_DIRECTORY, NETNS_DIRECTORY, 'none', MS_BIND, null)
  // A console has a mount namespace of its own (`view.ts`): without this it would keep namespaces that were deleted, and not see new ones.
  mount('none', NETNS_DIRECTORY, 'none', MS_SHARED, null)
}

/**
 * Makes `/run/netns` what `ip netns add` would make it, a mount point that is shared with other mount namespaces, so that the names
 * that we give there can be used and taken away by everybody.
 */
export function prepareHostRun(): void {
  // Open to all, as `ip netns add` makes it, whatever the mask of this process takes away.
  if (mkdirSync(NETNS_DIRECTORY, { recursive: true })) chmodSync(NETNS_DIRECTORY, 0o755)
  try {
    mount('', NETNS_DIRECTORY, 'none', MS_SHARED | MS_REC, null)
  } catch (error) {
    // Not a mount point yet.
    if ((error as KernelError).code !== 'EINVAL') throw error
    mount(NETNS_DIRECTORY, NETNS_DIRECTORY, 'none', MS_BIND | MS_REC, null)
    mount('', NETNS_DIRECTORY, 'none', MS_SHARED | MS_REC, null)
  }
}

/** Takes away what a killed `createNetns` leaves of a name: a file with nothing mounted on it. */
export function clearName(name: string): void {
  if (mountedInode(name) === undefined) rmSync(netnsPath(name), { force: true })
}

/** Where a named namespace is mounted. */
export function netnsPath(name: string): string {
  return `${NETNS_DIRECTORY}/${name}`
}

/**
 * The inode of the namespace that is mounted on the file, or undefined when there is only a file: a name is there a moment
 * before its namespace is (kernel-notes).
 */
export function mountedInode(name: string): number | undefined {
  const stat = statSync(netnsPath(name), { throwIfNoEntry: false })
  return stat?.dev === homeDevice ? stat.ino : undefined
}

/** What is in `/run/netns`: the inodes of the namespaces by name, and the names that are only a file yet. */
export function listNetns(): { mounted: Map<string, number>; empty: string[] } {
  const mounted = new Map<string, number>()
  const empty: string[] = []
  let names: string[]
  try {
    names = readdirSync(NETNS_DIRECTORY)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { mounted, empty }
    throw error
  }
  for (const name of names.sort()) {
    const inode = mountedInode(name)
    if (inode === undefined) empty.push(name)
    else mounted.set(name, inode)
  }
  return { mounted, empty }
}

function reserveName(name: string): void {
  const path = netnsPath(name)
  try {
    closeSync(openSync(path, 'wx', 0o444))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || mountedInode(name) !== undefined) throw error
    // What is left when `ip netns add` is killed half-way: a file with nothing mounted on it, which blocks the name for ever.
    unlinkSync(path)
    closeSync(openSync(path, 'wx', 0o444))
  }
}

/**
 * Makes a named network namespace and runs `inside` in it, which saves entering it again to open its sockets. `born` is told its inode
 * while nobody else can see it yet. Leaves nothing behind when it fails.
 */
export function createNetns<T>(name: string, born: (inode: number) => void, inside: (fd: number) => T): T {
  reserveName(name)
  let made = false
  try {
    unshare(CLONE_NEWNET)
    try {
      const fd = openSync(OWN, 'r')
      try {
        born(netnsInode(fd))
        mount(OWN, netnsPath(name), 'none', MS_BIND, null)
        made = true
        return inside(fd)
      } catch (error) {
        closeSync(fd)
        throw error
      }
    } finally {
      setns(home, CLONE_NEWNET)
    }
  } catch (error) {
    if (made) umount(netnsPath(name), MNT_DETACH)
    unlinkSync(netnsPath(name))
    throw error
  }
}

/** Takes the name away; the kernel ends the namespace once nothing is inside any more. */
export function deleteNetns(name: string): void {
  umount(netnsPath(name), MNT_DETACH)
  unlinkSync(netnsPath(name))
}

/** Gives a namespace another name. A mount point cannot be renamed, so it is mounted a second time and then taken away. */
export function renameNetns(name: string, to: string): void {
  reserveName(to)
  try {
    mount(netnsPath(name), netnsPath(to), 'none', MS_BIND, null)
  } catch (error) {
    unlinkSync(netnsPath(to))
    throw error
  }
  deleteNetns(name)
}
