import { addressBytes, addressText, cidrBytes } from './address'
import type { Channel } from './channel'
import { AF_INET, AF_INET6 } from './libc'
import { attributes, Message, messages, NLM_F_CREATE, NLM_F_REPLACE } from './message'

/** struct rtmsg: family, dst_len, src_len, tos, table, protocol, scope, type, all u8; then flags u32. */
const RTMSG = 12
const RTM_NEWROUTE = 24
const RTM_DELROUTE = 25
const RTM_GETROUTE = 26
const RTA_DST = 1
const RTA_OIF = 4
const RTA_GATEWAY = 5
const RTA_PRIORITY = 6
const RTA_MULTIPATH = 9
const RTA_TABLE = 15
const RTA_VIA = 18
const RTPROT_KERNEL = 2
const RT_TABLE_UNSPEC = 0
const RT_TABLE_MAIN = 254
const RTN_UNICAST = 1
const RT_SCOPE_UNIVERSE = 0
const RT_SCOPE_LINK = 253
const RT_SCOPE_NOWHERE = 255
const RTNH_F_DEAD = 1
const RTNH_F_LINKDOWN = 16
/** struct rtnexthop: length u16, flags u8, hops u8, link index i32. */
const RTNEXTHOP = 8

/** RTPROT_UNSPEC: in a deletion, whoever wrote the route. */
export const ANY_PROTOCOL = 0

/** A route of the main table with its link by index. */
export interface RawRoute {
  family: 4 | 6
  to: string
  via?: string
  index: number
  metric: number
  protocol: number
  scope: number
  linkdown: boolean
}

/** What names a route in the kernel; `index` 0 where the route names no link. */
export interface RouteTarget {
  family: 4 | 6
  to: string
  via?: string
  index: number
  metric?: number
}

function routeMessage(type: number, flags: number, family: number): { message: Message; at: number } {
  const message = new Message(type, flags)
  const at = message.struct(RTMSG)
  message.bytes[at] = family
  message.bytes[at + 4] = RT_TABLE_MAIN
  return { message, at }
}

/**
 * The main table of one family, or all of its tables; `known` itself where nothing changed since. A kernel without IPv6 answers with what all its
 * other families have (rtnl_dump_all), so each message says whether it is one of those that were asked for.
 */
export function dumpRoutes(channel: Channel, family: 4 | 6, known?: Buffer, tables: 'main' | 'all' = 'main'): Buffer {
  const { message, at } = routeMessage(RTM_GETROUTE, 0, family === 4 ? AF_INET : AF_INET6)
  if (tables === 'all') message.bytes[at + 4] = RT_TABLE_UNSPEC
  return channel.dump(message, 'list routes', known)
}

/** Whether the body of a message that begins there is about this family. */
export function isOfFamily(bytes: Buffer, start: number, family: 4 | 6): boolean {
  return bytes[start] === (family === 4 ? AF_INET : AF_INET6)
}

/** The unicast routes of a family in its dump, one for each next hop, without the link-local networks that the kernel gives every link. */
export function parseRoutes(dump: Buffer, family: 4 | 6): RawRoute[] {
  const routes: RawRoute[] = []
  messages(dump, (type, _flags, start, end) => {
    if (type !== RTM_NEWROUTE || dump[start + 7] !== RTN_UNICAST || !isOfFamily(dump, start, family)) return
    routes.push(...parseRoute(dump, start, end))
  })
  return routes
}

function parseRoute(bytes: Buffer, start: number, end: number): RawRoute[] {
  const family = bytes[start] === AF_INET ? 4 : 6
  const prefix = bytes[start + 1] ?? 0
  const flags = bytes.readUInt32LE(start + 8)
  let table = bytes[start + 4] ?? 0
  let destination: { at: number; length: number } | undefined
  const hops: { via?: string; index: number; flags: number }[] = []
  let single: { via?: string; index: number; flags: number } = { index: 0, flags }
  let metric = 0
  attributes(bytes, start + RTMSG, end, (type, at, length) => {
    if (type === RTA_DST) destination = { at, length }
    else if (type === RTA_GATEWAY) single = { ...single, via: addressText(bytes, at, length) }
    else if (type === RTA_VIA) single = { ...single, via: addressText(bytes, at + 2, length - 2) }
    else if (type === RTA_OIF) single = { ...single, index: bytes.readUInt32LE(at) }
    else if (type === RTA_PRIORITY) metric = bytes.readUInt32LE(at)
    else if (type === RTA_TABLE) table = bytes.readUInt32LE(at)
    else if (type === RTA_MULTIPATH) hops.push(...parseHops(bytes, at, at + length))
  })
  const protocol = bytes[start + 5] ?? 0
  if (table !== RT_TABLE_MAIN) return []
  // Each port of a bridge has one: in a root namespace of a thousand, to write them out costs more than all other reading.
  if (destination && prefix === 64 && protocol === RTPROT_KERNEL && isLinkLocalNetwork(bytes, destination.at, destination.length))
    return []
  const network = destination ? addressText(bytes, destination.at, destination.length) : family === 4 ? '0.0.0.0' : '::'
  const to = !destination && prefix === 0 ? 'default' : `${network}/${prefix}`
  return (hops.length > 0 ? hops : [single]).map((hop) => ({
    family,
    to,
    ...(hop.via !== undefined ? { via: hop.via } : {}),
    index: hop.index,
    metric,
    protocol,
    scope: bytes[start + 6] ?? 0,
    linkdown: (hop.flags & (RTNH_F_DEAD | RTNH_F_LINKDOWN)) !== 0,
  }))
}

/** fe80::/64 (RFC 4291, 2.5.6). */
const LINK_LOCAL = Buffer.from([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])

function isLinkLocalNetwork(bytes: Buffer, at: number, length: number): boolean {
  return length === LINK_LOCAL.length && LINK_LOCAL.compare(bytes, at, at + length) === 0
}

function parseHops(bytes: Buffer, start: number, end: number): { via?: string; index: number; flags: number }[] {
  const hops: { via?: string; index: number; flags: number }[] = []
  for (let at = start; at + RTNEXTHOP <= end; ) {
    const length = bytes.readUInt16LE(at)
    if (length < RTNEXTHOP) break
    let via: string | undefined
    attributes(bytes, at + RTNEXTHOP, at + length, (type, value, size) => {
      if (type === RTA_GATEWAY) via = addressText(bytes, value, size)
    })
    hops.push({ ...(via !== undefined ? { via } : {}), index: bytes.readInt32LE(at + 4), flags: bytes[at + 2] ?? 0 })
    at += (length + 3) & ~3
  }
  return hops
}

function target(message: Message, at: number, route: RouteTarget): void {
  if (route.to !== 'default') {
    const { bytes, prefix } = cidrBytes(route.to)
    message.bytes[at + 1] = prefix
    message.raw(RTA_DST, bytes)
  }
  if (route.via !== undefined) message.raw(RTA_GATEWAY, addressBytes(route.via))
  if (route.index > 0) message.u32(RTA_OIF, route.index)
  if (route.metric !== undefined) message.u32(RTA_PRIORITY, route.metric)
}

/** `ip route replace … proto PROTOCOL`, in the main table. */
export function addRoute(channel: Channel, route: RouteTarget, protocol: number, what: string): void {
  const { message, at } = routeMessage(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, route.family === 4 ? AF_INET : AF_INET6)
  message.bytes[at + 5] = protocol
  message.bytes[at + 6] = route.family === 4 && route.via === undefined ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE
  message.bytes[at + 7] = RTN_UNICAST
  target(message, at, route)
  channel.request(message, what)
}

/** Deletes the route that matches all that is given, if it carries this protocol. */
export function deleteRoute(channel: Channel, route: RouteTarget, protocol: number, what: string): void {
  const { message, at } = routeMessage(RTM_DELROUTE, 0, route.family === 4 ? AF_INET : AF_INET6)
  message.bytes[at + 5] = protocol
  message.bytes[at + 6] = RT_SCOPE_NOWHERE
  target(message, at, route)
  channel.request(message, what)
}
