/** One ping: its round trip in milliseconds, or null when nothing came back. */
export type Sample = number | null

export interface SparkLine {
  /** SVG path of the line, with a break at each lost ping. */
  path: string
  /** Where each reply stands. */
  dots: { x: number; y: number; seq: number }[]
  /** Where each lost ping stands; drawn on the ground line. */
  losses: { x: number; seq: number }[]
  /** The top of the scale in milliseconds; null where nothing came back that could be measured. */
  top: number | null
}

/**
 * The drawing of a run of pings in a box of `width` by `height` pixels. The scale starts at 0, so that steady times look
 * steady, and ends at a round number, so that it moves rarely while replies arrive. `room` is how many pings the run will have.
 */
export function sparkline(samples: readonly Sample[], room: number, width: number, height: number): SparkLine {
  const times = samples.filter((sample) => sample !== null)
  const top = times.length > 0 ? roundUp(Math.max(...times)) : null
  const slots = Math.max(room, samples.length, 2)
  const xOf = (index: number) => round((index / (slots - 1)) * width)
  const yOf = (ms: number) => round(height - (ms / (top ?? 1)) * height)
  const dots: SparkLine['dots'] = []
  const losses: SparkLine['losses'] = []
  let path = ''
  let drawing = false
  for (const [index, sample] of samples.entries()) {
    if (sample === null) {
      losses.push({ x: xOf(index), seq: index + 1 })
      drawing = false
      continue
    }
    const x = xOf(index)
    const y = yOf(sample)
    dots.push({ x, y, seq: index + 1 })
    path += `${drawing ? 'L' : 'M'}${x} ${y}`
    drawing = true
  }
  return { path, dots, losses, top }
}

/** The next of 0.1, 0.2, 0.5, 1, 2, 5, 10 … that holds `ms`. */
function roundUp(ms: number): number {
  let step = 0.1
  for (;;) {
    for (const factor of [1, 2, 5]) if (step * factor >= ms) return Number((step * factor).toPrecision(1))
    step *= 10
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
