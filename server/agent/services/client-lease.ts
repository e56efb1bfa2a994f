import type { TakenLease } from '../../../core/state/services'

const LEASE = /^lease (\S+) seconds=(\d+) router=(\S*) server=(\S*) dns=(.*)$/

/**
 * What the client's hook says of its lease (`CLIENT_HOOK`): the lease, null when it lost it, undefined when the line says something
 * else. `now` in milliseconds since 1970.
 */
export function parseClientLease(line: string, now: number): TakenLease | null | undefined {
  if (line === 'lease none') return null
  const match = LEASE.exec(line)
  if (!match) return undefined
  const [, address = '', seconds = '', router, server, dns = ''] = match
  return {
    address,
    ...(router && { router }),
    dns: dns.split(' ').filter((one) => one !== ''),
    ...(server && { server }),
    expires: Math.floor(now / 1000) + Number(seconds),
  }
}
