import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether faults can be injected here: strace is installed and may trace. */
export const canInject = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0

/** The system calls by which the agent's main thread changes the kernel, the disk, or has a program change it. */
export const CHANGING = [
  'sendto',
  'fsync',
  'rename',
  'unlink',
  'rmdir',
  'mount',
  'umount2',
  'unshare',
  'clone',
  'clone3',
  'write',
]

/** A system call that a process made: its name, which one of that name it was since the tracing began, and what it was for. */
export interface Call {
  name: string
  nth: number
  /** As strace prints it; for netlink the type of the message is among it. */
  text: string
  /** Of a write, the file: the writes of each are counted by themselves, for threads are woken by writes, too. */
  file?: string
}

/**
 * strace on the main thread of a running process (strace(1)), so that the product needs no hooks to be tested. What is done to its
 * calls is counted from the moment that this is attached.
 */
export class Strace {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /**
   * `inject`: strace's own words, such as `sendto:error=ENOMEM:when=3`. `file`: only calls about this one count. Resolves once it is
   * attached.
   */
  static async attach(pid: number, inject?: string, file?: string): Promise<Strace> {
    const folder = mkdtempSync(join(tmpdir(), 'netloom-strace-'))
    const args = ['-y', '-p', `${pid}`, '-s', '64', '-o', join(folder, 'calls'), '-e', `trace=${CHANGING.join(',')}`]
    if (inject !== undefined) args.push('-e', `inject=${inject}`)
    if (file !== undefined) args.push('-P', file)
    const child = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (data) => {
        said += data
        if (said.includes('attached')) resolve()
      })
      child.once('error', reject)
      child.once('exit', () => reject(new Error(`strace ended: ${said}`)))
    })
    return new Strace(child, folder)
  }

  /** What the process called, once it was let go of. */
  calls: Call[] = []

  /** Lets go of the process, if it still lives. */
  async detach(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit')
      this.child.kill('SIGINT')
      await ended
    }
    const lines = readFileSync(join(this.folder, 'calls'), 'utf8').split('\n')
    rmSync(this.folder, { recursive: true, force: true })
    const counts = new Map<string, number>()
    this.calls = lines.flatMap((text) => {
      const name = /^(\w+)\(/.exec(text)?.[1]
      if (name === undefined) return []
      const file = name === 'write' ? fileOf(text) : undefined
      const counted = `${name} ${file ?? ''}`
      const nth = (counts.get(counted) ?? 0) + 1
      counts.set(counted, nth)
      return [{ name, nth, text, ...(file !== undefined && { file }) }]
    })
  }
}

const RTM: Record<string, string> = {
  '0x10': 'RTM_NEWLINK',
  '0x11': 'RTM_DELLINK',
  '0x13': 'RTM_SETLINK',
  '0x14': 'RTM_NEWADDR',
  '0x15': 'RTM_DELADDR',
  '0x18': 'RTM_NEWROUTE',
  '0x19': 'RTM_DELROUTE',
  '0x1c': 'RTM_NEWNEIGH',
  '0x1d': 'RTM_DELNEIGH',
}

/** The file that a call is about, by its descriptor or its path. */
function fileOf(text: string): string {
  const [, open, named] = /<(\/[^>]*)>|"(\/[^"]*)"/.exec(text) ?? []
  return open ?? named ?? ''
}

/**
 * What a call does to the kernel or the disk, or undefined when it only reads, talks or wakes a thread: requests to rtnetlink by their type
 * (strace has names for them only on sockets of its own namespace), files by what they are for.
 */
export function effectOf({ name, text }: Pick<Call, 'name' | 'text'>): string | undefined {
  if (name === 'sendto') {
    const type = /nlmsg_type=(\w+)/.exec(text)?.[1] ?? ''
    return RTM[type] ?? (/^RTM_(NEW|DEL|SET)/.test(type) ? type : undefined)
  }
  if (name === 'clone' || name === 'clone3') return text.includes('CLONE_THREAD') ? undefined : 'program begins'
  if (name === 'wait4') return 'program has ended'
  const file = fileOf(text)
  if (name === 'write')
    return file.startsWith('/proc/sys/') ? `write ${file.includes('ipv6') ? 'IPv6' : 'IPv4'} setting` : undefined
  if (/\/netloom-host-[^/]*$/.test(file)) return `${name} folder`
  return `${name} ${file.replace(/.*\//, '').replace(/\.new$/, '')}`.trim()
}
