/** How long a DHCP lease lasts when the lab does not say: dnsmasq's own choice (dnsmasq(8), --dhcp-range). */
export const DEFAULT_LEASE = '1h'
/** Seconds. dnsmasq gives no lease of less than two minutes; a year is longer than any lab. */
export const LEASE_LIMITS = { min: 120, max: 31_536_000 } as const

const UNITS: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** The seconds of a lease time as dnsmasq writes it: a number with `m`, `h`, `d` or `w`, or plain seconds. Undefined when it is none, or out of bounds. */
export function leaseSeconds(text: string): number | undefined {
  const match = /^(\d{1,9})([smhdw]?)$/.exec(text)
  if (!match) return undefined
  const seconds = Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1)
  return seconds >= LEASE_LIMITS.min && seconds <= LEASE_LIMITS.max ? seconds : undefined
}

/** A number of seconds as a lab would write it: in the largest unit that divides it. */
export function leaseText(seconds: number): string {
  for (const unit of ['w', 'd', 'h', 'm'] as const) {
    const size = UNITS[unit] ?? 1
    if (seconds >= size && seconds % size === 0) return `${seconds / size}${unit}`
  }
  return String(seconds)
}
