import { addressBytes, addressText, macText } from './address'
import type { Channel } from './channel'
import { AF_INET, AF_INET6 } from './libc'
import { attributes, Message, messages, NLM_F_CREATE, NLM_F_REPLACE } from './message'

/** struct ndmsg: family u8, -, -, link index i32, state u16, flags u8, type u8. */
const NDMSG = 12
const RTM_NEWNEIGH = 28
const RTM_DELNEIGH = 29
const RTM_GETNEIGH = 30
const NDA_DST = 1
const NDA_LLADDR = 2
const NDA_PROTOCOL = 12
const NTF_PROXY = 8
const NUD_PERMANENT = 0x80
/** The state of entries that need no resolution, such as multicast's. */
export const NUD_NOARP = 0x40

const STATES: Record<number, string> = {
  1: 'INCOMPLETE',
  2: 'REACHABLE',
  4: 'STALE',
  8: 'DELAY',
  16: 'PROBE',
  32: 'FAILED',
  128: 'PERMANENT',
}

/** A neighbour with its link by index. */
export interface RawNeighbour {
  address: string
  mac?: string
  index: number
  state: string
  /** Who wrote it, where somebody said (rtm_protocol). */
  protocol?: number
}

/** The ARP and neighbour discovery tables of the channel's namespace; `known` itself where nothing changed since. */
export function dumpNeighbours(channel: Channel, known?: Buffer): Buffer {
  const message = new Message(RTM_GETNEIGH, 0)
  message.struct(NDMSG)
  return channel.dump(message, 'list neighbours', known)
}

/** The neighbours in a dump, as `ip neigh` lists them: without multicast's (NOARP) and proxies. */
export function parseNeighbours(dump: Buffer): RawNeighbour[] {
  const neighbours: RawNeighbour[] = []
  messages(dump, (type, _flags, start, end) => {
    if (type !== RTM_NEWNEIGH) return
    const state = dump.readUInt16LE(start + 8)
    const flags = dump[start + 10] ?? 0
    if (state === 0 || state & NUD_NOARP || flags & NTF_PROXY) return
    const neighbour: RawNeighbour = { address: '', index: dump.readInt32LE(start + 4), state: STATES[state] ?? `${state}` }
    attributes(dump, start + NDMSG, end, (attribute, at, length) => {
      if (attribute === NDA_DST) neighbour.address = addressText(dump, at, length)
      else if (attribute === NDA_LLADDR && length === 6) neighbour.mac = macText(dump, at, length)
      else if (attribute === NDA_PROTOCOL) neighbour.protocol = dump[at] ?? 0
    })
    if (neighbour.address !== '') neighbours.push(neighbour)
  })
  return neighbours
}

function neighbourMessage(type: number, flags: number, index: number, address: string): { message: Message; at: number } {
  const message = new Message(type, flags)
  const at = message.struct(NDMSG)
  message.bytes[at] = address.includes(':') ? AF_INET6 : AF_INET
  message.bytes.writeInt32LE(index, at + 4)
  return { message, at }
}

/** `ip neigh replace ADDRESS lladdr MAC dev … nud permanent proto PROTOCOL`. */
export function writeNeighbour(
  channel: Channel,
  index: number,
  neighbour: { address: string; mac: string },
  protocol: number,
  what: string,
): void {
  const { address, mac } = neighbour
  const { message, at } = neighbourMessage(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, index, address)
  message.bytes.writeUInt16LE(NUD_PERMANENT, at + 8)
  message.raw(NDA_DST, addressBytes(address))
  message.raw(NDA_LLADDR, Buffer.from(mac.replaceAll(':', ''), 'hex'))
  message.u8(NDA_PROTOCOL, protocol)
  channel.request(message, what)
}

/** `ip neigh delete ADDRESS dev …`. */
export function deleteNeighbour(channel: Channel, index: number, address: string, what: string): void {
  const { message } = neighbourMessage(RTM_DELNEIGH, 0, index, address)
  message.raw(NDA_DST, addressBytes(address))
  channel.request(message, what)
}
