/** A token bucket: `burst` at once, refilled by `perSecond`. */
export class Bucket {
  private left: number
  private at: number

  constructor(
    private readonly rate: { burst: number; perSecond: number },
    private readonly now: () => number = () => performance.now(),
  ) {
    this.left = rate.burst
    this.at = now()
  }

  /** Takes one; false when there is none. */
  take(): boolean {
    const now = this.now()
    this.left = Math.min(this.rate.burst, this.left + ((now - this.at) / 1000) * this.rate.perSecond)
    this.at = now
    if (this.left < 1) return false
    this.left--
    return true
  }
}
