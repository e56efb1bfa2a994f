import { getViewportForBounds, type Viewport } from '@xyflow/react'
import { sceneBounds } from './model/bounds'
import type { Rect } from './model/geometry'
import type { Scene } from './model/scene'

/** Room for what floats over the canvas: the palette on the left, the view's buttons below. */
const PADDING = { left: '124px', right: '56px', top: '48px', bottom: '64px' } as const

export const ZOOM = { min: 0.05, max: 2.5, fit: 1 } as const

/** How near to the canvas's border a lab may come before it is moved. */
const EDGE = 16

/** The view in which the whole lab is seen, not larger than life. */
export function fitted(scene: Scene, size: { width: number; height: number }): Viewport {
  const bounds = sceneBounds(scene) ?? { x: 0, y: 0, width: 1, height: 1 }
  return getViewportForBounds(bounds, size.width, size.height, ZOOM.min, ZOOM.fit, PADDING)
}

/**
 * Whether the whole lab is in sight already, and could not be drawn larger: then the paper stays where it is, so that what was just
 * clicked does not slide away from under the pointer.
 */
export function seenWhole(scene: Scene, size: { width: number; height: number }, view: Viewport): boolean {
  const bounds = sceneBounds(scene)
  if (!bounds) return true
  const left = bounds.x * view.zoom + view.x
  const top = bounds.y * view.zoom + view.y
  return (
    left >= EDGE &&
    top >= EDGE &&
    left + bounds.width * view.zoom <= size.width - EDGE &&
    top + bounds.height * view.zoom <= size.height - EDGE &&
    fitted(scene, size).zoom <= view.zoom + 0.001
  )
}

/**
 * How far to the left the paper has to go for these rectangles to be seen whole in the first `width` pixels of the canvas; less where their left
 * border would leave the canvas for it. 0 where they are seen already.
 */
export function uncovered(rects: readonly Rect[], width: number, view: Viewport): number {
  if (rects.length === 0) return 0
  const left = Math.min(...rects.map(({ x }) => x)) * view.zoom + view.x
  const right = Math.max(...rects.map((rect) => rect.x + rect.width)) * view.zoom + view.x
  return Math.max(0, Math.min(right - width + EDGE, left - EDGE))
}
