import { closeSync } from 'node:fs'
import { constants } from 'node:os'
import {
  AF_NETLINK,
  bind,
  KernelError,
  openSocket,
  receiveOrErrno,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_RAW,
  setSocketOption,
} from './libc'
import { HEADER } from './message'
import type { Poller } from './poller'

const SOL_SOCKET = 1
const SO_RCVBUF = 8

/** Asked for; the kernel gives what net.core.rmem_max allows. */
const RECEIVE_BUFFER = 8 * 1024 * 1024
/** The header and the family's struct; nothing else of an event is looked at, and the kernel drops the rest of the message. */
const event = Buffer.alloc(64)
/** Events that are read before other work gets a turn. */
const BATCH = 1000

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** struct sockaddr_nl: family u16, -, port u32 (0 lets the kernel choose), groups u32 as a mask, of which group 1 is the lowest bit. */
function socketAddress(groups: readonly number[]): Buffer {
  const address = Buffer.alloc(12)
  address.writeUInt16LE(AF_NETLINK, 0)
  address.writeUInt32LE(
    groups.reduce((mask, group) => (mask | (1 << (group - 1))) >>> 0, 0),
    8,
  )
  return address
}

/** What the kernel announces in one namespace: the heads of its multicast messages. */
export class EventSocket {
  private readonly fd: number
  private open = true

  /** Opens in the calling thread's network namespace; groups up to 32. `onEvent` must not keep the buffer; `onOverrun`: the kernel dropped events. */
  constructor(
    private readonly poller: Poller,
    protocol: number,
    groups: readonly number[],
    private readonly onEvent: (head: Buffer) => void,
    private readonly onOverrun: () => void,
  ) {
    this.fd = openSocket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol)
    try {
      // An unbound socket has the kernel's own port number, 0, and is passed over as the sender of what the kernel sends.
      bind(this.fd, socketAddress(groups))
      setSocketOption(this.fd, SOL_SOCKET, SO_RCVBUF, u32(RECEIVE_BUFFER))
      poller.add(this.fd, () => this.read())
    } catch (error) {
      closeSync(this.fd)
      throw error
    }
  }

  close(): void {
    if (!this.open) return
    this.open = false
    this.poller.remove(this.fd)
    closeSync(this.fd)
  }

  private read(): void {
    for (let count = 0; count < BATCH && this.open; count++) {
      const result = receiveOrErrno(this.fd, event)
      if (result >= HEADER) this.onEvent(event)
      else if (result === -constants.errno.EAGAIN) return
      else if (result === -constants.errno.ENOBUFS) this.onOverrun()
      else if (result < 0) throw new KernelError('recv', -result)
    }
  }
}
