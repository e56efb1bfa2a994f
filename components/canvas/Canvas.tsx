'use client'
import '@xyflow/react/dist/base.css'
import './canvas.css'
import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  type Viewport,
} from '@xyflow/react'
import { type DragEvent, type MouseEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { moveNodes } from '../../core/edit/move'
import { type ElementRef, elementKey } from '../../core/lab/element'
import type { Position } from '../../core/lab/schema'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { CanvasMenu } from './CanvasMenu'
import { LOW_DETAIL, useCanvasStore } from './canvasStore'
import { addAt, commit } from './commit'
import { EmptyLab } from './EmptyLab'
import { LinkEdge } from './edges/LinkEdge'
import { NatEdge } from './edges/NatEdge'
import { TetherEdge } from './edges/TetherEdge'
import { fitted, ZOOM } from './fit'
import type { FlowEdge, FlowNode } from './flowTypes'
import { beginDrag } from './gestures/drag'
import { GestureLine } from './gestures/GestureLine'
import { useGestureStore } from './gestures/gestureStore'
import { onCanvasKey } from './keys'
import { CARD, snap } from './model/geometry'
import type { Scene } from './model/scene'
import { Notice } from './Notice'
import { BridgeNode } from './nodes/BridgeNode'
import { CardNode } from './nodes/CardNode'
import { Pulse } from './Pulse'
import { useFlow } from './useScene'
import { ViewButtons } from './ViewButtons'

const nodeTypes = { card: CardNode, bridge: BridgeNode }
const edgeTypes = { link: LinkEdge, tether: TetherEdge, nat: NatEdge }
const KIND = 'application/netloom-kind'

/** The lab as a drawing that can be edited, with what the kernel says of it. Fills its parent. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Table />
    </ReactFlowProvider>
  )
}

function Table() {
  const t = useText().canvas
  const { nodes, edges } = useFlow()
  const [section, view] = useFirstView()
  const flow = useReactFlow<FlowNode, FlowEdge>()
  const tool = useViewStore((view) => view.tool)
  const picturing = useCanvasStore((canvas) => canvas.picturing)
  const gesture = useGestureStore((store) => store.gesture?.kind)
  const { onNodesChange, onNodeDragStart, onNodeDragStop } = useMoves()

  useEffect(() => useCanvasStore.getState().set({ flow }), [flow])
  // React Flow hands out a second object once; only leaving the page forgets what was on the canvas.
  useEffect(() => () => useCanvasStore.getState().set({ flow: null, scene: null, drag: null, notice: null }), [])

  const toggle = useCallback((event: MouseEvent, ref: ElementRef) => {
    const view = useViewStore.getState()
    if (event.shiftKey || event.ctrlKey || event.metaKey) view.toggleSelected(ref)
    else view.select([ref])
  }, [])

  return (
    <section
      ref={section}
      className="nl-canvas"
      aria-label={t.title}
      aria-describedby="nl-canvas-help"
      tabIndex={-1}
      data-tool={tool}
      data-gesture={gesture}
      onKeyDown={onCanvasKey}
      onPointerDownCapture={(event) => {
        const node = tool === 'ping' && event.target instanceof Element ? event.target.closest('.react-flow__node') : null
        const from = node?.getAttribute('data-id')
        if (from) beginDrag(event, { kind: 'ping', from })
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(KIND)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDrop={(event) => dropKind(event, flow.screenToFlowPosition)}
    >
      <p id="nl-canvas-help" className="sr-only">
        {t.instructions}
      </p>
      <CanvasMenu>
        <div className="absolute inset-0">
          {view && (
            <ReactFlow<FlowNode, FlowEdge>
              nodes={nodes}
              edges={edges}
              nodeTypes={nodeTypes}
              edgeTypes={edgeTypes}
              onNodesChange={onNodesChange}
              onNodeDragStart={onNodeDragStart}
              onNodeDragStop={onNodeDragStop}
              onNodeClick={(event, node) => toggle(event, { kind: 'node', node: node.id })}
              onNodeDoubleClick={(_, node) => useViewStore.getState().editField({ kind: 'node', node: node.id }, 'name')}
              onNodeMouseEnter={(_, node) => useViewStore.getState().setHover(elementKey({ kind: 'node', node: node.id }))}
              onNodeMouseLeave={() => useViewStore.getState().setHover(null)}
              onEdgeClick={(event, edge) => {
                const ref = refOf(edge)
                if (ref) toggle(event, ref)
              }}
              onPaneClick={(event) => {
                if (event.detail === 2) addAt('namespace', flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }))
                else useViewStore.getState().select([])
              }}
              onMove={(_, { zoom }) => {
                const { lowDetail, set } = useCanvasStore.getState()
                if (lowDetail !== zoom < LOW_DETAIL) set({ lowDetail: zoom < LOW_DETAIL })
              }}
              connectionMode={ConnectionMode.Loose}
              nodesConnectable={false}
              edgesFocusable={false}
              elementsSelectable
              selectNodesOnDrag={false}
              disableKeyboardA11y
              deleteKeyCode={null}
              onSelectionStart={() => useCanvasStore.getState().set({ boxing: true })}
              onSelectionEnd={() => useCanvasStore.getState().set({ boxing: false })}
              selectionMode={SelectionMode.Partial}
              selectionKeyCode="Shift"
              multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
              zoomOnDoubleClick={false}
              minZoom={ZOOM.min}
              maxZoom={ZOOM.max}
              onlyRenderVisibleElements={!picturing}
              defaultViewport={view}
            >
              <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
              <GestureLine />
              <Pulse />
            </ReactFlow>
          )}
        </div>
      </CanvasMenu>
      <EmptyLab />
      <Notice />
      <ViewButtons />
    </section>
  )
}

/** Measures the canvas before anything is drawn on it, so that the first picture already shows the whole lab. */
function useFirstView() {
  const section = useRef<HTMLElement>(null)
  const [view, setView] = useState<Viewport | null>(null)
  useLayoutEffect(() => {
    const { scene, set } = useCanvasStore.getState()
    const box = section.current?.getBoundingClientRect()
    if (!box) return
    const first = fitted(scene ?? NOTHING, box)
    set({ lowDetail: first.zoom < LOW_DETAIL })
    setView(first)
  }, [])
  return [section, view] as const
}

const NOTHING: Scene = { nodes: [], edges: [], byName: new Map() }

/** What an edge stands for; a tether is not an element of its own, its bridge is. */
function refOf(edge: FlowEdge): ElementRef | undefined {
  const drawn = edge.data?.edge
  if (!drawn || drawn.ghost) return undefined
  if (drawn.type === 'link') return { kind: 'link', link: drawn.link }
  return drawn.type === 'nat' ? { kind: 'nat', node: drawn.node, index: drawn.index } : { kind: 'node', node: drawn.bridge }
}

function dropKind(event: DragEvent, toCanvas: (point: { x: number; y: number }) => Position): void {
  const kind = event.dataTransfer.getData(KIND)
  if (kind !== 'namespace' && kind !== 'bridge') return
  event.preventDefault()
  const at = toCanvas({ x: event.clientX, y: event.clientY })
  addAt(kind, { x: at.x, y: at.y + CARD.head / 2 })
}

/** Dragging nodes: shown at once, one command when let go. */
function useMoves() {
  // A bridge's box is larger than its bar and may change while it moves; what counts is how the two lay when the drag began.
  const offsets = useRef(new Map<string, Position>())
  const onNodeDragStart = useCallback((_: unknown, __: FlowNode, dragged: FlowNode[]) => {
    offsets.current = new Map(
      dragged.map(({ id, data: { node } }) => [id, { x: node.at.x - node.layout.x, y: node.at.y - node.layout.y }]),
    )
  }, [])
  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    const moved: Record<string, Position> = {}
    const selected: { id: string; on: boolean }[] = []
    for (const change of changes) {
      if (change.type === 'position' && change.position) {
        const offset = offsets.current.get(change.id) ?? { x: 0, y: 0 }
        moved[change.id] = { x: snap(change.position.x - offset.x), y: snap(change.position.y - offset.y) }
      } else if (change.type === 'select') selected.push({ id: change.id, on: change.selected })
    }
    if (Object.keys(moved).length > 0) {
      const { drag, set } = useCanvasStore.getState()
      set({ drag: { ...drag, ...moved } })
    }
    // A click is handled where it happens; only a box selects several at once.
    if (selected.length > 0 && useCanvasStore.getState().boxing) {
      const view = useViewStore.getState()
      const off = new Set(selected.filter((one) => !one.on).map((one) => one.id))
      const on = selected.filter((one) => one.on).map((one): ElementRef => ({ kind: 'node', node: one.id }))
      view.select([...view.selection.filter((ref) => ref.kind === 'node' && !off.has(ref.node)), ...on])
    }
  }, [])
  const onNodeDragStop = useCallback(() => {
    const { drag, set } = useCanvasStore.getState()
    const { lab } = useLabStore.getState()
    const moved = Object.entries(drag ?? {}).filter(
      ([name, at]) => lab.nodes[name] && (lab.layout?.[name]?.x !== at.x || lab.layout[name].y !== at.y),
    )
    if (moved.length > 0) commit(moveNodes(lab, Object.fromEntries(moved)))
    set({ drag: null })
  }, [])
  return { onNodesChange, onNodeDragStart, onNodeDragStop }
}
