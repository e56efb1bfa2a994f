import { closeSync, writeSync } from 'node:fs'
import { addToEpoll, createEpoll, EPOLL_EVENT, eventFd, waitEpoll } from './libc'

/** Descriptors that one wait reports at most; the others are reported by the next. */
const BATCH = 256

/**
 * Tells when descriptors can be read, for the sockets that Node does not know. One thread of Node's pool waits for all of them,
 * which costs nothing while nothing happens.
 *
 * (npm's `netlink` could do this too, but aborts the process when an overrun is noticed while it polls: its PollHandler builds
 * the error from a null pointer.)
 */
export class Poller {
  private readonly epoll = createEpoll()
  private readonly wake = eventFd()
  private readonly events = Buffer.alloc(BATCH * EPOLL_EVENT)
  private readonly readers = new Map<number, () => void>()
  private stopped = false

  constructor() {
    addToEpoll(this.epoll, this.wake)
    // Node joins the threads of its pool before it ends, however it comes to end.
    process.once('exit', this.stop)
    this.wait()
  }

  /** Calls `onReadable` whenever there is something to read, until the descriptor is removed. */
  add(fd: number, onReadable: () => void): void {
    addToEpoll(this.epoll, fd)
    this.readers.set(fd, onReadable)
  }

  /** To be called before the descriptor is closed, which takes it out of the kernel's list. */
  remove(fd: number): void {
    this.readers.delete(fd)
  }

  /** Ends the wait, without which the process could not end. */
  readonly stop = (): void => {
    if (this.stopped) return
    this.stopped = true
    process.off('exit', this.stop)
    writeSync(this.wake, Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]))
  }

  private wait(): void {
    waitEpoll(this.epoll, this.events, (ready) => {
      if (this.stopped) {
        closeSync(this.wake)
        closeSync(this.epoll)
        return
      }
      for (const fd of ready) this.readers.get(fd)?.()
      this.wait()
    })
  }
}
