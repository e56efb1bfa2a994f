/** One line of the table. */
export interface BenchResult {
  what: string
  /** What was measured, in `unit`. KB are 1000 bytes. */
  value: number
  unit: 'ms' | '%' | 'MB' | 'KB' | 'fps'
  /** The measurement as a multiple of what it is held against, where it is held against another one. */
  ratio?: { of: string; value: number; limit?: number }
  /** The most that `value` may be. */
  limit?: number
  /** The least that `value` must be. */
  least?: number
}

/** Whether a result is within its limits. */
export function isReached({ value, ratio, limit, least }: BenchResult): boolean {
  return (
    (limit === undefined || value <= limit) &&
    (least === undefined || value >= least) &&
    (ratio?.limit === undefined || ratio.value <= ratio.limit)
  )
}

/** Whether anything is asked of a result; the others are there to be looked at. */
export function isHeld({ ratio, limit, least }: BenchResult): boolean {
  return ratio?.limit !== undefined || limit !== undefined || least !== undefined
}
