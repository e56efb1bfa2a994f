import type { Diagnostic } from '../../core/check/diagnostic'
import type { Command } from '../../core/edit/change'
import type { Lab } from '../../core/lab/schema'
import { useLabStore } from '../state/labStore'

/** What a builder of `core/edit` makes: a command, or why not. */
export type Built = Command | { refused: Diagnostic }

/**
 * What a field shows under itself when its edit was not taken: a diagnostic, `conflict` when the lab moved on underneath, `invalid` where it would
 * be no lab and nothing says why, `closed` while no lab can be changed.
 */
export type Refused = Diagnostic | 'conflict' | 'invalid' | 'closed' | 'not-a-number'

/**
 * Builds a command on the lab as it is now and makes it. Null when it was taken; otherwise why not, for the field to show.
 * A command without changes is nothing to do.
 */
export function edit(build: (lab: Lab) => Built): Refused | null {
  const { lab, dispatch } = useLabStore.getState()
  const built = build(lab)
  if ('refused' in built) return built.refused
  if (built.changes.length === 0) return null
  if (dispatch(built)) return null
  const { refusal } = useLabStore.getState()
  // An older refusal is about something else.
  if (refusal?.command !== built) return 'closed'
  return refusal.diagnostics[0] ?? (refusal.problem === 'invalid' ? 'invalid' : 'conflict')
}
