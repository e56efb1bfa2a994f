'use client'
import '@xyflow/react/dist/base.css'
import './styles/paper.css'
import './styles/cards.css'
import './styles/bridges.css'
import './styles/states.css'
import './styles/lines.css'
import './styles/gestures.css'
import { ConnectionMode, ReactFlow, ReactFlowProvider, SelectionMode, useReactFlow } from '@xyflow/react'
import { useEffect } from 'react'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { CanvasMenu } from './CanvasMenu'
import { useCanvasStore } from './canvasStore'
import { Dots } from './Dots'
import { EmptyLab } from './EmptyLab'
import { LinkEdge } from './edges/LinkEdge'
import { MassLinks } from './edges/MassLinks'
import { NatEdge } from './edges/NatEdge'
import { NicEdge } from './edges/NicEdge'
import { TetherEdge } from './edges/TetherEdge'
import { ZOOM } from './fit'
import type { FlowEdge, FlowNode } from './flowTypes'
import { GestureLine } from './gestures/GestureLine'
import { endGesture, useGestureStore } from './gestures/gestureStore'
import { drawByKeys, onCanvasKey } from './keys'
import { endMove, startMove, takeNodeChanges } from './moves'
import { Notice } from './Notice'
import { BridgeNode } from './nodes/BridgeNode'
import { CardNode } from './nodes/CardNode'
import { Pulse } from './Pulse'
import * as pointer from './pointer'
import { useReach } from './useReach'
import { useFlow } from './useScene'
import { useUncovered } from './useUncovered'
import { useView } from './useView'
import { ViewButtons } from './ViewButtons'

const nodeTypes = { card: CardNode, bridge: BridgeNode }
const edgeTypes = { link: LinkEdge, tether: TetherEdge, nic: NicEdge, nat: NatEdge }
const MORE_THAN_ONE = ['Meta', 'Control', 'Shift']

/** The lab as a drawing that can be edited, with what the kernel says of it. Fills its parent. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Paper />
    </ReactFlowProvider>
  )
}

function Paper() {
  const t = useText().canvas
  const { nodes, edges } = useFlow()
  const { near, far } = useReach(edges)
  const { section, first, onMoveStart, onMove, onMoveEnd } = useView()
  useUncovered(section)
  const flow = useReactFlow<FlowNode, FlowEdge>()
  const tool = useViewStore((view) => view.tool)
  const fixed = useLabStore((store) => store.status === 'preview')
  const picturing = useCanvasStore((canvas) => canvas.picturing)
  const fromAfar = useCanvasStore((canvas) => canvas.fromAfar)
  const gesture = useGestureStore((store) => store.gesture?.kind)
  const byKeyboard = useGestureStore((store) => store.gesture !== null && store.by === 'keyboard')

  useEffect(() => {
    if (byKeyboard) return drawByKeys()
  }, [byKeyboard])
  useEffect(() => useCanvasStore.getState().set({ flow }), [flow])
  // React Flow hands out a second object once; only leaving the page forgets what was on the canvas.
  useEffect(() => {
    return () => {
      useCanvasStore.getState().set({ flow: null, scene: null, drag: null, notice: null })
      endGesture()
    }
  }, [])

  return (
    <section
      ref={section}
      className="nl-canvas"
      aria-label={t.title}
      aria-describedby="nl-canvas-help"
      tabIndex={-1}
      data-tool={tool}
      data-fixed={fixed || undefined}
      data-gesture={gesture}
      onKeyDown={onCanvasKey}
      onPointerDownCapture={pointer.onPointerDownCapture}
      onDragOver={pointer.onDragOver}
      onDrop={pointer.onDrop}
    >
      <p id="nl-canvas-help" className="sr-only">
        {t.instructions}
      </p>
      <CanvasMenu disabled={fixed}>
        <div className="absolute inset-0">
          {first && (
            <ReactFlow<FlowNode, FlowEdge>
              nodes={nodes}
              edges={near}
              nodeTypes={nodeTypes}
              edgeTypes={edgeTypes}
              onNodesChange={takeNodeChanges}
              onNodeDragStart={startMove}
              onNodeDragStop={endMove}
              onNodeClick={pointer.onNodeClick}
              onNodeDoubleClick={pointer.onNodeDoubleClick}
              onNodeMouseEnter={pointer.onNodeMouseEnter}
              onNodeMouseLeave={pointer.onNodeMouseLeave}
              onEdgeClick={pointer.onEdgeClick}
              onPaneClick={pointer.onPaneClick}
              onSelectionStart={pointer.onSelectionStart}
              onSelectionEnd={pointer.onSelectionEnd}
              onMoveStart={onMoveStart}
              onMove={onMove}
              onMoveEnd={onMoveEnd}
              connectionMode={ConnectionMode.Loose}
              nodesConnectable={false}
              nodesDraggable={!fixed}
              edgesFocusable={false}
              elementsSelectable
              selectNodesOnDrag={false}
              disableKeyboardA11y
              deleteKeyCode={null}
              selectionMode={SelectionMode.Partial}
              selectionKeyCode="Shift"
              multiSelectionKeyCode={MORE_THAN_ONE}
              zoomOnDoubleClick={false}
              minZoom={ZOOM.min}
              maxZoom={ZOOM.max}
              onlyRenderVisibleElements={!picturing && !fromAfar}
              defaultViewport={first}
            >
              <Dots />
              <MassLinks edges={far} />
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
