import { flushSync } from 'react-dom'
import { moveNodes } from '../../core/edit/move'
import { useCanvasStore } from '../canvas/canvasStore'
import { commit } from '../canvas/commit'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'
import { fitView } from './zoom'

export const arrange: Action = {
  id: 'arrange',
  group: 'edit',
  label: (t) => t.canvas.actions.arrange,
  shortcuts: ['shift+a'],
  run: async (context) => {
    const { scene } = useCanvasStore.getState()
    if (!scene) return
    const { name } = useLabStore.getState()
    const { autoLayout } = await import('../canvas/layout/autoLayout')
    const positions = await autoLayout(scene)
    const { lab, name: nameNow } = useLabStore.getState()
    // Another lab's nodes may have the same names.
    if (nameNow !== name) return
    // Nodes that went while it was computed are left out.
    const there = Object.fromEntries(Object.entries(positions).filter(([name]) => lab.nodes[name]))
    const command = moveNodes(lab, there)
    // Drawn before it is fitted: the view is made from what is on the paper.
    if (command.changes.length > 0 && !flushSync(() => commit(command))) return
    useViewStore.getState().announce(context.t.canvas.announce.arranged)
    void fitView.run(context)
  },
}
