import { useCanvasStore } from '../canvas/canvasStore'
import { isFixed } from '../canvas/model/scene'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const selectAll: Action = {
  id: 'select-all',
  group: 'edit',
  label: (t) => t.canvas.actions.selectAll,
  shortcuts: ['mod+a'],
  run: ({ t }) => {
    const nodes = (useCanvasStore.getState().scene?.nodes ?? []).filter((node) => !isFixed(node))
    const view = useViewStore.getState()
    view.select(nodes.map(({ name }) => ({ kind: 'node', node: name })))
    view.announce(t.canvas.announce.selected(nodes.length))
  },
}
