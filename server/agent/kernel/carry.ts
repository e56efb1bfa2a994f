import type { Channel } from './channel'
import { dumpAddresses } from './ip-address'
import { AF_INET, AF_INET6, KernelError } from './libc'
import { aligned, attributes, Message, messages, NLM_F_CREATE, NLM_F_REPLACE } from './message'
import { dumpRoutes, isOfFamily } from './route'

/**
 * What an interface carries, kept as the kernel's own messages and written again for another interface: whatever it is that an
 * address or a route has, it keeps.
 */
export interface Carried {
  /** Bodies of RTM_NEWADDR messages, in the order in which the kernel listed them. */
  addresses: Buffer[]
  /** Bodies of RTM_NEWROUTE messages; those without a gateway, which the others need, come first. */
  routes: Buffer[]
}

/** struct ifaddrmsg: family u8, prefix length u8, flags u8, scope u8, link index u32. */
const IFADDR = 8
const RTM_NEWADDR = 20
const RTM_DELADDR = 21
const IFA_LABEL = 3
const IFA_CACHEINFO = 6
const IFA_FLAGS = 8
const IFA_F_NODAD = 0x02
/** IFA_F_TENTATIVE, DADFAILED and OPTIMISTIC: the state of an address, which is the kernel's to say. */
const STATE_FLAGS = 0x40 | 0x08 | 0x04
/** IFA_F_MANAGETEMPADDR: on the bridge, what the kernel made of advertisements is an address like any other. */
const IFA_F_MANAGETEMPADDR = 0x100
const SCOPE_LINK = 253
const FOREVER = 0xffffffff

/** struct rtmsg: family, dst_len, src_len, tos, table, protocol, scope, type, all u8; then flags u32. */
const RTMSG = 12
const RTM_NEWROUTE = 24
const RTA_OIF = 4
const RTA_GATEWAY = 5
const RTA_MULTIPATH = 9
const RTA_CACHEINFO = 12
const RTA_VIA = 18
const RTA_ENCAP_TYPE = 21
const RTA_ENCAP = 22
const RTA_NH_ID = 30
/** What a route says of its next hop itself, which one with a nexthop object (ip-nexthop(8)) may not be written with, though it is told with it. */
const NEXT_HOP = new Set([RTA_OIF, RTA_GATEWAY, RTA_MULTIPATH, RTA_VIA, RTA_ENCAP_TYPE, RTA_ENCAP])
const RT_TABLE_LOCAL = 255
const RTPROT_KERNEL = 2
const RTNH_F_ONLINK = 4
const RTM_F_CLONED = 0x200

/** Reads what an interface carries: its addresses but the link-local ones of IPv6, and the routes through it of every table. */
export function readCarried(channel: Channel, index: number): Carried {
  const addresses: Buffer[] = []
  const dump = dumpAddresses(channel, { link: index })
  messages(dump, (type, _flags, start, end) => {
    const family = dump[start] ?? 0
    if (type !== RTM_NEWADDR || dump.readUInt32LE(start + 4) !== index) return
    if (family === AF_INET || (family === AF_INET6 && dump[start + 3] !== SCOPE_LINK))
      addresses.push(Buffer.from(dump.subarray(start, end)))
  })
  const routes = [...readRoutes(channel, 4, index), ...readRoutes(channel, 6, index)]
  return { addresses, routes: [...routes.filter((route) => !hasGateway(route)), ...routes.filter(hasGateway)] }
}

function readRoutes(channel: Channel, family: 4 | 6, index: number): Buffer[] {
  const dump = dumpRoutes(channel, family, undefined, 'all')
  const found: Buffer[] = []
  messages(dump, (type, _flags, start, end) => {
    if (type !== RTM_NEWROUTE || dump[start + 4] === RT_TABLE_LOCAL || dump[start + 5] === RTPROT_KERNEL) return
    if (dump.readUInt32LE(start + 8) & RTM_F_CLONED || !isOfFamily(dump, start, family)) return
    let goesThrough = false
    attributes(dump, start + RTMSG, end, (attribute, at, length) => {
      if (attribute === RTA_OIF && dump.readUInt32LE(at) === index) goesThrough = true
      if (attribute === RTA_MULTIPATH)
        for (const hop of hopsOf(dump, at, length)) if (dump.readUInt32LE(hop) === index) goesThrough = true
    })
    if (goesThrough) found.push(Buffer.from(dump.subarray(start, end)))
  })
  return found
}

function hasGateway(route: Buffer): boolean {
  let gateway = false
  attributes(route, RTMSG, route.length, (type) => {
    if (type === RTA_GATEWAY || type === RTA_VIA || type === RTA_MULTIPATH) gateway = true
  })
  return gateway
}

/** Where the link index of each hop stands (struct rtnexthop: length u16, flags u8, hops u8, link index i32). */
function hopsOf(bytes: Buffer, at: number, length: number): number[] {
  const hops: number[] = []
  for (let hop = at; hop + 8 <= at + length; ) {
    const size = bytes.readUInt16LE(hop)
    if (size < 8) break
    hops.push(hop + 4)
    hop += aligned(size)
  }
  return hops
}

/** How an address is written on another interface, or back. */
export interface AddressWriting {
  index: number
  /** Back where it was: with its label, and with what is left of its lifetime after so many seconds. */
  back?: { seconds: number }
}

/** Writes addresses for an interface; one that is there already is as it should be. */
export function writeAddresses(
  channel: Channel,
  addresses: readonly Buffer[],
  { index, back }: AddressWriting,
  what: string,
): void {
  for (const body of addresses) {
    const message = new Message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE)
    const at = message.struct(IFADDR)
    body.copy(message.bytes, at, 0, IFADDR)
    message.bytes.writeUInt32LE(index, at + 4)
    // Flags of eight bits are not the whole; those of IFA_FLAGS below are.
    message.bytes[at + 2] = 0
    attributes(body, IFADDR, body.length, (type, start, length) => {
      const value = body.subarray(start, start + length)
      if (type === IFA_FLAGS) message.u32(type, flagsFor(body.readUInt32LE(start), back !== undefined, body[0] === AF_INET6))
      else if (type === IFA_CACHEINFO) {
        if (back) message.raw(type, leftOf(value, back.seconds))
      } else if (type !== IFA_LABEL || back) message.raw(type, value)
    })
    channel.request(message, what)
  }
}

function flagsFor(flags: number, back: boolean, six: boolean): number {
  const kept = flags & ~STATE_FLAGS
  if (back) return kept
  // Its old interface answers for it until a moment ago: nobody else can have it.
  return (kept & ~IFA_F_MANAGETEMPADDR) | (six ? IFA_F_NODAD : 0)
}

/** struct ifa_cacheinfo: preferred u32, valid u32, and two stamps. A lease that ran out meanwhile gets a minute, in which its client renews it. */
function leftOf(cacheinfo: Buffer, seconds: number): Buffer {
  const left = Buffer.from(cacheinfo)
  for (const at of [0, 4]) {
    const before = left.readUInt32LE(at)
    if (before !== FOREVER) left.writeUInt32LE(before === 0 ? 0 : Math.max(60, before - seconds), at)
  }
  return left
}

/** Takes addresses off an interface, the newest first, since a primary address takes its secondaries with it. */
export function deleteAddresses(channel: Channel, addresses: readonly Buffer[], index: number, what: string): void {
  for (const body of addresses.toReversed()) {
    const message = new Message(RTM_DELADDR, 0)
    const at = message.struct(IFADDR)
    body.copy(message.bytes, at, 0, IFADDR)
    message.bytes.writeUInt32LE(index, at + 4)
    attributes(body, IFADDR, body.length, (type, start, length) => {
      // Label and lifetime are not needed to find it, and the bridge has no such label.
      if (type === 1 || type === 2) message.raw(type, body.subarray(start, start + length))
    })
    unlessGone(() => channel.request(message, what))
  }
}

/**
 * Writes routes through an interface, in place of those to the same destination with the same metric. A nexthop object is bound to its interface:
 * elsewhere a route goes by the hops that it has; back where it was, by the object again, if that is still there.
 */
export function writeRoutes(channel: Channel, routes: readonly Buffer[], from: number, to: number, what: string): void {
  for (const body of routes) {
    if (to === from && hasObject(body) && tryWrite(channel, objectRoute(body), what)) continue
    channel.request(hopRoute(body, from, to), what)
  }
}

/** By its next hops. */
function hopRoute(body: Buffer, from: number, to: number): Message {
  return copyRoute(body, body.readUInt32LE(8) & RTNH_F_ONLINK, (type, value) => {
    if (type === RTA_NH_ID) return false
    if (type === RTA_OIF) value.writeUInt32LE(to)
    if (type === RTA_MULTIPATH)
      for (const hop of hopsOf(value, 0, value.length)) if (value.readUInt32LE(hop) === from) value.writeUInt32LE(to, hop)
    return true
  })
}

/** By its nexthop object. */
function objectRoute(body: Buffer): Message {
  return copyRoute(body, 0, (type) => !NEXT_HOP.has(type))
}

/** `take` may change an attribute's value, and says whether it is written. */
function copyRoute(body: Buffer, flags: number, take: (type: number, value: Buffer) => boolean): Message {
  const message = new Message(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE)
  const at = message.struct(RTMSG)
  body.copy(message.bytes, at, 0, RTMSG)
  message.bytes.writeUInt32LE(flags, at + 8)
  attributes(body, RTMSG, body.length, (type, start, length) => {
    const value = Buffer.from(body.subarray(start, start + length))
    if (type !== RTA_CACHEINFO && take(type, value)) message.raw(type, value)
  })
  return message
}

function hasObject(route: Buffer): boolean {
  let has = false
  attributes(route, RTMSG, route.length, (type) => {
    if (type === RTA_NH_ID) has = true
  })
  return has
}

/** False where the kernel refuses it. */
function tryWrite(channel: Channel, message: Message, what: string): boolean {
  try {
    channel.request(message, what)
    return true
  } catch (error) {
    if (error instanceof KernelError) return false
    throw error
  }
}

/** What was to go may have gone with something else. */
function unlessGone(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof KernelError) || error.code !== 'EADDRNOTAVAIL') throw error
  }
}
