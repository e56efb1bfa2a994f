import { RawNetlinkSocket } from 'netlink'
import { NETLINK_NETFILTER, NETLINK_ROUTE } from '../kernel/channel'
import type { Namespace } from '../kernel/namespace'
import { ADDRESSES, type Dirt, EVERYTHING, FORWARDING, LINKS, NAT, NEIGHBOURS, ROUTES } from './section'

/** Multicast groups: linux/rtnetlink.h's enum rtnetlink_groups and linux/netfilter/nfnetlink.h's. */
const ROUTE_GROUPS = {
  link: 1,
  neigh: 3,
  ipv4Address: 5,
  ipv4Route: 7,
  ipv6Address: 9,
  ipv6Route: 11,
  ipv4Conf: 24,
  ipv6Conf: 25,
}
const NFNLGRP_NFTABLES = 7

const RECEIVE_BUFFER = 8 * 1024 * 1024
/** Enough for the header and the family's struct; nothing else of an event is looked at. */
const EVENT_BYTES = 64
const AF_BRIDGE = 7

const LINK_TOUCHES = LINKS | ADDRESSES | ROUTES | NEIGHBOURS
/** By message type without its lowest bit: RTM_NEW… and RTM_DEL… mean the same here. */
const TOUCHES: Record<number, number> = {
  16: LINK_TOUCHES,
  20: ADDRESSES | ROUTES,
  24: ROUTES,
  28: NEIGHBOURS,
  80: FORWARDING,
}

/** What an event says may have changed. The event itself is never data: by the time it is read, the kernel has moved on. */
function dirtOf(event: Buffer): Dirt {
  const sections = TOUCHES[event.readUInt16LE(4) & ~1]
  if (sections === undefined) return { sections: 0 }
  if (sections !== LINK_TOUCHES) return { sections }
  const links = new Set([event.readInt32LE(20)])
  return { sections: event[16] === AF_BRIDGE ? LINKS : LINK_TOUCHES, links }
}

function openSocket(protocol: number, groups: number[], onEvent: (event: Buffer) => void, onLost: () => void): RawNetlinkSocket {
  const socket = new RawNetlinkSocket(protocol, {
    messagePeeking: false,
    msgBufferSize: EVENT_BYTES,
    recvBufferSize: RECEIVE_BUFFER,
    sendBufferSize: 0,
  })
  // Longer events come cut off, as they should.
  socket.on('message', onEvent)
  socket.on('truncatedMessage', onEvent)
  // ENOBUFS, an overrun: the kernel dropped events. Without a listener the process would be aborted in native code.
  socket.on('error', onLost)
  for (const group of groups) socket.addMembership(group)
  return socket
}

/** Listens to what the kernel announces in one namespace, for as long as it is open. */
export class Watch {
  private readonly route: RawNetlinkSocket
  private readonly netfilter: RawNetlinkSocket

  constructor(
    readonly namespace: Namespace,
    onDirt: (dirt: Dirt) => void,
    onOverrun: () => void,
  ) {
    const lost = () => {
      onOverrun()
      onDirt({ sections: EVERYTHING })
    }
    const [route, netfilter] = namespace.enter(() => [
      openSocket(NETLINK_ROUTE, Object.values(ROUTE_GROUPS), (event) => onDirt(dirtOf(event)), lost),
      openSocket(NETLINK_NETFILTER, [NFNLGRP_NFTABLES], () => onDirt({ sections: NAT }), lost),
    ])
    this.route = route
    this.netfilter = netfilter
  }

  close(): void {
    this.route.close()
    this.netfilter.close()
  }
}
