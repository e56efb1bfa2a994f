import { readdirSync, writeFileSync } from 'node:fs'
import { log } from '../log'
import { readText } from './files'

const IPV4 = '/proc/sys/net/ipv4/conf'
const IPV6 = '/proc/sys/net/ipv6/conf'

/**
 * What the kernel overwrites when forwarding of the whole computer changes: that of every interface, and whether IPv4 redirects are
 * accepted (inet_forward_change, addrconf_fixup_forwarding). File to content.
 */
export function readForwardingSettings(): Record<string, string> {
  const files = [...perInterface(IPV4), ...perInterface(IPV6), `${IPV4}/all/accept_redirects`]
  const settings: Record<string, string> = {}
  for (const file of files) {
    const value = readText(file)
    if (value !== undefined) settings[file] = value
  }
  return settings
}

/** Writes back what differs. An interface that has gone meanwhile has no settings any more. */
export function restoreForwardingSettings(settings: Readonly<Record<string, string>>): void {
  for (const [file, value] of Object.entries(settings)) {
    const now = readText(file)
    if (now === undefined || now === value) continue
    try {
      writeFileSync(file, value)
    } catch (error) {
      log(`${file} could not be put back to ${value.trim()}: ${error}`)
    }
  }
}

function perInterface(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name !== 'all')
      .map((name) => `${folder}/${name}/forwarding`)
  } catch (error) {
    // A kernel without IPv6.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
