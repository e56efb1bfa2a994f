import { centre, type Point, type Rect } from './geometry'

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

const WAY: Record<Arrow, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** What an arrow key moves by, as a direction of length one; undefined for other keys. */
export function wayOf(key: string): Point | undefined {
  return key in WAY ? WAY[key as Arrow] : undefined
}

/**
 * The next of `candidates` in a direction from a rectangle: the nearest, where what lies aside counts twice as far. With nothing that way, the
 * one farthest the other way, so that every candidate can be reached.
 */
export function nextTowards<T extends Rect>(candidates: readonly T[], from: Rect, way: Point): T | undefined {
  const start = centre(from)
  const measured = candidates.map((candidate) => {
    const middle = centre(candidate)
    const ahead = (middle.x - start.x) * way.x + (middle.y - start.y) * way.y
    const aside = Math.abs((middle.x - start.x) * way.y) + Math.abs((middle.y - start.y) * way.x)
    return { candidate, ahead, cost: ahead + aside * 2 }
  })
  const before = measured.filter((one) => one.ahead > 1).sort((a, b) => a.cost - b.cost)
  const behind = measured.filter((one) => one.ahead <= 1).sort((a, b) => a.ahead - b.ahead)
  return (before[0] ?? behind[0])?.candidate
}

/** Names in the order in which a page is read: by rows of `band` pixels, then from the left. */
export function readingOrder(corners: Readonly<Record<string, Point>>, band = 80): string[] {
  return Object.entries(corners)
    .sort(([a, p], [b, q]) => Math.floor(p.y / band) - Math.floor(q.y / band) || p.x - q.x || p.y - q.y || (a < b ? -1 : 1))
    .map(([name]) => name)
}
