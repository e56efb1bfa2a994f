import { addressText, macText } from './address'
import type { Channel } from './channel'
import { attributes, Message, messages } from './message'

/** struct ndmsg: family u8, -, -, link index i32, state u16, flags u8, type u8. */
const NDMSG = 12
const RTM_NEWNEIGH = 28
const RTM_GETNEIGH = 30
const NDA_DST = 1
const NDA_LLADDR = 2
const NTF_PROXY = 8
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
}

/** The ARP and neighbour discovery tables of the channel's namespace. */
export function dumpNeighbours(channel: Channel): Buffer {
  const message = new Message(RTM_GETNEIGH, 0)
  message.struct(NDMSG)
  return channel.dump(message, 'list neighbours')
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
    })
    if (neighbour.address !== '') neighbours.push(neighbour)
  })
  return neighbours
}
