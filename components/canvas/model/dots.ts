import type { Position } from '../../../core/lab/schema'

/** In the lab's own lengths: from dot to dot, and a dot's radius. */
const GAP = 24
const RADIUS = 0.75
/** Pixels; nearer together, the dots of a paper that is seen from afar would be a grey veil. */
const NEAREST = 8

interface Dots {
  /** Pixels from dot to dot. */
  step: number
  radius: number
  /** By how much a pattern whose first tile begins in the corner is moved, whole pixels from 0 to a step. */
  shift: Position
  hidden: boolean
}

/** The paper's dots for React Flow's transform: where the paper's origin is on the canvas, in pixels, and the zoom. */
export function dotsAt(x: number, y: number, zoom: number): Dots {
  const step = GAP * zoom
  // A dot is in the middle of its tile. Whole pixels: between them, each frame would be blurred.
  const shift = (at: number) => Math.round((((at - step / 2) % step) + step) % step)
  return { step, radius: RADIUS * zoom, shift: { x: shift(x), y: shift(y) }, hidden: step < NEAREST }
}
