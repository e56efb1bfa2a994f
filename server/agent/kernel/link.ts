import { macBytes, macText } from './address'
import type { Channel } from './channel'
import { attributes, HEADER, Message, messages, NLM_F_CREATE, NLM_F_EXCL, textAt } from './message'

/** struct ifinfomsg: family u8, -, device type u16, index i32, flags u32, change mask u32. */
const IFINFO = 16
const RTM_NEWLINK = 16
const RTM_DELLINK = 17
const RTM_GETLINK = 18
const RTM_SETLINK = 19

const IFLA_ADDRESS = 1
const IFLA_IFNAME = 3
const IFLA_MTU = 4
const IFLA_LINK = 5
const IFLA_MASTER = 10
const IFLA_OPERSTATE = 16
const IFLA_LINKINFO = 18
const IFLA_IFALIAS = 20
const IFLA_GROUP = 27
const IFLA_NET_NS_FD = 28
const IFLA_EXT_MASK = 29
const IFLA_CARRIER = 33
const IFLA_LINK_NETNSID = 37
const IFLA_PROP_LIST = 52
const IFLA_ALT_IFNAME = 53
const IFLA_INFO_KIND = 1
const IFLA_INFO_DATA = 2
const IFLA_INFO_SLAVE_DATA = 5
const IFLA_BR_STP_STATE = 5
const IFLA_BRPORT_STATE = 1
const VETH_INFO_PEER = 1
const RTEXT_FILTER_SKIP_STATS = 8
const IFF_UP = 1
const ARPHRD_LOOPBACK = 772

const OPERSTATES = ['unknown', 'notpresent', 'down', 'lowerlayerdown', 'testing', 'dormant', 'up']
const PORT_STATES = ['disabled', 'listening', 'learning', 'forwarding', 'blocking']

/** A link as its own namespace tells it: other links by index, other namespaces by this namespace's ids for them. */
export interface RawLink {
  index: number
  name: string
  kind: string
  mac: string
  mtu: number
  up: boolean
  operstate: string
  carrier: boolean
  master: number
  portState?: string
  stp?: boolean
  /** IFLA_LINK: for a veth the peer's index. */
  peerIndex: number
  /** IFLA_LINK_NETNSID: absent when the peer is in the same namespace. */
  peerNsid?: number
  alias?: string
  altNames?: string[]
  group: number
}

function linkMessage(type: number, flags: number, index = 0, linkFlags = 0, change = 0): Message {
  const message = new Message(type, flags)
  const at = message.struct(IFINFO)
  message.bytes.writeInt32LE(index, at + 4)
  message.bytes.writeUInt32LE(linkFlags, at + 8)
  message.bytes.writeUInt32LE(change, at + 12)
  return message
}

/** Every link of the channel's namespace, without the counters, which change all the time; `known` itself where nothing changed since. */
export function dumpLinks(channel: Channel, known?: Buffer): Buffer {
  return channel.dump(linkMessage(RTM_GETLINK, 0).u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS), 'list links', known)
}

/** One link by index, in the same form as a dump. Throws ENODEV when it is gone. */
export function getLink(channel: Channel, index: number): Buffer | undefined {
  return channel.get(linkMessage(RTM_GETLINK, 0, index).u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS), 'read link')
}

/** The index of the link of this name. Throws ENODEV when there is none. An alternative name is not accepted as a name. */
export function linkIndex(channel: Channel, name: string): number {
  const what = `read link ${name}`
  const answer = channel.get(
    linkMessage(RTM_GETLINK, 0).text(IFLA_IFNAME, name).u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS),
    what,
  )
  const [link] = answer ? parseLinks(answer) : []
  if (link?.name !== name) throw new Error(`${what}: no link of that name`)
  return link.index
}

/** Where the message of each link begins and ends in a dump, by the link's index, in the kernel's order. */
export function linkPlaces(dump: Buffer): Map<number, { start: number; end: number }> {
  const places = new Map<number, { start: number; end: number }>()
  messages(dump, (type, _flags, start, end) => {
    if (type === RTM_NEWLINK) places.set(dump.readInt32LE(start + 4), { start: start - HEADER, end })
  })
  return places
}

/** The links in a dump, in the kernel's order. */
export function parseLinks(dump: Buffer): RawLink[] {
  const links: RawLink[] = []
  messages(dump, (type, _flags, start, end) => {
    if (type === RTM_NEWLINK) links.push(parseLink(dump, start, end))
  })
  return links
}

function parseLink(bytes: Buffer, start: number, end: number): RawLink {
  const link: RawLink = {
    index: bytes.readInt32LE(start + 4),
    name: '',
    kind: bytes.readUInt16LE(start + 2) === ARPHRD_LOOPBACK ? 'loopback' : 'physical',
    mac: '',
    mtu: 0,
    up: (bytes.readUInt32LE(start + 8) & IFF_UP) !== 0,
    operstate: 'unknown',
    carrier: false,
    master: 0,
    peerIndex: 0,
    group: 0,
  }
  attributes(bytes, start + IFINFO, end, (type, at, length) => {
    switch (type) {
      case IFLA_ADDRESS:
        link.mac = macText(bytes, at, length)
        break
      case IFLA_IFNAME:
        link.name = textAt(bytes, at, length)
        break
      case IFLA_MTU:
        link.mtu = bytes.readUInt32LE(at)
        break
      case IFLA_LINK:
        link.peerIndex = bytes.readInt32LE(at)
        break
      case IFLA_LINK_NETNSID:
        link.peerNsid = bytes.readInt32LE(at)
        break
      case IFLA_MASTER:
        link.master = bytes.readUInt32LE(at)
        break
      case IFLA_OPERSTATE:
        link.operstate = OPERSTATES[bytes[at] ?? 0] ?? 'unknown'
        break
      case IFLA_CARRIER:
        link.carrier = bytes[at] === 1
        break
      case IFLA_IFALIAS:
        link.alias = textAt(bytes, at, length)
        break
      case IFLA_GROUP:
        link.group = bytes.readUInt32LE(at)
        break
      case IFLA_PROP_LIST:
        link.altNames = alternativeNames(bytes, at, at + length)
        break
      case IFLA_LINKINFO:
        parseInfo(bytes, at, at + length, link)
        break
    }
  })
  return link
}

function alternativeNames(bytes: Buffer, start: number, end: number): string[] {
  const names: string[] = []
  attributes(bytes, start, end, (type, at, length) => {
    if (type === IFLA_ALT_IFNAME) names.push(textAt(bytes, at, length))
  })
  return names.sort()
}

function parseInfo(bytes: Buffer, start: number, end: number, link: RawLink): void {
  attributes(bytes, start, end, (type, at, length) => {
    if (type === IFLA_INFO_KIND) link.kind = textAt(bytes, at, length)
    if (type === IFLA_INFO_DATA && link.kind === 'bridge')
      attributes(bytes, at, at + length, (option, value) => {
        if (option === IFLA_BR_STP_STATE) link.stp = bytes.readUInt32LE(value) !== 0
      })
    if (type === IFLA_INFO_SLAVE_DATA)
      attributes(bytes, at, at + length, (option, value) => {
        if (option === IFLA_BRPORT_STATE) link.portState = PORT_STATES[bytes[value] ?? 0] ?? 'disabled'
      })
  })
}

/** What both ends of a new veth pair are born with. */
export interface NewVethEnd {
  name: string
  mac?: string
  mtu?: number
  /** A bridge's index in the end's namespace; only for the end in the channel's own namespace. */
  master?: number
}

function newEnd(message: Message, end: NewVethEnd, group: number): void {
  message.text(IFLA_IFNAME, end.name).u32(IFLA_GROUP, group)
  if (end.mac !== undefined) message.raw(IFLA_ADDRESS, macBytes(end.mac))
  if (end.mtu !== undefined) message.u32(IFLA_MTU, end.mtu)
  if (end.master !== undefined) message.u32(IFLA_MASTER, end.master)
}

/** Makes a veth pair: one end in the channel's namespace, the other born in the namespace behind `peerNetns`; both down. */
export function addVeth(channel: Channel, here: NewVethEnd, there: NewVethEnd, peerNetns: number, group: number): void {
  const message = linkMessage(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL)
  newEnd(message, here, group)
  message.nest(IFLA_LINKINFO, () => {
    message.text(IFLA_INFO_KIND, 'veth').nest(IFLA_INFO_DATA, () => {
      message.nest(VETH_INFO_PEER, () => {
        message.struct(IFINFO)
        newEnd(message, there, group)
        message.u32(IFLA_NET_NS_FD, peerNetns)
      })
    })
  })
  channel.request(message, `add veth ${here.name}`)
}

/** Makes a bridge, down. */
export function addBridge(
  channel: Channel,
  bridge: { name: string; mac?: string; mtu?: number; stp: boolean },
  group: number,
): void {
  const message = linkMessage(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL)
  newEnd(message, bridge, group)
  message.nest(IFLA_LINKINFO, () => {
    message.text(IFLA_INFO_KIND, 'bridge').nest(IFLA_INFO_DATA, () => {
      message.u32(IFLA_BR_STP_STATE, bridge.stp ? 1 : 0)
    })
  })
  channel.request(message, `add bridge ${bridge.name}`)
}

/** Sets the owner's mark; the kernel drops an alias that is given at create (kernel-notes). */
export function setAlias(channel: Channel, name: string, alias: string): void {
  channel.request(linkMessage(RTM_SETLINK, 0).text(IFLA_IFNAME, name).raw(IFLA_IFALIAS, Buffer.from(alias)), `mark ${name}`)
}

/** Turns a bridge's spanning tree on or off. */
export function setStp(channel: Channel, name: string, stp: boolean): void {
  const message = linkMessage(RTM_NEWLINK, 0).text(IFLA_IFNAME, name)
  message.nest(IFLA_LINKINFO, () => {
    message.text(IFLA_INFO_KIND, 'bridge').nest(IFLA_INFO_DATA, () => {
      message.u32(IFLA_BR_STP_STATE, stp ? 1 : 0)
    })
  })
  channel.request(message, `set spanning tree of ${name}`)
}

/** What one message can change of a link. `netns` is a descriptor, `master` an index, 0 for none. */
export interface LinkChange {
  up?: boolean
  name?: string
  mac?: string
  mtu?: number
  master?: number
  netns?: number
}

/** Changes a link that is identified by its index, or by its name where that is not what changes. */
export function setLink(channel: Channel, link: number | string, change: LinkChange, what: string): void {
  const index = typeof link === 'number' ? link : 0
  const message = linkMessage(RTM_SETLINK, 0, index, change.up ? IFF_UP : 0, change.up === undefined ? 0 : IFF_UP)
  if (typeof link === 'string') message.text(IFLA_IFNAME, link)
  if (change.name !== undefined) message.text(IFLA_IFNAME, change.name)
  if (change.mac !== undefined) message.raw(IFLA_ADDRESS, macBytes(change.mac))
  if (change.mtu !== undefined) message.u32(IFLA_MTU, change.mtu)
  if (change.master !== undefined) message.u32(IFLA_MASTER, change.master)
  if (change.netns !== undefined) message.u32(IFLA_NET_NS_FD, change.netns)
  channel.request(message, what)
}

/** Moves a link to another group. */
export function setGroup(channel: Channel, index: number, group: number, what: string): void {
  channel.request(linkMessage(RTM_SETLINK, 0, index).u32(IFLA_GROUP, group), what)
}

/** Deletes all links of a group in one go: the kernel waits once for all of them, where each alone makes it wait some 10 ms. */
export function deleteGroup(channel: Channel, group: number, what: string): void {
  channel.request(linkMessage(RTM_DELLINK, 0).u32(IFLA_GROUP, group), what)
}

/** Deletes the link of this index; of a veth pair, both ends go. */
export function deleteLink(channel: Channel, index: number, what: string): void {
  channel.request(linkMessage(RTM_DELLINK, 0, index), what)
}
