import { useReactFlow, type Viewport } from '@xyflow/react'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useViewStore } from '../state/viewStore'
import { detailAt, useCanvasStore } from './canvasStore'
import { fitted, legible, seenWhole } from './fit'
import { around, type Rect } from './model/geometry'
import { rectOf, type Scene } from './model/scene'

const NOTHING: Scene = { nodes: [], edges: [], byName: new Map() }
const REFIT = { duration: 160 } as const

interface View {
  section: RefObject<HTMLElement | null>
  /** The view to begin with; null until the canvas was measured, so that the first picture already shows the whole lab. */
  first: Viewport | null
  onMoveStart: (event: unknown) => void
  onMove: (event: unknown, viewport: Viewport) => void
  onMoveEnd: () => void
}

/**
 * The part of the paper that is seen. As long as nobody moved it, it is the whole lab, also when the drawer or the inspector takes
 * some of the room that it needs; where too little is left to read it in, it is the part that the reader is at.
 */
export function useView(): View {
  const section = useRef<HTMLElement>(null)
  const [first, setFirst] = useState<Viewport | null>(null)
  const untouched = useRef(true)
  const flow = useReactFlow()

  useLayoutEffect(() => {
    const box = section.current?.getBoundingClientRect()
    if (!box) return
    const view = fitted(useCanvasStore.getState().scene ?? NOTHING, box)
    useCanvasStore.getState().set(detailAt(view.zoom))
    setFirst(view)
  }, [])

  useEffect(() => {
    const element = section.current
    if (!element) return
    let before = element.getBoundingClientRect()
    const observer = new ResizeObserver(() => {
      const box = element.getBoundingClientRect()
      const { scene } = useCanvasStore.getState()
      const resized = box.width !== before.width || box.height !== before.height
      before = box
      if (!resized || !untouched.current || !scene || seenWhole(scene, box, flow.getViewport())) return
      void flow.setViewport(legible(scene, inSight(box), focus(scene, box, flow.getViewport())), REFIT)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [flow])

  const [handlers] = useState(() => ({
    onMoveStart: (event: unknown) => {
      // Only a person's own move has an event; what the page does by itself has none.
      if (event) untouched.current = false
      // Moving the paper as one picture is smooth; at rest it is drawn anew, so that text is crisp at every zoom.
      if (section.current) section.current.dataset.moving = ''
    },
    onMove: (event: unknown, { zoom }: Viewport) => {
      // Not before it moves: a press without a move is a click on what lies under it.
      if (section.current && event instanceof MouseEvent && event.buttons > 0) section.current.dataset.moving = 'dragged'
      const before = useCanvasStore.getState()
      const now = detailAt(zoom)
      if (before.lowDetail !== now.lowDetail || before.fromAfar !== now.fromAfar) before.set(now)
    },
    onMoveEnd: () => {
      if (section.current) delete section.current.dataset.moving
    },
  }))
  return { section, first, ...handlers }
}

/** What of the canvas is left where the inspector lies over it. */
function inSight(box: DOMRect): { width: number; height: number } {
  const over = document.querySelector('[data-overlay]')?.getBoundingClientRect()
  return { width: over && over.left < box.right ? over.left - box.left : box.width, height: box.height }
}

/** What is selected, or else what is in the middle of the view. */
function focus(scene: Scene, box: DOMRect, view: Viewport): Rect {
  const names = new Set(useViewStore.getState().selection.flatMap((ref) => ('node' in ref ? [ref.node] : [])))
  const selected = around(scene.nodes.filter(({ name }) => names.has(name)).map(rectOf))
  const middle = { x: (box.width / 2 - view.x) / view.zoom, y: (box.height / 2 - view.y) / view.zoom, width: 0, height: 0 }
  return selected ?? middle
}
