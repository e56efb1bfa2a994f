/** Splits a stream of bytes into lines of at most `limit` bytes. */
export class Lines {
  private rest: Buffer[] = []
  private size = 0

  constructor(private readonly limit: number) {}

  /** The lines that end in `chunk`, without their newline. Throws RangeError when a line grows beyond the limit. */
  take(chunk: Buffer): string[] {
    const lines: string[] = []
    let start = 0
    for (;;) {
      const end = chunk.indexOf(0x0a, start)
      const piece = chunk.subarray(start, end < 0 ? undefined : end)
      this.size += piece.length
      if (this.size > this.limit) throw new RangeError(`a line of more than ${this.limit} bytes`)
      this.rest.push(piece)
      if (end < 0) return lines
      lines.push(Buffer.concat(this.rest, this.size).toString('utf8'))
      this.rest = []
      this.size = 0
      start = end + 1
    }
  }
}
