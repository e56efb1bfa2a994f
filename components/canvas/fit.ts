import { getViewportForBounds, type Viewport } from '@xyflow/react'
import { sceneBounds } from './model/bounds'
import type { Scene } from './model/scene'

/** Room for what floats over the canvas: the palette on the left, the view's buttons below. */
const PADDING = { left: '124px', right: '56px', top: '48px', bottom: '64px' } as const

export const ZOOM = { min: 0.05, max: 2.5, fit: 1 } as const

/** The view in which the whole lab is seen, not larger than life. */
export function fitted(scene: Scene, size: { width: number; height: number }): Viewport {
  const bounds = sceneBounds(scene) ?? { x: 0, y: 0, width: 1, height: 1 }
  return getViewportForBounds(bounds, size.width, size.height, ZOOM.min, ZOOM.fit, PADDING)
}
