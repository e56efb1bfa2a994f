import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const pingTool: Action = {
  id: 'ping-tool',
  group: 'draw',
  label: (t) => (useViewStore.getState().tool === 'ping' ? t.canvas.actions.selectTool : t.canvas.actions.pingTool),
  shortcuts: ['p'],
  run: () => {
    const { tool, setTool } = useViewStore.getState()
    setTool(tool === 'ping' ? 'select' : 'ping')
  },
}
