import { addAt } from '../canvas/commit'
import type { Action } from './action'

export const addBridge: Action = {
  id: 'add-bridge',
  group: 'draw',
  label: (t) => t.canvas.actions.addBridge,
  shortcuts: ['b'],
  run: () => addAt('bridge'),
}
