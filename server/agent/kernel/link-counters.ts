import type { Channel } from './channel'
import { attributes, Message, messages } from './message'

/** struct if_stats_msg: family u8, -, -, link index u32, filter mask u32. */
const IFSTATS = 12
const RTM_NEWSTATS = 92
const RTM_GETSTATS = 94
/** The attribute, and as a bit of the filter that asks for nothing else. */
const IFLA_STATS_LINK_64 = 1

/** What went through a link since it was made. */
export interface LinkCounters {
  rxBytes: number
  txBytes: number
  rxPackets: number
  txPackets: number
}

/** The counters of every link of the channel's namespace, by index: a tenth of what a list of the links would carry. */
export function readCounters(channel: Channel): Map<number, LinkCounters> {
  const message = new Message(RTM_GETSTATS, 0)
  const at = message.struct(IFSTATS)
  message.bytes.writeUInt32LE(IFLA_STATS_LINK_64, at + 8)
  const dump = channel.dump(message, 'read counters')
  const counters = new Map<number, LinkCounters>()
  messages(dump, (type, _flags, start, end) => {
    if (type !== RTM_NEWSTATS) return
    attributes(dump, start + IFSTATS, end, (attribute, value) => {
      if (attribute === IFLA_STATS_LINK_64) counters.set(dump.readUInt32LE(start + 4), linkCounters(dump, value))
    })
  })
  return counters
}

/** struct rtnl_link_stats64: packets received and sent, bytes received and sent, each u64. */
function linkCounters(bytes: Buffer, at: number): LinkCounters {
  const u64 = (offset: number) => bytes.readUInt32LE(at + offset) + bytes.readUInt32LE(at + offset + 4) * 2 ** 32
  return { rxPackets: u64(0), txPackets: u64(8), rxBytes: u64(16), txBytes: u64(24) }
}
