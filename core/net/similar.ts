/** How many single edits (insert, delete, replace) turn `a` into `b`, counted up to `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The candidate that was probably meant by `text`: at most a third of it mistyped. Empty when none is near. */
export function nearest(text: string, candidates: Iterable<string>): string {
  let best = ''
  let least = Math.max(1, Math.floor(text.length / 3)) + 1
  for (const candidate of candidates) {
    const edits = distance(text.toLowerCase(), candidate.toLowerCase(), least)
    if (edits < least) {
      best = candidate
      least = edits
    }
  }
  return best
}
