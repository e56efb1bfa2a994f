import type { Diagnostic } from '../../core/check/diagnostic'
import type { Command } from '../../core/edit/change'
import type { Lab } from '../../core/lab/schema'
import { useLabStore } from '../state/labStore'

/** What a builder of `core/edit` makes: a command, or why not. */
export type Built = Command | { refused: Diagnostic }

/** What a field shows under itself when its edit was not taken: a diagnostic, or `conflict` when the lab moved on underneath. */
export type Refused = Diagnostic | 'conflict' | 'not-a-number'

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
  return useLabStore.getState().refusal?.diagnostics[0] ?? 'conflict'
}
