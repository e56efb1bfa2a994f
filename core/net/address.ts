/**
 * IPv4 and IPv6 addresses, networks and MACs, read strictly. The system's own readers are lenient in ways that surprise
 * (kernel-notes: `010.0.0.9` becomes 8.0.0.9, `10.1/16` becomes 10.1.0.0/16, no prefix becomes /32), so whatever has
 * more than one reading is a named problem here.
 */

export type Family = 4 | 6

/** An address as a number of 32 or 128 bits. */
export interface Address {
  family: Family
  value: bigint
}

/** An address together with the length of its network's prefix. */
export interface Cidr extends Address {
  prefix: number
}

/** Why a text is not an address or not a CIDR. */
export type AddressProblem =
  | 'bad-address'
  /** An octet with a leading zero, which some programs read as octal. */
  | 'address-leading-zero'
  /** IPv4 with fewer than four octets. */
  | 'address-short'
  /** IPv6 with `%interface`. */
  | 'address-zone'
  /** `::ffff:0:0/96`. */
  | 'address-mapped'
  | 'address-no-prefix'
  /** A prefix that is not a number from 0 to 32 or 128. */
  | 'address-bad-prefix'
  /** A prefix where a plain address belongs. */
  | 'address-unwanted-prefix'

const OCTETS = /^[0-9]+(\.[0-9]+){0,3}$/
const GROUP = /^[0-9a-fA-F]{1,4}$/
const MAPPED = 0xffffn

/** The number of bits of an address. */
export function bitsOf(family: Family): number {
  return family === 4 ? 32 : 128
}

function parseIpv4(text: string): Address | AddressProblem {
  const octets = text.split('.')
  let value = 0
  let tooBig = false
  for (const octet of octets) {
    if (octet.length > 1 && octet.startsWith('0')) return 'address-leading-zero'
    const number = Number(octet)
    if (number > 255) tooBig = true
    value = value * 256 + number
  }
  if (octets.length < 4) return 'address-short'
  return tooBig ? 'bad-address' : { family: 4, value: BigInt(value) }
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':')
}

function parseIpv6(text: string): Address | AddressProblem {
  if (text.includes('%')) return 'address-zone'
  if (/^::ffff:[0-9.]+$/i.test(text)) return 'address-mapped'
  const halves = text.split('::')
  const [left = '', right] = halves
  if (halves.length > 2) return 'bad-address'
  const head = groupsOf(left)
  const tail = right === undefined ? [] : groupsOf(right)
  const missing = 8 - head.length - tail.length
  if (right === undefined ? missing !== 0 : missing < 1) return 'bad-address'
  let value = 0n
  for (const group of [...head, ...Array<string>(missing).fill('0'), ...tail]) {
    if (!GROUP.test(group)) return 'bad-address'
    value = (value << 16n) | BigInt(Number.parseInt(group, 16))
  }
  return value >> 32n === MAPPED ? 'address-mapped' : { family: 6, value }
}

/** Reads a plain address; a string in return is the problem. */
export function parseAddress(text: string): Address | AddressProblem {
  if (text.includes('/')) return 'address-unwanted-prefix'
  if (OCTETS.test(text)) return parseIpv4(text)
  return text.includes(':') ? parseIpv6(text) : 'bad-address'
}

/** Reads `ADDRESS/PREFIX`; the prefix is required. Host bits are kept. A string in return is the problem. */
export function parseCidr(text: string): Cidr | AddressProblem {
  const slash = text.indexOf('/')
  if (slash < 0) {
    const plain = parseAddress(text)
    return typeof plain === 'string' ? plain : 'address-no-prefix'
  }
  const address = parseAddress(text.slice(0, slash))
  if (typeof address === 'string') return address
  const digits = text.slice(slash + 1)
  const prefix = Number(digits)
  if (!/^(0|[1-9][0-9]{0,2})$/.test(digits) || prefix > bitsOf(address.family)) return 'address-bad-prefix'
  return { family: address.family, value: address.value, prefix }
}

/** As `parseCidr`, for texts that the checks have passed or that may be left out: undefined instead of the problem. */
export function cidrOf(text: string): Cidr | undefined {
  const cidr = parseCidr(text)
  return typeof cidr === 'string' ? undefined : cidr
}

/** As `parseAddress`, undefined instead of the problem. */
export function addressOf(text: string): Address | undefined {
  const address = parseAddress(text)
  return typeof address === 'string' ? undefined : address
}

function ipv6Text(value: bigint): string {
  const groups: number[] = []
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((value >> shift) & 0xffffn))
  // RFC 5952: the longest run of two or more zero groups, the first of equals, becomes "::".
  let best = { start: -1, length: 1 }
  let start = -1
  for (let index = 0; index <= 8; index++) {
    if (groups[index] === 0) {
      if (start < 0) start = index
    } else if (start >= 0) {
      if (index - start > best.length) best = { start, length: index - start }
      start = -1
    }
  }
  const hex = groups.map((group) => group.toString(16))
  if (best.start < 0) return hex.join(':')
  return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`
}

/** The canonical text of an address, without a prefix: dotted decimal, or RFC 5952. */
export function addressText(address: Address): string {
  if (address.family === 6) return ipv6Text(address.value)
  const value = Number(address.value)
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`
}

/** The canonical text of an address with its prefix. */
export function cidrText(cidr: Cidr): string {
  return `${addressText(cidr)}/${cidr.prefix}`
}

/** The bits of a network's hosts by how many there are: made once, since every check of every address needs one. */
const HOST_MASKS = Array.from({ length: 129 }, (_, bits) => (1n << BigInt(bits)) - 1n)

function hostMask(cidr: Cidr): bigint {
  return HOST_MASKS[bitsOf(cidr.family) - cidr.prefix] ?? 0n
}

/** The network that a CIDR lies in: its host bits cleared. */
export function networkOf(cidr: Cidr): Cidr {
  return { family: cidr.family, value: cidr.value - (cidr.value & hostMask(cidr)), prefix: cidr.prefix }
}

/** The last address of an IPv4 network with at least four addresses; IPv6 and /31, /32 have no broadcast address. */
export function broadcastOf(cidr: Cidr): Address | undefined {
  if (cidr.family === 6 || cidr.prefix > 30) return undefined
  return { family: 4, value: cidr.value | hostMask(cidr) }
}

/** Whether the network (host bits ignored) holds the address. */
export function contains(network: Cidr, address: Address): boolean {
  return network.family === address.family && (network.value | hostMask(network)) === (address.value | hostMask(network))
}

/** Whether two networks share an address; then one holds the other. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.prefix <= b.prefix ? contains(a, b) : contains(b, a)
}

/** Whether the CIDR has host bits set, as an interface's address has and a network has not. */
export function hasHostBits(cidr: Cidr): boolean {
  return (cidr.value & hostMask(cidr)) !== 0n
}

/** Whether the address is its network's own: all host bits zero, in a network with room for hosts. */
export function isNetworkAddress(cidr: Cidr): boolean {
  return cidr.prefix < bitsOf(cidr.family) - 1 && !hasHostBits(cidr)
}

/** The lowest host address of the network that is not taken, with the network's prefix; undefined when it is full. */
export function nextFreeAddress(network: Cidr, taken: ReadonlySet<bigint>): Cidr | undefined {
  const { value: first } = networkOf(network)
  const last = first | hostMask(network)
  const roomy = network.prefix < bitsOf(network.family) - 1
  const end = network.family === 4 && roomy ? last - 1n : last
  for (let value = roomy ? first + 1n : first; value <= end; value++) {
    if (!taken.has(value)) return { family: network.family, value, prefix: network.prefix }
  }
  return undefined
}

/** What an address is for, where that rules it out as an ordinary interface's address. */
export type SpecialRange = 'unspecified' | 'loopback' | 'multicast' | 'reserved' | 'link-local'

/** The special range (IANA registries, RFC 6890) that an address lies in, or undefined for an ordinary one. */
export function specialRange(address: Address): SpecialRange | undefined {
  if (address.family === 4) {
    const value = Number(address.value)
    const first = value >>> 24
    if (value === 0) return 'unspecified'
    if (first === 0 || first >= 240) return 'reserved'
    if (first === 127) return 'loopback'
    if (first >= 224) return 'multicast'
    return value >>> 16 === 0xa9fe ? 'link-local' : undefined
  }
  if (address.value === 0n) return 'unspecified'
  if (address.value === 1n) return 'loopback'
  if (address.value >> 120n === 0xffn) return 'multicast'
  return address.value >> 118n === 0x3fan ? 'link-local' : undefined
}

/** The target of a DNAT rule. */
export interface NatTarget {
  address: Address
  port?: number
}

/** Reads `ADDRESS[:PORT]`; an IPv6 address with a port stands in brackets. A string in return is the problem. */
export function parseNatTarget(text: string): NatTarget | AddressProblem | 'bad-port' {
  const bare = /^[^[].*:.*:/.test(text)
  const parts = bare ? null : /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(text)
  const host = parts?.[1] ?? parts?.[2] ?? text
  const address = parseAddress(host)
  if (typeof address === 'string') return address
  if (parts?.[1] !== undefined && address.family === 4) return 'bad-address'
  const digits = parts?.[3]
  if (digits === undefined) return { address }
  const port = Number(digits)
  return /^[1-9][0-9]{0,4}$/.test(digits) && port <= 65535 ? { address, port } : 'bad-port'
}

/** The text of a DNAT rule's target, as `parseNatTarget` reads it. */
export function natTargetText(target: NatTarget): string {
  const text = addressText(target.address)
  if (target.port === undefined) return text
  return target.address.family === 6 ? `[${text}]:${target.port}` : `${text}:${target.port}`
}

export type MacProblem = 'bad-mac' | 'mac-multicast' | 'mac-zero'

/** Reads a MAC, six pairs of hex digits with colons, into lower case; or its problem. The kernel refuses multicast and zero. */
export function parseMac(text: string): { mac: string } | MacProblem {
  if (!/^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$/.test(text)) return 'bad-mac'
  const mac = text.toLowerCase()
  if (mac === '00:00:00:00:00:00') return 'mac-zero'
  return Number.parseInt(mac.slice(0, 2), 16) & 1 ? 'mac-multicast' : { mac }
}
