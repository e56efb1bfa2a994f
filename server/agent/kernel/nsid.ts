import type { Channel } from './channel'
import { attributes, HEADER, Message } from './message'

/** struct rtgenmsg: family u8, padded. */
const RTGENMSG = 1
const RTM_GETNSID = 90
const NETNSA_NSID = 1
const NETNSA_FD = 3

/** The id by which the channel's namespace knows the namespace behind `fd`; -1 when it has none for it. */
export function netnsId(channel: Channel, fd: number): number {
  const message = new Message(RTM_GETNSID, 0)
  message.struct(RTGENMSG)
  const answer = channel.get(message.u32(NETNSA_FD, fd), 'read netns id')
  let id = -1
  if (answer)
    attributes(answer, HEADER + 4, answer.length, (type, at) => {
      if (type === NETNSA_NSID) id = answer.readInt32LE(at)
    })
  return id
}
