import { readdirSync, readFileSync, statSync } from 'node:fs'

/** A process that is inside a network namespace. */
interface Occupant {
  pid: number
  /** The name of its program, at most 15 bytes (proc_pid_comm(5)). */
  program: string
}

/**
 * Who is inside network namespaces, by their inodes (/proc/PID/ns/net, namespaces(7)). Left out are processes that end meanwhile, and what
 * this process has started, such as consoles, which it ends itself.
 */
export function occupantsOf(inodes: ReadonlySet<number>): Map<number, Occupant[]> {
  const found = new Map<number, Occupant[]>()
  if (inodes.size === 0) return found
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const inode = inodeOf(entry)
    if (inode === undefined || !inodes.has(inode) || parentOf(entry) === process.pid) continue
    found.set(inode, [...(found.get(inode) ?? []), { pid: Number(entry), program: programOf(entry) }])
  }
  return found
}

function inodeOf(pid: string): number | undefined {
  return ifThere(() => statSync(`/proc/${pid}/ns/net`).ino)
}

function parentOf(pid: string): number | undefined {
  const status = ifThere(() => readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(/^PPid:\t(\d+)$/m.exec(status ?? '')?.[1])
}

function programOf(pid: string): string {
  return ifThere(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim()) ?? ''
}

/** Undefined when the process has ended, or is closed to us: in a sandbox, one that came from outside. */
function ifThere<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return undefined
    throw error
  }
}
