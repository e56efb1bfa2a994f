import { addAt } from '../canvas/commit'
import type { Action } from './action'

export const addNamespace: Action = {
  id: 'add-namespace',
  group: 'draw',
  label: (t) => t.canvas.actions.addNamespace,
  shortcuts: ['n'],
  run: () => addAt('namespace'),
}
