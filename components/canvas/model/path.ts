import type { Anchor, Point, Side } from './geometry'

type Bezier = readonly [Point, Point, Point, Point]

/** A smooth line between two anchors, as SVG path data and as the cubic Béziers that it is made of. */
export interface Curve {
  d: string
  parts: readonly Bezier[]
}

const OUT: Record<Side, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
}

const SHORTEST = 28
const BACKWARDS = 44
/** How far a line that must turn back stays from the card that it leaves. */
const TURN = 22

/**
 * The line leaves each end straight out of its side, so that it is seen which row or port it belongs to. `bow` pushes a line
 * that leaves and arrives on the same side further out, for lines that would lie on one another.
 */
export function curve(from: Anchor, to: Anchor, bow = 0): Curve {
  if (turnsBack(from, to)) return lineOf(turn(from, to))
  if (turnsBack(to, from))
    return lineOf(
      turn(to, from)
        .map(([a, b, c, d]): Bezier => [d, c, b, a])
        .toReversed(),
    )
  const same = from.side === to.side
  return lineOf([[plain(from), control(from, to, same, bow), control(to, from, same, bow), plain(to)]])
}

/** True for a row whose port lies behind it: above or below its own card. */
function turnsBack(row: Anchor, port: Anchor): boolean {
  const out = OUT[row.side]
  return out.y === 0 && OUT[port.side].x === 0 && (port.x - row.x) * out.x < TURN
}

/** Out of the row, along the card's side past its edge, then over to the port. */
function turn(row: Anchor, port: Anchor): Bezier[] {
  const out = OUT[row.side].x
  const down = Math.sign(port.y - row.y) || 1
  const x = row.x + out * TURN
  const corner = { x, y: row.y + down * TURN }
  const bend = Math.max(SHORTEST, Math.abs(port.y - corner.y) * 0.5)
  return [
    [plain(row), { x: row.x + out * TURN * 0.6, y: row.y }, { x, y: row.y + down * TURN * 0.4 }, corner],
    [corner, { x, y: corner.y + down * bend * 1.2 }, { x: port.x, y: port.y + OUT[port.side].y * bend }, plain(port)],
  ]
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

/** The point at `t` (0 to 1) along the curve, each part taking an equal share. */
export function pointAt({ parts }: Curve, t: number): Point {
  const at = Math.min(parts.length - 1, Math.floor(t * parts.length))
  const part = parts[at]
  if (!part) return { x: 0, y: 0 }
  const [a, b, c, d] = part
  const s = t * parts.length - at
  const u = 1 - s
  const weights = [u * u * u, 3 * u * u * s, 3 * u * s * s, s * s * s] as const
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
  const end: Anchor = { ...to, side }
  return lineOf([[plain(from), control(from, end, false, 0), control(end, from, false, 0), to]])
}

function lineOf(parts: readonly Bezier[]): Curve {
  const [first] = parts
  const start = first ? `M${text(first[0])}` : ''
  return { d: start + parts.map(([, b, c, d]) => `C${text(b)} ${text(c)} ${text(d)}`).join(''), parts }
}

function plain({ x, y }: Point): Point {
  return { x, y }
}

function text({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
}
