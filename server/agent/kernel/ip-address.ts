import type { AddressState } from '../../../core/state/state'
import { addressText, cidrBytes } from './address'
import type { Channel } from './channel'
import { AF_INET, AF_INET6 } from './libc'
import { attributes, Message, messages, NLM_F_CREATE, NLM_F_REPLACE } from './message'

/** struct ifaddrmsg: family u8, prefix length u8, flags u8, scope u8, link index u32. */
const IFADDR = 8
const RTM_NEWADDR = 20
const RTM_DELADDR = 21
const RTM_GETADDR = 22
const IFA_ADDRESS = 1
const IFA_LOCAL = 2
const IFA_FLAGS = 8
const IFA_PROTO = 11
const RT_SCOPE_HOST = 254
const IFA_F_SECONDARY = 0x01
const IFA_F_NODAD = 0x02
const IFA_F_TENTATIVE = 0x40
const IFA_F_PERMANENT = 0x80
/** IFAPROT_KERNEL_LO, _RA and _LL: made by the kernel itself. Absent before Linux 5.18. */
const KERNEL_PROTOCOLS = 3

const SCOPES: Record<number, AddressState['scope']> = { 0: 'global', 200: 'site', 253: 'link', 254: 'host' }

/** An address and the index of its link. */
export interface RawAddress {
  index: number
  family: number
  state: AddressState
}

function addressMessage(type: number, flags: number, family: number, prefix = 0, index = 0, scope = 0): Message {
  const message = new Message(type, flags)
  const at = message.struct(IFADDR)
  message.bytes[at] = family
  message.bytes[at + 1] = prefix
  message.bytes[at + 3] = scope
  message.bytes.writeUInt32LE(index, at + 4)
  return message
}

/**
 * Every address of the channel’s namespace, or those of one `link` by its index (none where it is gone), both families; `known` itself where
 * nothing changed since.
 */
export function dumpAddresses(channel: Channel, { link, known }: { link?: number; known?: Buffer | undefined } = {}): Buffer {
  return channel.dump(addressMessage(RTM_GETADDR, 0, 0, 0, link), 'list addresses', known)
}

/** The addresses in a dump: IPv4 as the kernel orders them, primaries first; IPv6 by text, as there the order has no meaning. */
export function parseAddresses(dump: Buffer): RawAddress[] {
  const v4: RawAddress[] = []
  const v6: RawAddress[] = []
  messages(dump, (type, _flags, start, end) => {
    if (type !== RTM_NEWADDR) return
    const address = parseAddress(dump, start, end)
    if (address.family === AF_INET) v4.push(address)
    else if (address.family === AF_INET6) v6.push(address)
  })
  v6.sort((a, b) => (a.state.address < b.state.address ? -1 : 1))
  return [...v4, ...v6]
}

function parseAddress(bytes: Buffer, start: number, end: number): RawAddress {
  const family = bytes[start] ?? 0
  const scope = bytes[start + 3] ?? 0
  let flags = bytes[start + 2] ?? 0
  let protocol = 0
  let address = ''
  let local = ''
  attributes(bytes, start + IFADDR, end, (type, at, length) => {
    if (type === IFA_ADDRESS) address = addressText(bytes, at, length)
    else if (type === IFA_LOCAL) local = addressText(bytes, at, length)
    else if (type === IFA_FLAGS) flags = bytes.readUInt32LE(at)
    else if (type === IFA_PROTO) protocol = bytes[at] ?? 0
  })
  const text = `${local || address}/${bytes[start + 1]}`
  const automatic = (protocol > 0 && protocol <= KERNEL_PROTOCOLS) || text === '127.0.0.1/8' || text === '::1/128'
  return {
    index: bytes.readUInt32LE(start + 4),
    family,
    state: {
      address: text,
      scope: SCOPES[scope] ?? 'other',
      automatic,
      // For IPv6 the same bit says that an address is temporary.
      ...(bytes[start] === AF_INET && flags & IFA_F_SECONDARY ? { secondary: true } : {}),
      ...(family === AF_INET && !(flags & IFA_F_PERMANENT) ? { dynamic: true } : {}),
      ...(flags & IFA_F_TENTATIVE ? { tentative: true } : {}),
    },
  }
}

/** `ip address replace`, its choice of scope included: IPv6 without duplicate address detection, so that the address works at once. */
export function addAddress(channel: Channel, index: number, cidr: string, what: string): void {
  const { family, bytes, prefix } = cidrBytes(cidr)
  const scope = family === AF_INET && bytes[0] === 127 ? RT_SCOPE_HOST : 0
  const message = addressMessage(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, family, prefix, index, scope)
  message.raw(IFA_LOCAL, bytes).raw(IFA_ADDRESS, bytes)
  if (family === AF_INET6) message.u32(IFA_FLAGS, IFA_F_NODAD)
  channel.request(message, what)
}

/** Deletes exactly this address from the link. */
export function deleteAddress(channel: Channel, index: number, cidr: string, what: string): void {
  const { family, bytes, prefix } = cidrBytes(cidr)
  const message = addressMessage(RTM_DELADDR, 0, family, prefix, index)
  channel.request(message.raw(IFA_LOCAL, bytes).raw(IFA_ADDRESS, bytes), what)
}
