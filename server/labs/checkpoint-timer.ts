/** How long edits wait for each other before the lab file is written; the journal already has them. */
const DELAY_MS = 400
/** A lab under constant editing is still written this often. */
const LATEST_MS = 3000

/** Says when the lab file is to be written: a little after the last edit, and not long after the first. */
export class CheckpointTimer {
  private timer: NodeJS.Timeout | undefined
  private first = 0

  /** @param write is called each time, and deals with its own errors */
  constructor(private readonly write: () => void) {}

  schedule(): void {
    const now = performance.now()
    if (!this.timer) this.first = now
    clearTimeout(this.timer)
    const wait = Math.max(0, Math.min(DELAY_MS, this.first + LATEST_MS - now))
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.write()
    }, wait)
  }

  stop(): void {
    clearTimeout(this.timer)
  }
}
