export type Side = 'top' | 'right' | 'bottom' | 'left'

interface Size {
  width: number
  height: number
}

interface Box extends Size {
  left: number
  top: number
}

const OPPOSITE: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' }
/** Between the thing and its words, and between the words and the window's edge. Pixels. */
const GAP = 6
const EDGE = 8

/**
 * Where a tip of a size goes beside a box: on the wished side, centred; on the other side when it would leave the window there; and never
 * closer to the window's edge than 8 px.
 */
export function placeBeside(box: Box, tip: Size, window: Size, side: Side): { left: number; top: number } {
  const wished = beside(box, tip, side)
  const fits = isInside(wished, tip, window, side)
  const { left, top } =
    fits || !isInside(beside(box, tip, OPPOSITE[side]), tip, window, side) ? wished : beside(box, tip, OPPOSITE[side])
  return {
    left: Math.max(EDGE, Math.min(window.width - tip.width - EDGE, left)),
    top: Math.max(EDGE, Math.min(window.height - tip.height - EDGE, top)),
  }
}

function beside(box: Box, tip: Size, side: Side): { left: number; top: number } {
  const middle = { left: box.left + (box.width - tip.width) / 2, top: box.top + (box.height - tip.height) / 2 }
  switch (side) {
    case 'top':
      return { ...middle, top: box.top - tip.height - GAP }
    case 'bottom':
      return { ...middle, top: box.top + box.height + GAP }
    case 'left':
      return { ...middle, left: box.left - tip.width - GAP }
    case 'right':
      return { ...middle, left: box.left + box.width + GAP }
  }
}

/** Along the axis that the side is on; across it the tip is pushed in anyway. */
function isInside(at: { left: number; top: number }, tip: Size, window: Size, side: Side): boolean {
  return side === 'top' || side === 'bottom'
    ? at.top >= EDGE && at.top + tip.height <= window.height - EDGE
    : at.left >= EDGE && at.left + tip.width <= window.width - EDGE
}
