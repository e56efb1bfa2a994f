import { NETLINK_NETFILTER, NETLINK_ROUTE } from '../kernel/channel'
import { EventSocket } from '../kernel/event-socket'
import { HEADER } from '../kernel/message'
import type { Namespace } from '../kernel/namespace'
import { NUD_NOARP } from '../kernel/neighbour'
import type { Poller } from '../kernel/poller'
import { ADDRESSES, type Dirt, EVERYTHING, FORWARDING, LINKS, NAT, NEIGHBOURS, ROUTES } from './section'

/** Multicast groups of linux/rtnetlink.h: link, neigh, IPv4 address and route, IPv6 address and route, IPv4 and IPv6 netconf. */
const ROUTE_GROUPS = [1, 3, 5, 7, 9, 11, 24, 25]
/** Of linux/netfilter/nfnetlink.h. */
const NFNLGRP_NFTABLES = 7
const AF_BRIDGE = 7

const LINK_TOUCHES = LINKS | ADDRESSES | ROUTES | NEIGHBOURS
const ADDRESS_TOUCHES = ADDRESSES | ROUTES
/** By message type without its lowest bit: RTM_NEW… and RTM_DEL… mean the same here. */
const TOUCHES: Record<number, number> = {
  16: LINK_TOUCHES,
  20: ADDRESS_TOUCHES,
  24: ROUTES,
  28: NEIGHBOURS,
  80: FORWARDING,
}

/** struct ndmsg after the header: the state is the u16 at 8. Every host keeps making and dropping entries of this state; none is shown. */
function isMulticastNeighbour(head: Buffer): boolean {
  return (head.readUInt16LE(HEADER + 8) & NUD_NOARP) !== 0
}

/** What an event says may have changed. The event itself is never data: by the time it is read, the kernel has moved on. */
function dirtOf(head: Buffer): Dirt {
  const sections = TOUCHES[head.readUInt16LE(4) & ~1]
  if (sections === undefined || (sections === NEIGHBOURS && isMulticastNeighbour(head))) return { sections: 0 }
  if (sections !== LINK_TOUCHES && sections !== ADDRESS_TOUCHES) return { sections }
  // struct ifinfomsg and struct ifaddrmsg have the link's index at the same place.
  const links = new Set([head.readInt32LE(HEADER + 4)])
  if (sections === ADDRESS_TOUCHES) return { sections, links }
  return { sections: head[16] === AF_BRIDGE ? LINKS : LINK_TOUCHES, links }
}

/** Listens to what the kernel announces in one namespace, for as long as it is open. */
export class Watch {
  private readonly sockets: EventSocket[] = []

  constructor(namespace: Namespace, poller: Poller, onDirt: (dirt: Dirt) => void, onOverrun: () => void) {
    const lost = () => {
      onOverrun()
      onDirt({ sections: EVERYTHING })
    }
    try {
      namespace.enter(() => {
        this.sockets.push(new EventSocket(poller, NETLINK_ROUTE, ROUTE_GROUPS, (head) => onDirt(dirtOf(head)), lost))
        this.sockets.push(new EventSocket(poller, NETLINK_NETFILTER, [NFNLGRP_NFTABLES], () => onDirt({ sections: NAT }), lost))
      })
    } catch (error) {
      this.close()
      throw error
    }
  }

  close(): void {
    for (const socket of this.sockets) socket.close()
  }
}
