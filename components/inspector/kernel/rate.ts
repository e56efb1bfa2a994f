const UNITS = ['B/s', 'kB/s', 'MB/s', 'GB/s'] as const

/** A rate in bytes per second with three digits at most, such as `1.2 kB/s`. */
export function rateText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value))
  return `${digits} ${UNITS[unit]}`
}
