import { CONSOLE_SCROLLBACK, CONSOLE_WINDOW, type ConsoleEnd, type Console as ConsoleState } from '../../../core/protocol/console'
import type { Pty, PtyEnd } from './pty'
import { Scrollback } from './scrollback'
import { signalSessions } from './session'

/** Bytes of output read before the agent turns to its other work, and for how long: about 1.5 MB a second at most. */
const SLICE = 32 * 1024
const SLICE_MS = 20
/** Milliseconds from the hang-up to the end of what ignores it. */
const GRACE = 1000

/** Where a shell is to be, and how it is started there. */
export interface ShellPlace {
  node: string
  /** Absent in a sandbox, which has one lab. */
  lab?: string
  /** Of the network namespace that it will be in. */
  inode: number
  start: (size: { cols: number; rows: number }, on: { data: (data: Buffer) => void; end: (end: PtyEnd) => void }) => Promise<Pty>
}

/** Someone who follows a console. */
export interface Reader {
  output: (data: Buffer, reset: boolean) => void
  ended: (end: ConsoleEnd) => void
}

interface Following {
  reader: Reader
  /** Places in the scrollback: up to where it was sent, and up to where its reader has dealt with it. */
  sent: number
  acknowledged: number
  /** What is sent next replaces what was sent before. */
  reset: boolean
}

/**
 * One shell and those who look at it. It is read no faster than its quickest reader deals with it, and in slices, so that output without end costs
 * neither memory nor the rest of the agent; a slower reader gets what is kept when it comes back. With nobody there it goes on by itself.
 */
export class Console {
  end: ConsoleEnd | undefined
  private readonly scrollback = new Scrollback(CONSOLE_SCROLLBACK)
  private readonly following = new Set<Following>()
  private pty: Pty | undefined
  private sliceLeft = SLICE
  private sliceTimer: NodeJS.Timeout | undefined
  private paused = false
  private goneNamespace = false

  private constructor(
    readonly id: string,
    readonly place: ShellPlace,
    private cols: number,
    private rows: number,
    private readonly onChange: () => void,
  ) {}

  /** Rejects when no shell could be started. */
  static async start(
    id: string,
    place: ShellPlace,
    size: { cols: number; rows: number },
    onChange: () => void,
  ): Promise<Console> {
    const opened = new Console(id, place, size.cols, size.rows, onChange)
    opened.pty = await place.start(size, {
      data: (data) => opened.wrote(data),
      end: (end) => opened.ended(end),
    })
    return opened
  }

  get state(): ConsoleState {
    const { id, cols, rows, end } = this
    const { lab, node } = this.place
    return { id, ...(lab === undefined ? {} : { lab }), node, cols, rows, ...(end ? { end } : {}) }
  }

  get inode(): number {
    return this.place.inode
  }

  /** The session of the shell's processes. */
  get session(): number | undefined {
    // Of a shell that has ended before anybody could ask, none is known.
    return this.pty?.session || undefined
  }

  /** False, and nothing written, while the shell does not read. */
  write(data: Buffer): boolean {
    return this.end !== undefined || this.pty === undefined || this.pty.write(data)
  }

  resize(cols: number, rows: number): void {
    if (this.end || (cols === this.cols && rows === this.rows)) return
    this.cols = cols
    this.rows = rows
    this.pty?.resize(cols, rows)
    this.onChange()
  }

  /** Begins with the scrollback. */
  attach(reader: Reader): { acknowledge: (bytes: number) => void; detach: () => void } {
    const place = this.scrollback.opening
    const following: Following = { reader, sent: place, acknowledged: place, reset: true }
    this.following.add(following)
    this.pump(following)
    this.regulate()
    return {
      acknowledge: (bytes) => {
        following.acknowledged = Math.min(following.sent, following.acknowledged + bytes)
        this.pump(following)
        this.regulate()
      },
      detach: () => {
        this.following.delete(following)
        this.regulate()
      },
    }
  }

  /** Hangs up as a closed terminal does, and ends what ignores that. */
  hangUp(): void {
    if (this.end) return
    this.signal('SIGHUP')
    // A stopped job hears of it only when it goes on.
    this.signal('SIGCONT')
    setTimeout(() => {
      if (!this.end) this.signal('SIGKILL')
    }, GRACE).unref()
  }

  /** Ends it at once, with all that it started, because its namespace goes. */
  kill(): void {
    this.goneNamespace = true
    this.signal('SIGKILL')
  }

  private signal(signal: NodeJS.Signals): void {
    if (this.session !== undefined) signalSessions(new Set([this.session]), this.inode, signal)
  }

  private wrote(data: Buffer): void {
    this.scrollback.append(data)
    this.sliceLeft -= data.length
    for (const following of this.following) this.pump(following)
    this.sliceTimer ??= setTimeout(() => {
      this.sliceTimer = undefined
      this.sliceLeft = SLICE
      this.regulate()
    }, SLICE_MS)
    this.regulate()
  }

  private ended({ exitCode, signal }: PtyEnd): void {
    clearTimeout(this.sliceTimer)
    const why = this.goneNamespace ? 'namespace-gone' : 'exit'
    this.end = { why, exitCode, ...(signal === undefined ? {} : { signal }) }
    for (const following of [...this.following]) this.pump(following)
    this.onChange()
  }

  /** Sends what a reader may be sent. */
  private pump(following: Following): void {
    const { scrollback } = this
    if (following.sent < scrollback.start) {
      // What it missed is gone. It starts anew once it has dealt with what is under way to it.
      if (following.acknowledged < following.sent) return
      following.sent = scrollback.opening
      following.acknowledged = following.sent
      following.reset = true
    }
    const room = CONSOLE_WINDOW - (following.sent - following.acknowledged)
    const data = scrollback.read(following.sent, Math.max(0, room))
    if (data.length > 0 || following.reset) {
      following.sent += data.length
      const { reset } = following
      following.reset = false
      following.reader.output(data, reset)
    }
    if (this.end && following.sent === scrollback.end) {
      this.following.delete(following)
      following.reader.ended(this.end)
    }
  }

  /** Reads on, or lets the shell wait. */
  private regulate(): void {
    const lags = [...this.following].map(({ acknowledged }) => this.scrollback.end - acknowledged)
    const behind = lags.length > 0 && Math.min(...lags) >= CONSOLE_WINDOW
    const wait = !this.end && (behind || this.sliceLeft <= 0)
    if (wait === this.paused) return
    this.paused = wait
    if (wait) this.pty?.pause()
    else this.pty?.resume()
  }
}
