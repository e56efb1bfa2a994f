import type { Socket } from 'socket.io'
import type { ClientEventName, ServerEvents } from '../../core/protocol/socket'

export type ClientSocket = Socket<Record<ClientEventName, (...args: unknown[]) => void>, ServerEvents>

/** Messages that may wait for a slow browser before it is sent the whole again instead of every change. */
const MAX_WAITING = 64

/** What a browser that could not keep up has to be sent whole. */
export type Missed = 'lab' | 'state' | 'nothing'

/**
 * One browser on one lab. While it does not take what it is sent, changes are not queued for it but noted as missed; when it has caught up,
 * `resend` is asked for what it missed. So a page that was suspended costs no memory.
 */
export class Client {
  private readonly missed = new Set<Missed>()
  /** Sent since the socket last took what was waiting. */
  private waiting = 0
  private readonly onDrain = () => this.catchUp()

  constructor(
    readonly socket: ClientSocket,
    private readonly resend: (what: Missed) => void,
  ) {
    socket.conn.on('drain', this.onDrain)
  }

  /** Sends an event now, or notes that it was missed. */
  send<E extends keyof ServerEvents>(kind: Missed, event: E, ...payload: Parameters<ServerEvents[E]>): void {
    if (this.missed.has(kind)) return
    if (this.waiting >= MAX_WAITING) {
      this.missed.add(kind)
      return
    }
    // Before, because an idle socket drains within the call.
    this.waiting++
    this.socket.emit(event, ...payload)
  }

  leave(): void {
    this.socket.conn.off('drain', this.onDrain)
  }

  private catchUp(): void {
    this.waiting = 0
    if (this.missed.size === 0) return
    const missed = [...this.missed]
    this.missed.clear()
    for (const what of missed) this.resend(what)
  }
}
