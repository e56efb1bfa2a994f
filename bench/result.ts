/** One line of the table. */
export interface BenchResult {
  what: string
  /** What was measured, in `unit`. */
  value: number
  unit: 'ms' | '%' | 'MB'
  /** The measurement as a multiple of what it is held against, where it is held against another one. */
  ratio?: { of: string; value: number; limit: number }
  /** The most that `value` may be. */
  limit?: number
}

/** Whether a result is within its limits. */
export function isReached({ value, ratio, limit }: BenchResult): boolean {
  return (limit === undefined || value <= limit) && (ratio === undefined || ratio.value <= ratio.limit)
}
