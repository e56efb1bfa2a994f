import { AF_INET, AF_INET6 } from './libc'

/**
 * Addresses between the kernel's bytes and the canonical text of RFC 5952. Written out here, and not through ipaddr.js,
 * because a full read of 1000 namespaces turns some ten thousand of them into text.
 */

/** 4 or 16 bytes as text. */
export function addressText(bytes: Buffer, at: number, length: number): string {
  if (length === 4) return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`
  let bestStart = -1
  let bestLength = 1
  for (let i = 0; i < 8; ) {
    let end = i
    while (end < 8 && bytes[at + 2 * end] === 0 && bytes[at + 2 * end + 1] === 0) end++
    if (end - i > bestLength) {
      bestStart = i
      bestLength = end - i
    }
    i = Math.max(end, i + 1)
  }
  let text = ''
  for (let i = 0; i < 8; i++) {
    if (i === bestStart) {
      text += '::'
      i += bestLength - 1
    } else {
      if (i > 0 && i !== bestStart + bestLength) text += ':'
      text += bytes.readUInt16BE(at + 2 * i).toString(16)
    }
  }
  return text
}

/** The bytes of an address in text, IPv4 or IPv6. Throws on what is not one; the checks have long refused that. */
export function addressBytes(text: string): Buffer {
  if (!text.includes(':')) {
    const parts = text.split('.').map(Number)
    if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) throw badAddress(text)
    return Buffer.from(parts)
  }
  const halves = text.split('::')
  if (halves.length > 2) throw badAddress(text)
  const head = groupsOf(halves[0] ?? '', text)
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', text) : []
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) throw badAddress(text)
  const bytes = Buffer.alloc(16)
  const all = [...head, ...Array<number>(missing).fill(0), ...tail]
  for (const [index, group] of all.entries()) bytes.writeUInt16BE(group, index * 2)
  return bytes
}

function groupsOf(half: string, text: string): number[] {
  if (half === '') return []
  return half.split(':').map((group) => {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) throw badAddress(text)
    return Number.parseInt(group, 16)
  })
}

function badAddress(text: string): Error {
  return new Error(`${text} is not an IP address`)
}

/** An address with its prefix length, and the family as the kernel numbers it. */
export function cidrBytes(text: string): { family: number; bytes: Buffer; prefix: number } {
  const [address = '', prefix = ''] = text.split('/')
  const bytes = addressBytes(address)
  const length = Number(prefix)
  if (prefix === '' || !Number.isInteger(length) || length < 0 || length > bytes.length * 8)
    throw new Error(`${text} is not an address with a prefix length`)
  return { family: bytes.length === 4 ? AF_INET : AF_INET6, bytes, prefix: length }
}

/** A MAC address as `ip` prints it. */
export function macText(bytes: Buffer, at: number, length: number): string {
  return bytes.toString('hex', at, at + length).replace(/(..)(?!$)/g, '$1:')
}

/** Six bytes of a MAC address. */
export function macBytes(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll(':', ''), 'hex')
  if (bytes.length !== 6) throw new Error(`${text} is not a MAC address`)
  return bytes
}
