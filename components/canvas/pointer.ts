import type { DragEvent, MouseEvent, PointerEvent } from 'react'
import { type ElementRef, elementKey } from '../../core/lab/element'
import { useViewStore } from '../state/viewStore'
import { useCanvasStore } from './canvasStore'
import { addAt } from './commit'
import type { FlowEdge, FlowNode } from './flowTypes'
import { beginDrag } from './gestures/drag'
import { CARD } from './model/geometry'
import { isFixed } from './model/scene'

// What the pointer does on the canvas. Not made anew for each rendering: React Flow renders every node again when one of these is another.

/** The type of a palette item's drag; its data is the node's kind. */
const KIND = 'application/netloom-kind'

function choose(event: MouseEvent, ref: ElementRef): void {
  const view = useViewStore.getState()
  if (event.shiftKey || event.ctrlKey || event.metaKey) view.toggleSelected(ref)
  else view.select([ref])
}

export function onNodeClick(event: MouseEvent, node: FlowNode): void {
  if (!isFixed(node.data.node)) choose(event, { kind: 'node', node: node.id })
}

export function onNodeDoubleClick(_: MouseEvent, node: FlowNode): void {
  if (!isFixed(node.data.node)) useViewStore.getState().editField({ kind: 'node', node: node.id }, 'name')
}

export function onNodeMouseEnter(_: MouseEvent, node: FlowNode): void {
  useViewStore.getState().setHover(elementKey({ kind: 'node', node: node.id }))
}

export function onNodeMouseLeave(): void {
  useViewStore.getState().setHover(null)
}

export function onEdgeClick(event: MouseEvent, edge: FlowEdge): void {
  const drawn = edge.data?.edge
  if (!drawn || drawn.ghost) return
  if (drawn.type === 'link') choose(event, { kind: 'link', link: drawn.link })
  else if (drawn.type === 'nat') choose(event, { kind: 'nat', node: drawn.node, index: drawn.index })
  // A tether is not an element of its own: it is the bridge's interface.
  else choose(event, { kind: 'interface', node: drawn.bridge, name: drawn.bridge })
}

/** A click on the paper selects nothing, a double click draws a namespace there. */
export function onPaneClick(event: MouseEvent): void {
  const { flow } = useCanvasStore.getState()
  if (event.detail === 2 && flow) addAt('namespace', flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }))
  else useViewStore.getState().select([])
}

/** With the ping tool, a line can be drawn from anywhere on a node. */
export function onPointerDownCapture(event: PointerEvent): void {
  if (useViewStore.getState().tool !== 'ping' || !(event.target instanceof Element)) return
  const from = event.target.closest('.react-flow__node')?.getAttribute('data-id')
  const node = from ? useCanvasStore.getState().scene?.byName.get(from) : undefined
  if (node && !isFixed(node)) beginDrag(event, { kind: 'ping', from: node.name })
}

export function onDragOver(event: DragEvent): void {
  if (!event.dataTransfer.types.includes(KIND)) return
  event.preventDefault()
  event.dataTransfer.dropEffect = 'copy'
}

/** A palette item let go over the canvas. */
export function onDrop(event: DragEvent): void {
  const kind = event.dataTransfer.getData(KIND)
  const { flow } = useCanvasStore.getState()
  if ((kind !== 'namespace' && kind !== 'bridge') || !flow) return
  event.preventDefault()
  const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
  addAt(kind, { x: at.x, y: at.y + CARD.head / 2 })
}

export function onSelectionStart(): void {
  useCanvasStore.getState().set({ boxing: true })
}

export function onSelectionEnd(): void {
  useCanvasStore.getState().set({ boxing: false })
}
