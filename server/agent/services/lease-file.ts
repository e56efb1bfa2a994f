import { readFileSync } from 'node:fs'
import type { GivenLease } from '../../../core/state/services'

const MAX_LEASES = 1000

/**
 * The addresses that dnsmasq has given away, by its lease file: a line each of expiry in seconds since 1970, MAC, address, host name or
 * `*`, and client id. Lines of another form (DHCPv6's `duid`) are passed over. In the order of the addresses.
 */
export function parseLeases(text: string): GivenLease[] {
  const leases: GivenLease[] = []
  for (const line of text.split('\n')) {
    const [expires = '', mac = '', address = '', hostname = '*'] = line.split(' ')
    if (!/^\d+$/.test(expires) || !mac.includes(':') || !address.includes('.')) continue
    leases.push({ address, mac, ...(hostname !== '*' && { hostname }), expires: Number(expires) })
    if (leases.length === MAX_LEASES) break
  }
  return leases.sort((a, b) => order(a.address) - order(b.address))
}

function order(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

/** What a lease file holds now; nothing while it is not there. */
export function readLeases(path: string): GivenLease[] {
  try {
    return parseLeases(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
