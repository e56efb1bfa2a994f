import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'

/** A process with the inode of its network namespace; absent where the kernel does not tell us. */
export interface RawProcess {
  pid: number
  name: string
  user: string
  inode?: number
  argv?: string[]
}

/** DHCP servers and clients, whose command lines say what they do. */
const TOLD = new Set(['dnsmasq', 'udhcpc', 'dhclient', 'dhcpcd'])
/** Of a command line. */
const MAX_ARGUMENTS = 8192

/** PF_KTHREAD in the flags of proc_pid_stat(5): a thread of the kernel's own. */
const KERNEL_THREAD = 0x200000

/** The processes of this PID namespace, by number, without the kernel's threads and without ourselves. What ends meanwhile is left out. */
export function listProcesses(): RawProcess[] {
  const users = userNames()
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids
    .map(Number)
    .sort((a, b) => a - b)
    .filter((pid) => pid !== process.pid)
    .flatMap((pid) => readProcess(pid, users) ?? [])
}

function readProcess(pid: number, users: ReadonlyMap<number, string>): RawProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name stands in parentheses and may hold some itself.
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const [state, , , , , , flags] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z' || Number(flags) & KERNEL_THREAD) return undefined
    const { uid } = statSync(`/proc/${pid}`)
    const inode = netnsOf(pid)
    const argv = TOLD.has(name) ? commandLine(pid) : undefined
    return { pid, name, user: users.get(uid) ?? String(uid), ...(inode !== undefined && { inode }), ...(argv && { argv }) }
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

function commandLine(pid: number): string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').slice(0, MAX_ARGUMENTS).replace(/\0$/, '').split('\0')
}

function netnsOf(pid: number): number | undefined {
  try {
    return Number(/^net:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/ns/net`))?.[1])
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES' || code === 'EPERM') return undefined
    throw error
  }
}

function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ESRCH'
}

function userNames(): Map<number, string> {
  const names = new Map<number, string>()
  let text = ''
  try {
    text = readFileSync('/etc/passwd', 'utf8')
  } catch {
    // A system without that file has numbers only.
    return names
  }
  for (const line of text.split('\n')) {
    const [name = '', , uid = ''] = line.split(':')
    if (uid !== '' && !names.has(Number(uid))) names.set(Number(uid), name)
  }
  return names
}
