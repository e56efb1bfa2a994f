import { readdirSync, readFileSync, statSync } from 'node:fs'

/** A program of the private root, as /proc tells of it. */
export interface Process {
  pid: number
  /** With its arguments; the program without its folder. */
  command: string
  /** The namespace that it is in, by name; `host` for the private root's own. */
  netns: string
}

function netnsNames(): Map<number, string> {
  const names = new Map([[statSync('/proc/self/ns/net').ino, 'host']])
  for (const name of readdirSync('/run/netns')) names.set(statSync(`/run/netns/${name}`).ino, name)
  return names
}

/**
 * The running DHCP servers and clients, in stable order. Programs that end while they are read are left out, and a copy that a client makes of
 * itself for a moment, to run its hook.
 */
export function dhcpProcesses(): Process[] {
  const names = netnsNames()
  const found: (Process & { parent: number })[] = []
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      if (!['dnsmasq', 'udhcpc'].includes(readFileSync(`/proc/${entry}/comm`, 'utf8').trim())) continue
      const words = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0').filter(Boolean)
      const inode = statSync(`/proc/${entry}/ns/net`).ino
      const command = [words[0]?.replace(/.*\//, ''), ...words.slice(1)].join(' ')
      // proc_pid_stat(5): behind the name in parentheses come the state and the parent.
      const parent = Number(readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1])
      found.push({ pid: Number(entry), command, netns: names.get(inode) ?? 'gone', parent })
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT' && code !== 'ESRCH' && code !== 'EACCES') throw error
    }
  }
  return found
    .filter(({ command, parent }) => !found.some((other) => other.pid === parent && other.command === command))
    .map(({ parent: _, ...process }) => process)
    .sort((a, b) => (`${a.netns} ${a.command}` < `${b.netns} ${b.command}` ? -1 : 1))
}
