import { pasteNodes } from '../../core/edit/copy'
import { useCanvasStore } from '../canvas/canvasStore'
import { commit, middleOfView } from '../canvas/commit'
import { snap } from '../canvas/model/geometry'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'
import { kept } from './clipboard'

export const paste: Action = {
  id: 'paste',
  group: 'edit',
  label: (t) => t.canvas.actions.paste,
  shortcuts: ['mod+v'],
  enabled: ({ editing }) => editing && kept() !== null,
  run: ({ lab, t }) => {
    const clip = kept()
    if (!clip) return
    const at = useCanvasStore.getState().menuAt ?? middleOfView()
    const made = pasteNodes(lab, clip, { x: snap(at.x), y: snap(at.y) })
    if (!commit(made) || 'refused' in made) return
    const view = useViewStore.getState()
    view.select(made.nodes.map((node) => ({ kind: 'node', node })))
    view.announce(t.canvas.announce.pasted(made.nodes.length))
  },
}
