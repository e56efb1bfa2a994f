import type { Socket } from 'socket.io'
import type { ClientEventName, ServerEvents } from '../../core/protocol/socket'

export type ClientSocket = Socket<Record<ClientEventName, (...args: unknown[]) => void>, ServerEvents>

/** Bytes that may wait for a slow browser before it is sent the whole again instead of every change. */
const MAX_WAITING = 1_000_000

/** What a browser that could not keep up has to be sent whole. */
export type Missed = 'lab' | 'state' | 'status'
/** A small message that nothing stands in for is sent to a slow browser too. */
export type Kind = Missed | 'always'

/**
 * One browser on one lab. While it does not take what it is sent, changes are not queued for it but noted as missed; when it has caught up,
 * `resend` is asked for what it missed. So a page that was suspended costs no memory.
 */
export class Client {
  private readonly missed = new Set<Missed>()
  /** Whether the socket has not taken the last message yet, and the bytes behind that one. */
  private busy = false
  private waiting = 0
  private readonly onDrain = () => this.catchUp()

  constructor(
    readonly socket: ClientSocket,
    private readonly resend: (what: Missed) => void,
  ) {
    socket.conn.on('drain', this.onDrain)
  }

  /** Sends an event now, or notes that it was missed. `weigh` tells its bytes, and is asked only of a browser that is slow. */
  send<E extends keyof ServerEvents>(kind: Kind, event: E, payload: Parameters<ServerEvents[E]>, weigh: () => number): void {
    if (kind !== 'always' && this.missed.has(kind)) return
    if (kind !== 'always' && this.busy && this.waiting + weigh() > MAX_WAITING) {
      this.missed.add(kind)
      return
    }
    if (this.busy) this.waiting += weigh()
    // Before the call, because an idle socket drains within it.
    this.busy = true
    this.socket.emit(event, ...payload)
  }

  leave(): void {
    this.socket.conn.off('drain', this.onDrain)
  }

  private catchUp(): void {
    this.busy = false
    this.waiting = 0
    if (this.missed.size === 0) return
    const missed = [...this.missed]
    this.missed.clear()
    for (const what of missed) this.resend(what)
  }
}
