import { closeSync } from 'node:fs'
import { constants } from 'node:os'
import { AF_NETLINK, KernelError, openSocket, receive, SOCK_CLOEXEC, SOCK_RAW, send, setSocketOption } from './libc'
import {
  aligned,
  attributes,
  HEADER,
  type Message,
  NLM_F_ACK,
  NLM_F_ACK_TLVS,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLMSG_DONE,
  NLMSG_ERROR,
  textAt,
} from './message'

export const NETLINK_ROUTE = 0
export const NETLINK_NETFILTER = 12

const SOL_SOCKET = 1
const SO_RCVTIMEO = 20
const SOL_NETLINK = 270
const NETLINK_CAP_ACK = 10
const NETLINK_EXT_ACK = 11
const NETLINK_GET_STRICT_CHK = 12
const NLMSGERR_ATTR_MSG = 1
/** Every dump carries the same sequence number, so that equal answers are equal bytes. */
const DUMP_SEQUENCE = 1
const DUMP_RETRIES = 5

/** The kernel sizes the parts of a dump by what the reader offers, up to this. */
const LARGEST_PART = 32 * 1024
/** Room for a part and what follows it, which most often says only that this was all. */
const part = Buffer.alloc(3 * LARGEST_PART)

const ONE = Buffer.from([1, 0, 0, 0])
/** struct timeval: a reply that is not there after five seconds never comes. */
const FIVE_SECONDS = Buffer.from([5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])

/**
 * Requests to the kernel, answered before the call returns. Netlink handles a request inside send(2), in the sender's own
 * thread, so waiting for the answer asynchronously gains nothing and costs two trips through the event loop (measured:
 * 5 µs a request in place of 60). Multicast, which does arrive by itself, is read elsewhere (`observe/watch`).
 */
export class Channel {
  private fd: number
  private sequence = DUMP_SEQUENCE + 1

  /** Opens in the calling thread's network namespace and stays there for life. */
  constructor(protocol: number) {
    this.fd = openSocket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol)
    try {
      setSocketOption(this.fd, SOL_SOCKET, SO_RCVTIMEO, FIVE_SECONDS)
      for (const option of [NETLINK_CAP_ACK, NETLINK_EXT_ACK]) setSocketOption(this.fd, SOL_NETLINK, option, ONE)
      if (protocol === NETLINK_ROUTE) setSocketOption(this.fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, ONE)
    } catch (error) {
      closeSync(this.fd)
      throw error
    }
  }

  /** The number may be another socket's soon, so none is kept: whoever asks on gets EBADF. */
  close(): void {
    closeSync(this.fd)
    this.fd = -1
  }

  /** Sends one request and waits for its acknowledgement. Throws a KernelError, named `what`, when it is refused. */
  request(message: Message, what: string): void {
    const sequence = this.post(message, NLM_F_ACK)
    for (;;) {
      const length = receive(this.fd, part)
      for (let at = 0; at + HEADER <= length; at += aligned(part.readUInt32LE(at))) {
        if (part.readUInt16LE(at + 4) !== NLMSG_ERROR || part.readUInt32LE(at + 8) !== sequence) continue
        throwRefusal(at, what)
        return
      }
    }
  }

  /** Sends one request that is answered by one message; its body, or undefined where the kernel says that there is none. */
  get(message: Message, what: string): Buffer | undefined {
    const sequence = this.post(message, 0)
    for (;;) {
      const length = receive(this.fd, part)
      for (let at = 0; at + HEADER <= length; at += aligned(part.readUInt32LE(at))) {
        if (part.readUInt32LE(at + 8) !== sequence) continue
        if (part.readUInt16LE(at + 4) === NLMSG_ERROR) {
          throwRefusal(at, what)
          return undefined
        }
        return copyOf(part.subarray(at, at + part.readUInt32LE(at)))
      }
    }
  }

  /**
   * Everything that a dump request lists, as one run of messages; asked again when the kernel says that it changed meanwhile. When it is
   * byte for byte what `known` holds, that is what is returned, and nothing was copied.
   */
  dump(message: Message, what: string, known?: Buffer): Buffer {
    for (let attempt = 0; ; attempt++) {
      const answer = this.dumpOnce(message, what)
      if (answer.interrupted && attempt < DUMP_RETRIES) continue
      return known?.equals(answer.bytes) ? known : copyOf(answer.bytes)
    }
  }

  /** The bytes are those of the shared buffer where they fit: they last until the next request. */
  private dumpOnce(message: Message, what: string): { bytes: Buffer; interrupted: boolean } {
    this.post(message, NLM_F_DUMP, DUMP_SEQUENCE)
    const parts: Buffer[] = []
    let start = 0
    let interrupted = false
    for (;;) {
      const length = receive(this.fd, start === 0 ? part : part.subarray(start))
      const end = start + length
      let at = start
      while (at + HEADER <= end) {
        const type = part.readUInt16LE(at + 4)
        if (part.readUInt16LE(at + 6) & NLM_F_DUMP_INTR) interrupted = true
        if (type === NLMSG_ERROR) throwRefusal(at, what)
        if (type === NLMSG_DONE || type === NLMSG_ERROR) {
          if (type === NLMSG_DONE) throwFailure(at, what)
          const last = part.subarray(0, at)
          return { bytes: parts.length === 0 ? last : Buffer.concat([...parts, last]), interrupted }
        }
        at += aligned(part.readUInt32LE(at))
      }
      start = at
      if (part.length - start >= LARGEST_PART) continue
      parts.push(copyOf(part.subarray(0, start)))
      start = 0
    }
  }

  private post(message: Message, flags: number, fixed?: number): number {
    const sequence = fixed ?? this.sequence
    if (fixed === undefined) this.sequence = this.sequence === 0xffffffff ? DUMP_SEQUENCE + 1 : this.sequence + 1
    const { bytes } = message
    bytes.writeUInt32LE(message.length, 0)
    bytes.writeUInt16LE(bytes.readUInt16LE(6) | flags, 6)
    bytes.writeUInt32LE(sequence, 8)
    send(this.fd, bytes, message.length)
    return sequence
  }
}

/** A copy outside of Node's pool: what is kept for long would hold on to the pool's pages around it. */
function copyOf(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(copy)
  return copy
}

/**
 * Throws what ended a dump too early, as the NLMSG_DONE at `at` in the shared buffer says it: struct nlmsghdr, then the error i32. That there is no
 * such link, or no such routing table yet, is an answer: an empty list.
 */
function throwFailure(at: number, what: string): void {
  if (part.readUInt32LE(at) < HEADER + 4) return
  const errno = -part.readInt32LE(at + HEADER)
  if (errno > 0 && errno !== constants.errno.ENODEV && errno !== constants.errno.ENOENT) throw new KernelError(what, errno)
}

/** Throws what an NLMSG_ERROR at `at` in the shared buffer says, if it is not an acknowledgement. */
function throwRefusal(at: number, what: string): void {
  const errno = -part.readInt32LE(at + HEADER)
  if (errno === 0) return
  let detail: string | undefined
  const end = at + part.readUInt32LE(at)
  // After the error comes the refused request's header (capped), then the attributes of the extended acknowledgement.
  if (part.readUInt16LE(at + 6) & NLM_F_ACK_TLVS)
    attributes(part, at + HEADER + 4 + HEADER, end, (type, value, length) => {
      if (type === NLMSGERR_ATTR_MSG) detail = textAt(part, value, length)
    })
  throw new KernelError(what, errno, detail)
}
