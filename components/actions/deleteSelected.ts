import { removeElements } from '../../core/edit/remove'
import { HOST } from '../../core/lab/ids'
import { commit } from '../canvas/commit'
import type { Text } from '../i18n/text'
import { useViewStore } from '../state/viewStore'
import type { Action, ActionContext } from './action'

export const deleteSelected: Action = {
  id: 'delete',
  group: 'edit',
  label: (t) => t.canvas.actions.delete,
  shortcuts: ['delete', 'backspace'],
  enabled: (context) => context.editing && removable(context).length > 0,
  run: (context) => {
    const refs = removable(context)
    if (commit(removeElements(context.lab, refs))) leaveDeleted(context.t, refs.length)
  },
}

/** After so many elements were deleted: nothing is selected, and that they went is said. */
export function leaveDeleted(t: Text, count: number): void {
  const view = useViewStore.getState()
  view.select([])
  // What had the focus is gone, or stays as a ghost that cannot be acted on.
  document.querySelector<HTMLElement>('.nl-canvas')?.focus()
  view.announce(t.canvas.announce.deleted(count))
}

/** The host and the lab always stay. */
function removable({ selection }: ActionContext) {
  return selection.filter((ref) => ref.kind !== 'lab' && !(ref.kind === 'node' && ref.node === HOST))
}
