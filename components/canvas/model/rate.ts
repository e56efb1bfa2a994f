const UNITS = ['B/s', 'kB/s', 'MB/s', 'GB/s'] as const

/** Bytes per second in at most three digits, of a steady width as it changes. */
export function rateText(bytesPerSecond: number): string {
  let value = bytesPerSecond
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
  return `${value.toFixed(digits)} ${UNITS[unit]}`
}

/** How fast the dashes drift, 1 to 4: one step for every factor of a hundred, so that a ping and a download look different. */
export function speedOf(bytesPerSecond: number): 1 | 2 | 3 | 4 {
  if (bytesPerSecond < 1_000) return 1
  if (bytesPerSecond < 100_000) return 2
  return bytesPerSecond < 10_000_000 ? 3 : 4
}
