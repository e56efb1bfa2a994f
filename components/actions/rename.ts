import type { ElementRef } from '../../core/lab/element'
import { HOST } from '../../core/lab/ids'
import type { Lab } from '../../core/lab/schema'
import { interfacesOf } from '../../core/lab/view'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

export const rename: Action = {
  id: 'rename',
  group: 'edit',
  label: (t) => t.canvas.actions.rename,
  shortcuts: ['f2'],
  enabled: ({ editing, lab, selection: [first], selection }) =>
    editing && selection.length === 1 && first !== undefined && hasName(lab, first),
  run: ({ selection: [first] }) => {
    if (first) useViewStore.getState().editField(first, 'name')
  },
}

/** Whether it has a name of its own that can be another: neither `lo` nor a bridge's own interface has. */
function hasName(lab: Lab, ref: ElementRef): boolean {
  if (ref.kind === 'node') return ref.node !== HOST && lab.nodes[ref.node] !== undefined
  if (ref.kind !== 'interface' || ref.name === 'lo') return false
  return interfacesOf(lab, ref.node).some(({ name, self }) => name === ref.name && !self)
}
