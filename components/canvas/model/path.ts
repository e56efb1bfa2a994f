import type { Anchor, Point, Side } from './geometry'

/** A smooth line between two anchors: one cubic Bézier, as SVG path data and as its four points. */
export interface Curve {
  d: string
  points: readonly [Point, Point, Point, Point]
}

const OUT: Record<Side, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
}

const SHORTEST = 28
const BACKWARDS = 44

/**
 * The line leaves each end straight out of its side, so that it is seen which row or port it belongs to. `bow` pushes a line
 * that leaves and arrives on the same side further out, for lines that would lie on one another.
 */
export function curve(from: Anchor, to: Anchor, bow = 0): Curve {
  const start = { x: from.x, y: from.y }
  const end = { x: to.x, y: to.y }
  const first = control(from, to, from.side === to.side, bow)
  const last = control(to, from, from.side === to.side, bow)
  const d = `M${r(start.x)} ${r(start.y)}C${r(first.x)} ${r(first.y)} ${r(last.x)} ${r(last.y)} ${r(end.x)} ${r(end.y)}`
  return { d, points: [start, first, last, end] }
}

function control(at: Anchor, other: Point, sameSide: boolean, bow: number): Point {
  const out = OUT[at.side]
  /** How far the other end lies in the direction that this end looks in; negative behind it. */
  const ahead = (other.x - at.x) * out.x + (other.y - at.y) * out.y
  const aside = Math.abs((other.x - at.x) * out.y) + Math.abs((other.y - at.y) * out.x)
  const reach = sameSide
    ? Math.max(0, ahead) + Math.min(120, BACKWARDS + aside * 0.22) + bow
    : ahead >= 0
      ? Math.max(Math.min(SHORTEST, ahead + aside / 2), ahead * 0.55)
      : Math.min(120, BACKWARDS + -ahead * 0.3 + aside * 0.1)
  return { x: at.x + out.x * reach, y: at.y + out.y * reach }
}

/** The point at `t` (0 to 1) along the curve. */
export function pointAt({ points: [a, b, c, d] }: Curve, t: number): Point {
  const u = 1 - t
  const weights = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t] as const
  return {
    x: weights[0] * a.x + weights[1] * b.x + weights[2] * c.x + weights[3] * d.x,
    y: weights[0] * a.y + weights[1] * b.y + weights[2] * c.y + weights[3] * d.y,
  }
}

/** A line from an anchor to the pointer, which has no side. */
export function curveToPoint(from: Anchor, to: Point): Curve {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const side: Side = Math.abs(dx) > Math.abs(dy) ? (dx > 0 ? 'left' : 'right') : dy > 0 ? 'top' : 'bottom'
  return curve(from, { ...to, side })
}

function r(value: number): number {
  return Math.round(value * 10) / 10
}
