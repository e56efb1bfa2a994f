/** Splits a byte stream into lines (NDJSON), each at most `limit` bytes; more than that without a newline is an error. */
export class LineSplitter {
  private parts: Buffer[] = []
  private held = 0

  constructor(private readonly limit: number) {}

  /** The lines that `chunk` completes, without their newline. Throws RangeError past the limit. */
  push(chunk: Buffer): string[] {
    const lines: string[] = []
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.hold(chunk.subarray(start, end))
      lines.push(this.parts.length === 1 ? (this.parts[0]?.toString('utf8') ?? '') : Buffer.concat(this.parts).toString('utf8'))
      this.parts = []
      this.held = 0
      start = end + 1
    }
    if (start < chunk.length) this.hold(chunk.subarray(start))
    return lines
  }

  private hold(part: Buffer): void {
    this.held += part.length
    if (this.held > this.limit) throw new RangeError(`a line of more than ${this.limit} bytes`)
    this.parts.push(part)
  }
}
