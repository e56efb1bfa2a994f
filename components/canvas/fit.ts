import { getViewportForBounds, type Viewport } from '@xyflow/react'
import { sceneBounds } from './model/bounds'
import type { Rect } from './model/geometry'
import type { Scene } from './model/scene'

/** Room for what floats over the canvas: the palette on the left, the view's buttons below. */
const ROOM = { left: 124, right: 56, top: 48, bottom: 64 } as const
const PADDING = { left: '124px', right: '56px', top: '48px', bottom: '64px' } as const

export const ZOOM = { min: 0.05, max: 2.5, fit: 1 } as const

/** Fitted smaller than this, the addresses of a lab cannot be read any more; they are then shown this large. */
const LEGIBLE = { whole: 0.6, part: 0.75 } as const

/** Fitted smaller than this, a lab is too large to be read anyway: its whole says more than the few nodes that would be seen of it. */
const MAP = 0.3

/** How near to the canvas's border a lab may come before it is moved. */
const EDGE = 16

/** The view in which the whole lab is seen, not larger than life. */
export function fitted(scene: Scene, size: { width: number; height: number }): Viewport {
  const bounds = sceneBounds(scene) ?? { x: 0, y: 0, width: 1, height: 1 }
  return getViewportForBounds(bounds, size.width, size.height, ZOOM.min, ZOOM.fit, PADDING)
}

/**
 * The view to take by itself where something opens beside the canvas: the whole lab as long as its addresses can be read in that, else as much
 * of it as can be read, around what the reader is at.
 *
 * @param focus what is to be seen, in the drawing's own units
 */
export function legible(scene: Scene, size: { width: number; height: number }, focus: Rect): Viewport {
  const whole = fitted(scene, size)
  const bounds = sceneBounds(scene)
  if (!bounds || whole.zoom >= LEGIBLE.whole || whole.zoom < MAP) return whole
  const zoom = LEGIBLE.part
  const right = Math.max(ROOM.left, size.width - ROOM.right)
  const bottom = Math.max(ROOM.top, size.height - ROOM.bottom)
  return {
    x: along(bounds.x * zoom, bounds.width * zoom, (focus.x + focus.width / 2) * zoom, ROOM.left, right),
    y: along(bounds.y * zoom, bounds.height * zoom, (focus.y + focus.height / 2) * zoom, ROOM.top, bottom),
    zoom,
  }
}

/** Where a drawing from `start`, `length` long, is put between `from` and `to`: its `focus` in the middle, as far as that leaves no room empty. */
function along(start: number, length: number, focus: number, from: number, to: number): number {
  if (length <= to - from) return (from + to - length) / 2 - start
  return Math.min(from - start, Math.max(to - start - length, (from + to) / 2 - focus))
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
