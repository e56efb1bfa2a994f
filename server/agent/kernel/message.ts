/** Netlink's header (linux/netlink.h): length u32, type u16, flags u16, sequence u32, port u32. */
export const HEADER = 16

export const NLM_F_REQUEST = 0x1
export const NLM_F_ACK = 0x4
export const NLM_F_DUMP_INTR = 0x10
export const NLM_F_ACK_TLVS = 0x200
export const NLM_F_DUMP = 0x300
export const NLM_F_REPLACE = 0x100
export const NLM_F_EXCL = 0x200
export const NLM_F_CREATE = 0x400

export const NLMSG_ERROR = 2
export const NLMSG_DONE = 3

const NLA_TYPE_MASK = 0x3fff
/** Bytes of one request; the largest writes a route of many next hops, whose attribute has at most as many. */
const CAPACITY = 64 * 1024

/** Netlink pads everything to four bytes. */
export function aligned(length: number): number {
  return (length + 3) & ~3
}

/** Where every request is written: each is sent before the next is begun, and nothing is kept of it. */
const shared = Buffer.alloc(CAPACITY)

/**
 * One request, written front to back: the header, the family's own struct, then attributes. It is valid until the next one
 * is begun.
 */
export class Message {
  readonly bytes = shared
  length = HEADER

  constructor(type: number, flags: number) {
    this.bytes.fill(0, 0, HEADER)
    this.bytes.writeUInt16LE(type, 4)
    this.bytes.writeUInt16LE(flags | NLM_F_REQUEST, 6)
  }

  /** Reserves `size` bytes for the family's struct; the offset at which to write its fields. */
  struct(size: number): number {
    const at = this.length
    this.length += aligned(size)
    this.bytes.fill(0, at, this.length)
    return at
  }

  /** An attribute with raw bytes. */
  raw(type: number, value: Uint8Array): this {
    const at = this.open(type)
    this.bytes.set(value, this.length)
    this.length += value.length
    return this.close(at)
  }

  /** An attribute with a NUL-terminated string. */
  text(type: number, value: string): this {
    const at = this.open(type)
    this.length += this.bytes.write(value, this.length, 'utf8')
    this.bytes[this.length++] = 0
    return this.close(at)
  }

  u8(type: number, value: number): this {
    const at = this.open(type)
    this.bytes[this.length++] = value
    return this.close(at)
  }

  u32(type: number, value: number): this {
    const at = this.open(type)
    this.bytes.writeUInt32LE(value >>> 0, this.length)
    this.length += 4
    return this.close(at)
  }

  /** An attribute whose value is what `fill` writes. */
  nest(type: number, fill: () => void): this {
    const at = this.open(type)
    fill()
    return this.close(at)
  }

  private open(type: number): number {
    const at = this.length
    this.bytes.writeUInt16LE(type, at + 2)
    this.length += 4
    return at
  }

  private close(at: number): this {
    this.bytes.writeUInt16LE(this.length - at, at)
    const end = aligned(this.length)
    this.bytes.fill(0, this.length, end)
    this.length = end
    return this
  }
}

/** Calls `visit` with each attribute between two offsets: its type, where its value starts, and the value's length. */
export function attributes(
  bytes: Buffer,
  start: number,
  end: number,
  visit: (type: number, at: number, length: number) => void,
): void {
  let at = start
  while (at + 4 <= end) {
    const length = bytes.readUInt16LE(at)
    if (length < 4 || at + length > end) return
    visit(bytes.readUInt16LE(at + 2) & NLA_TYPE_MASK, at + 4, length - 4)
    at += aligned(length)
  }
}

/** Calls `visit` with each message in a reply: its type, flags, and the offsets of its body. */
export function messages(bytes: Buffer, visit: (type: number, flags: number, start: number, end: number) => void): void {
  let at = 0
  while (at + HEADER <= bytes.length) {
    const length = bytes.readUInt32LE(at)
    if (length < HEADER || at + length > bytes.length) return
    visit(bytes.readUInt16LE(at + 4), bytes.readUInt16LE(at + 6), at + HEADER, at + length)
    at += aligned(length)
  }
}

/** A NUL-terminated string attribute. */
export function textAt(bytes: Buffer, at: number, length: number): string {
  const end = length > 0 && bytes[at + length - 1] === 0 ? at + length - 1 : at + length
  return bytes.toString('utf8', at, end)
}
