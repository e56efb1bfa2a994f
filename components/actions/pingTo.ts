import { useProbeStore } from '../state/probeStore'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'
import { onlyNode } from './selectedNodes'

export const pingTo: Action = {
  id: 'ping-to',
  group: 'machine',
  label: (t) => t.canvas.actions.pingTo,
  enabled: (context) => context.editing && onlyNode(context) !== undefined,
  run: (context) => {
    const node = onlyNode(context)
    if (!node) return
    useProbeStore.getState().setDraft({ target: node })
    useViewStore.getState().openDrawer('ping')
  },
}
