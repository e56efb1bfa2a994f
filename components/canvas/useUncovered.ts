import { type RefObject, useEffect, useRef } from 'react'
import { useViewStore } from '../state/viewStore'
import { useCanvasStore } from './canvasStore'
import { uncovered } from './fit'
import type { Rect } from './model/geometry'
import { rectOf } from './model/scene'

const SLIDE = { duration: 160 } as const

/**
 * Where the inspector has to lie over the canvas, the paper moves so far aside that what is inspected is not under it, and back again when it
 * goes, unless somebody moved the paper meanwhile.
 */
export function useUncovered(section: RefObject<HTMLElement | null>): void {
  const selection = useViewStore((view) => view.selection)
  /** What the paper was moved by, and where that took it. */
  const aside = useRef<{ by: number; to: number } | null>(null)
  useEffect(() => {
    // The inspector takes its place in the same frame, and may be fetched before that.
    const frame = requestAnimationFrame(() => {
      const { flow, scene } = useCanvasStore.getState()
      const box = section.current?.getBoundingClientRect()
      const over = document.querySelector('[data-overlay]')?.getBoundingClientRect()
      if (!flow || !scene || !box) return
      const view = flow.getViewport()
      const before = aside.current && Math.abs(aside.current.to - view.x) < 1 ? aside.current.by : 0
      if (!over) {
        if (before > 0) void flow.setViewport({ ...view, x: view.x + before }, SLIDE)
        aside.current = null
        return
      }
      const width = Math.min(box.width, over.left - box.left)
      const names = new Set(selection.flatMap((ref) => ('node' in ref ? [ref.node] : [])))
      const rects: Rect[] = scene.nodes.filter(({ name }) => names.has(name)).map(rectOf)
      const by = uncovered(rects, width, view)
      if (by === 0) return
      aside.current = { by: by + before, to: view.x - by }
      void flow.setViewport({ ...view, x: view.x - by }, SLIDE)
    })
    return () => cancelAnimationFrame(frame)
  }, [selection, section])
}
