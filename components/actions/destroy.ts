import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

/** A sandbox that runs, or a lab on this computer itself, which runs anyway. */
export function hasSomethingToDestroy(): boolean {
  const { machine, applied, name } = useLabStore.getState()
  return machine.status === 'running' && (machine.kind === 'sandbox' || applied !== null || machine.waiting?.lab === name)
}

/** Asks first: `DestroyDialog` does it. */
export const destroy: Action = {
  id: 'destroy',
  group: 'machine',
  label: (t) => t.shell.actions.destroy,
  enabled: ({ editing }) => editing && hasSomethingToDestroy(),
  run: () => useViewStore.getState().setOverlay('destroy'),
}
