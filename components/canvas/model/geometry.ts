/**
 * The sizes of what is drawn, in canvas pixels. Everything is computed and nothing measured, so that a node that was never
 * rendered still has its size and its handles: links to what is off the screen are right, and a thousand nodes cost no layout.
 */

export type Side = 'left' | 'right' | 'top' | 'bottom'

export interface Point {
  x: number
  y: number
}

export interface Rect extends Point {
  width: number
  height: number
}

/** Where a line meets a node, in canvas coordinates, and the side that it leaves from. */
export interface Anchor extends Point {
  side: Side
}

/** Dragging snaps to this; it divides every size below. */
export const SNAP = 8

export const CARD = { minWidth: 200, maxWidth: 320, head: 40, row: 24, foot: 28, tail: 8, padding: 12 } as const

export const BRIDGE = {
  minWidth: 176,
  bar: 40,
  port: 12,
  pitch: 32,
  tightPitch: 20,
  comb: 2,
  tether: 16,
  tabHeight: 44,
  maxTab: 240,
  /** The bar of a bridge with the longest name that an interface can have, without ports. */
  maxName: 328,
  padding: 20,
} as const

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{20000}-\u{3fffd}]/u

/** The width of `text` in a monospaced face of `size` pixels: 0.6 em a character in every common one, 1 em for CJK. */
export function monoWidth(text: string, size: number): number {
  let ems = 0
  for (const char of text) ems += WIDE.test(char) ? 1 : 0.605
  return ems * size
}

/** The middle of a rectangle. */
export function centre(rect: Rect): Point {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }
}

/** True when the point is in the rectangle, or within `margin` of it. */
export function contains(rect: Rect, point: Point, margin = 0): boolean {
  return (
    point.x >= rect.x - margin &&
    point.x <= rect.x + rect.width + margin &&
    point.y >= rect.y - margin &&
    point.y <= rect.y + rect.height + margin
  )
}

/** The smallest rectangle around all of them, or undefined for none. */
export function around(rects: Iterable<Rect>): Rect | undefined {
  let left = Number.POSITIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  return left <= right ? { x: left, y: top, width: right - left, height: bottom - top } : undefined
}

/** `value`, but at least `low` and at most `high` (and `low` where the two cross). */
export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value))
}

/** Rounds to the snapping grid. */
export function snap(value: number): number {
  return Math.round(value / SNAP) * SNAP
}
