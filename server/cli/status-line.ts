import type { Io } from './command'

/** One line on a terminal that is written over as work goes on, at most ten times a second; silent where nobody watches. */
export class StatusLine {
  private shown = 0
  private last = ''

  constructor(private readonly io: Io) {}

  show(text: string): void {
    const now = Date.now()
    if (!this.io.live || text === this.last || now - this.shown < 100) return
    this.shown = now
    this.last = text
    this.io.err(`\r\x1b[K${text}`)
  }

  clear(): void {
    if (this.last !== '') this.io.err('\r\x1b[K')
    this.last = ''
  }
}
