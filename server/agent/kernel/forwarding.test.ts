import { constants } from 'node:os'
import { describe, expect, test } from 'vitest'
import type { Channel } from './channel'
import { readForwarding } from './forwarding'
import { AF_INET, AF_INET6, KernelError } from './libc'
import { HEADER, Message } from './message'

/** struct netconfmsg behind the header, then its attributes. */
const NETCONFA_FORWARDING = 2

/** A kernel that forwards IPv4, and knows no other of these families. */
function kernelOf(families: readonly number[], errno = constants.errno.EOPNOTSUPP): Channel {
  const get = ({ bytes }: Message, what: string) => {
    const family = bytes[HEADER] ?? 0
    if (!families.includes(family)) throw new KernelError(what, errno)
    const answer = new Message(80, 0)
    answer.struct(1)
    answer.u32(NETCONFA_FORWARDING, family === AF_INET ? 1 : 0)
    return Buffer.from(answer.bytes.subarray(0, answer.length))
  }
  return { get } as unknown as Channel
}

describe('forwarding', () => {
  test('is told of both families', () => {
    expect(readForwarding(kernelOf([AF_INET, AF_INET6]))).toEqual({ ipv4: true, ipv6: false })
  })

  test('is off of a family that the kernel lacks', () => {
    expect(readForwarding(kernelOf([AF_INET]))).toEqual({ ipv4: true, ipv6: false })
  })

  test('is not told when the kernel refuses for another reason, or of IPv4', () => {
    expect(() => readForwarding(kernelOf([AF_INET], constants.errno.ENOBUFS))).toThrow(/read forwarding/)
    expect(() => readForwarding(kernelOf([AF_INET6]))).toThrow(/read forwarding/)
  })
})
