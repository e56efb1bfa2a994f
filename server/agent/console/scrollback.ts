/**
 * The last bytes that a console wrote, by their place in all that it ever wrote. A ring of fixed size, so that a console that writes without end
 * costs no more than one that is silent.
 */
export class Scrollback {
  private readonly ring: Buffer
  /** Bytes written since the start: the place that the next byte gets. */
  end = 0

  constructor(size: number) {
    this.ring = Buffer.alloc(size)
  }

  /** The place of the oldest byte that is still there. */
  get start(): number {
    return Math.max(0, this.end - this.ring.length)
  }

  append(data: Buffer): void {
    const size = this.ring.length
    const kept = data.subarray(Math.max(0, data.length - size))
    const at = (this.end + data.length - kept.length) % size
    const first = kept.subarray(0, size - at)
    first.copy(this.ring, at)
    kept.copy(this.ring, 0, first.length)
    this.end += data.length
  }

  /** A copy of up to `limit` bytes from a place between `start` and `end`. */
  read(from: number, limit: number): Buffer {
    const size = this.ring.length
    const length = Math.min(limit, this.end - from)
    const at = from % size
    const first = this.ring.subarray(at, Math.min(size, at + length))
    return Buffer.concat([first, this.ring.subarray(0, length - first.length)])
  }

  /** The place from which a reader who starts anew reads: the first whole line, or whole character, that is still there. */
  get opening(): number {
    if (this.start === 0) return 0
    const oldest = this.read(this.start, 4096)
    const line = oldest.indexOf(0x0a)
    if (line >= 0) return this.start + line + 1
    // Bytes 10xxxxxx continue a character whose beginning is gone (UTF-8).
    let skip = 0
    while (skip < 4 && ((oldest[skip] ?? 0) & 0xc0) === 0x80) skip++
    return this.start + skip
  }
}
