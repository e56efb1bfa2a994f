import type { ReactFlowInstance } from '@xyflow/react'
import { create } from 'zustand'
import type { Diagnostic } from '../../core/check/diagnostic'
import type { Position } from '../../core/lab/schema'
import type { FlowEdge, FlowNode } from './flowTypes'
import type { Scene } from './model/scene'

interface CanvasStore {
  /** React Flow, for actions that move the view; null while no canvas is mounted. */
  flow: ReactFlowInstance<FlowNode, FlowEdge> | null
  scene: Scene | null
  /** Layout corners of nodes that are being dragged; they become one command when let go. */
  drag: Readonly<Record<string, Position>> | null
  /** A box is being drawn around nodes to select them. */
  boxing: boolean
  /** A picture is being taken: everything is drawn, with all its words. */
  picturing: boolean
  /** Zoomed out so far that words could not be read. */
  lowDetail: boolean
  /** Zoomed out so far that most of a lab is on the screen. */
  fromAfar: boolean
  /** Where the context menu was opened: what is added or pasted from it goes there. */
  menuAt: Position | null
  /** Why the last edit was refused. */
  notice: Diagnostic | null
  set(patch: Partial<Omit<CanvasStore, 'set'>>): void
}

/** What the canvas's parts share and nobody else needs. */
export const useCanvasStore = create<CanvasStore>()((set) => ({
  flow: null,
  scene: null,
  drag: null,
  boxing: false,
  picturing: false,
  lowDetail: false,
  fromAfar: false,
  menuAt: null,
  notice: null,
  set: (patch) => set(patch),
}))

/** The zoom below which cards are drawn without words but their names. */
const LOW_DETAIL = 0.5

/**
 * The zoom below which the whole lab is drawn and not only what is on the screen: from afar it is a plain box a node, and to make and drop
 * those at the edges costs more than to keep them.
 */
const FROM_AFAR = 0.25

/** How much a zoom leaves to be drawn. */
export function detailAt(zoom: number): Pick<CanvasStore, 'lowDetail' | 'fromAfar'> {
  return { lowDetail: zoom < LOW_DETAIL, fromAfar: zoom < FROM_AFAR }
}

/** True when cards are drawn without words but their names. */
export function useLowDetail(): boolean {
  return useCanvasStore((canvas) => canvas.lowDetail && !canvas.picturing)
}

/** As many nodes as can be named from afar without the page slowing down. */
const NAMED_FROM_AFAR = 200

/** True when there are too many nodes to name each while they are seen from afar. */
export function useCrowded(): boolean {
  return useCanvasStore((canvas) => (canvas.scene?.nodes.length ?? 0) > NAMED_FROM_AFAR)
}
