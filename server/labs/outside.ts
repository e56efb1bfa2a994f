import type { Diagnostic } from '../../core/check/diagnostic'
import type { Difference } from '../../core/history/difference'
import type { Clash, Side } from '../../core/history/merge'
import type { OutsideChange } from '../../core/protocol/history'

/** So many of each are told; of more, how many. */
const TOLD = 50

/** A file that is no lab any more: why. A sound one under another name is told by that. */
export function brokenOutside(diagnostics: Diagnostic[], name: string | undefined, wanted: string): OutsideChange {
  if (name === undefined || name === wanted) return { kind: 'broken', diagnostics: diagnostics.slice(0, TOLD) }
  const params = { name, wanted }
  return {
    kind: 'broken',
    diagnostics: [{ code: 'other-lab', severity: 'error', element: { kind: 'lab' }, path: ['name'], params }],
  }
}

/** `whole`: by answer, whether nothing of the other side would stay. */
export function clashOutside(clashes: Clash[], whole: Record<Side, boolean>): OutsideChange {
  const sides = (['mine', 'theirs'] as const).filter((side) => whole[side])
  return { kind: 'clash', clashes: clashes.slice(0, TOLD), more: Math.max(0, clashes.length - TOLD), whole: sides }
}

export function takenOutside(before: number, differences: Difference[]): Extract<OutsideChange, { kind: 'taken' }> {
  return { kind: 'taken', before, differences: differences.slice(0, TOLD), more: Math.max(0, differences.length - TOLD) }
}
