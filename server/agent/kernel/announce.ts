import { readFileSync, writeFileSync } from 'node:fs'

/**
 * Makes a change of an interface's MAC in the calling thread's namespace while the kernel announces such changes (ip-sysctl, arp_notify
 * and ndisc_notify); else whoever knows the old MAC sends to it for up to a minute. The settings are put back as they were.
 */
export function announced(name: string, change: () => void): void {
  const files = [`/proc/sys/net/ipv4/conf/${name}/arp_notify`, `/proc/sys/net/ipv6/conf/${name}/ndisc_notify`]
  const before = files.map((file) => [file, settingAt(file)] as const)
  for (const [file, value] of before) if (value !== undefined) writeFileSync(file, '1\n')
  try {
    change()
  } finally {
    for (const [file, value] of before) if (value !== undefined) writeFileSync(file, value)
  }
}

function settingAt(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    // Without that family on the interface there is nobody to tell.
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
}
