import { useLabStore } from '../state/labStore'
import type { Action } from './action'

const decide = (id: string, keep: boolean): Action => ({
  id,
  group: 'machine',
  label: (t) => (keep ? t.host.actions.keep : t.host.actions.back),
  enabled: ({ editing }) => {
    const { machine, name } = useLabStore.getState()
    return editing && machine.waiting !== undefined && machine.waiting.lab === name
  },
  run: async () => {
    await useLabStore.getState().confirm(keep)
  },
})

/** The two answers to a change of this computer that waits to be kept; the strip over the page asks for them. */
export const keepChoices: readonly Action[] = [decide('keep-change', true), decide('put-back-change', false)]
