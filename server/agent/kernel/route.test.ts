import { describe, expect, test } from 'vitest'
import { readCarried } from './carry'
import type { Channel } from './channel'
import { AF_INET, AF_INET6 } from './libc'
import { HEADER, Message } from './message'
import { dumpRoutes, parseRoutes } from './route'

const LINK = 7

/** A default route through the link, as RTM_NEWROUTE tells it: struct rtmsg, then the link. */
function defaultRoute(family: number): Buffer {
  const message = new Message(24, 0)
  const at = message.struct(12)
  message.bytes.set([family, 0, 0, 0, 254, 4, 0, 1], at)
  message.u32(4, LINK)
  message.bytes.writeUInt32LE(message.length, 0)
  return Buffer.from(message.bytes.subarray(0, message.length))
}

/** A kernel answers for a family that it lacks with what all the others have. */
function kernelOf(routes: readonly Buffer[]): Channel {
  const dump = ({ bytes }: Message, what: string) => {
    if (what !== 'list routes') return Buffer.alloc(0)
    const family = bytes[HEADER]
    const own = routes.filter((route) => route[HEADER] === family)
    return Buffer.concat(own.length > 0 ? own : routes)
  }
  return { dump } as unknown as Channel
}

describe('the routes of a family', () => {
  test('are its own', () => {
    const channel = kernelOf([defaultRoute(AF_INET), defaultRoute(AF_INET6)])
    expect(parseRoutes(dumpRoutes(channel, 4), 4)).toMatchObject([{ family: 4, to: 'default', index: LINK }])
    expect(parseRoutes(dumpRoutes(channel, 6), 6)).toMatchObject([{ family: 6, to: 'default', index: LINK }])
    expect(readCarried(channel, LINK).routes).toHaveLength(2)
  })

  test('are none where the kernel lacks the family', () => {
    const channel = kernelOf([defaultRoute(AF_INET)])
    expect(parseRoutes(dumpRoutes(channel, 4), 4)).toHaveLength(1)
    expect(parseRoutes(dumpRoutes(channel, 6), 6)).toEqual([])
    expect(readCarried(channel, LINK).routes).toHaveLength(1)
  })
})
