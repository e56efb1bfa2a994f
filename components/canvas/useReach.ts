import { useOnViewportChange, useReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { elementKey } from '../../core/lab/element'
import { useProbeStore } from '../state/probeStore'
import { useViewStore } from '../state/viewStore'
import { useCanvasStore, useLowDetail } from './canvasStore'
import type { FlowEdge } from './flowTypes'
import { around, contains, type Rect } from './model/geometry'
import { MANY } from './model/mass'
import type { LinkEdge } from './model/scene'

/** Parts of a screen beyond its edges that count as within reach, so that a short pan changes nothing. */
const BEYOND = 0.3
/** The zoom from which one of many lines can be taken by its end. */
const CLOSE = 0.7

interface Reach {
  /** Drawn one by one, with plugs, labels and a place for the pointer. */
  near: FlowEdge[]
  /** Drawn together. */
  far: readonly LinkEdge[]
}

/**
 * Of many links, those that somebody can point at: with a row's end on the screen, and the selected ones. Zoomed out, none. Close up, a line
 * that only passes through is left out: hundreds of them say nothing and cost every frame. Looked at anew when the view has come to rest.
 */
export function useReach(edges: FlowEdge[]): Reach {
  const flow = useReactFlow()
  const lowDetail = useLowDetail()
  const selection = useViewStore((view) => view.selection)
  const path = useProbeStore((probe) => probe.path)
  // In a picture every line is one of its own.
  const picturing = useCanvasStore((canvas) => canvas.picturing)
  const many = edges.length > MANY.links && !picturing
  const [screen, setScreen] = useState<Rect | undefined>()
  const [close, setClose] = useState(false)
  const look = useCallback(() => {
    const box = document.querySelector('.nl-canvas')?.getBoundingClientRect()
    if (!box) return
    const corners = [
      { x: box.left - box.width * BEYOND, y: box.top - box.height * BEYOND },
      { x: box.right + box.width * BEYOND, y: box.bottom + box.height * BEYOND },
    ].map((corner) => ({ ...flow.screenToFlowPosition(corner), width: 0, height: 0 }))
    setScreen(around(corners))
    setClose(flow.getZoom() >= CLOSE)
  }, [flow])
  useEffect(look, [look])
  useOnViewportChange({ onEnd: many ? look : undefined })
  return useMemo(() => {
    if (!many) return { near: edges, far: NONE }
    const wanted = new Set([...selection, ...(path?.request ?? [])].map(elementKey))
    const near: FlowEdge[] = []
    const far: LinkEdge[] = []
    for (const edge of edges) {
      const link = edge.data?.edge
      if (link?.type !== 'link' || wanted.has(link.id)) near.push(edge)
      else if (lowDetail) far.push(link)
      else if (screen && close && reaches(link, screen)) near.push(edge)
      else if (screen && [link.from, link.to].some(({ at }) => contains(screen, at))) far.push(link)
    }
    return { near, far }
  }, [edges, many, lowDetail, screen, close, selection, path])
}

const NONE: readonly LinkEdge[] = []

/** A row's end is where one takes a line; the ports of a big bridge are too close together for that. */
function reaches({ from, to }: LinkEdge, screen: Rect): boolean {
  const rows = [from, to].filter(({ at }) => at.side === 'left' || at.side === 'right')
  return (rows.length > 0 ? rows : [from, to]).some(({ at }) => contains(screen, at))
}
