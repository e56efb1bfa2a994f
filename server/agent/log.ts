/** Lines that are written at once, and how many a second after that: who talks to an agent must not be able to fill a disk by it. */
const BURST = 200
const PER_SECOND = 2

let left = BURST
let at = performance.now()
let kept = 0

/** One line for the agent's log, which is its standard error. Too many are counted instead. */
export function log(line: string): void {
  const now = performance.now()
  left = Math.min(BURST, left + ((now - at) / 1000) * PER_SECOND)
  at = now
  if (left < 1) {
    kept++
    return
  }
  left--
  const before = kept > 0 ? `${kept} lines were left out here\n` : ''
  kept = 0
  process.stderr.write(`${before}${new Date().toISOString()} ${line}\n`)
}
