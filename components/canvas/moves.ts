import type { NodeChange } from '@xyflow/react'
import { moveNodes } from '../../core/edit/move'
import type { ElementRef } from '../../core/lab/element'
import type { Position } from '../../core/lab/schema'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { useCanvasStore } from './canvasStore'
import { commit } from './commit'
import type { FlowNode } from './flowTypes'
import { snap } from './model/geometry'

// A bridge's box is larger than its bar and may change while it moves; what counts is how the two lay when the drag began.
let offsets = new Map<string, Position>()

/** Dragging begins. */
export function startMove(_: unknown, __: FlowNode, dragged: FlowNode[]): void {
  offsets = new Map(dragged.map(({ id, data: { node } }) => [id, { x: node.at.x - node.layout.x, y: node.at.y - node.layout.y }]))
}

/** What React Flow would change of its nodes: where they are dragged to, shown at once, and what a box selects. */
export function takeNodeChanges(changes: NodeChange<FlowNode>[]): void {
  const moved: Record<string, Position> = {}
  const selected: { id: string; on: boolean }[] = []
  for (const change of changes) {
    if (change.type === 'position' && change.position) {
      const offset = offsets.get(change.id) ?? { x: 0, y: 0 }
      moved[change.id] = { x: snap(change.position.x - offset.x), y: snap(change.position.y - offset.y) }
    } else if (change.type === 'select') selected.push({ id: change.id, on: change.selected })
  }
  const { drag, boxing, set } = useCanvasStore.getState()
  if (Object.keys(moved).length > 0) set({ drag: { ...drag, ...moved } })
  // A click is handled where it happens; only a box selects several at once.
  if (boxing && selected.length > 0) selectBoxed(selected)
}

function selectBoxed(selected: readonly { id: string; on: boolean }[]): void {
  const view = useViewStore.getState()
  const off = new Set(selected.filter((one) => !one.on).map((one) => one.id))
  const on = selected.filter((one) => one.on).map((one): ElementRef => ({ kind: 'node', node: one.id }))
  view.select([...view.selection.filter((ref) => ref.kind === 'node' && !off.has(ref.node)), ...on])
}

/** Dragging ends: one command for all that moved. */
export function endMove(): void {
  const { drag, set } = useCanvasStore.getState()
  const { lab } = useLabStore.getState()
  const moved = Object.entries(drag ?? {}).filter(([name, at]) => {
    const before = lab.layout?.[name]
    return lab.nodes[name] && (before?.x !== at.x || before.y !== at.y)
  })
  if (moved.length > 0) commit(moveNodes(lab, Object.fromEntries(moved)))
  set({ drag: null })
}
