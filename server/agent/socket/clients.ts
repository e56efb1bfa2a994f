import type { Socket } from 'node:net'
import { Connection } from './connection'
import type { Requests } from './requests'

/** Those who are connected to an agent; without any, and with nothing to hold, it ends after a while. */
export class Clients {
  private readonly connections = new Set<Connection>()
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly requests: Requests,
    /** Seconds. */
    private readonly idle: number,
    /** Whether there is nothing on the machine that it has to see to, and nothing under way. */
    private readonly isEmpty: () => boolean,
    private readonly end: () => void,
  ) {}

  /** Takes a client in. */
  add(socket: Socket, privileged: boolean): void {
    clearTimeout(this.timer)
    const onEnd = (connection: Connection) => {
      this.connections.delete(connection)
      this.considerEnding(connection.hasLeft ? 0 : this.idle)
    }
    this.connections.add(new Connection(socket, this.requests.answer, onEnd, privileged))
  }

  /** To be called whenever the machine may have become empty. */
  considerEnding(seconds = this.idle): void {
    clearTimeout(this.timer)
    if (!this.isUnneeded) return
    this.timer = setTimeout(() => {
      // What held it then may be over, and something else have begun.
      if (this.isUnneeded) this.end()
    }, seconds * 1000)
  }

  private get isUnneeded(): boolean {
    return this.connections.size === 0 && this.isEmpty()
  }
}
