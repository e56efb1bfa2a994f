import { once } from 'node:events'
import { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Clients } from './clients'
import type { Requests } from './requests'

const IDLE = 60
const unasked = { answer: () => Promise.resolve() } as unknown as Requests

describe('an agent whose last client has left', () => {
  let empty: boolean
  let end: ReturnType<typeof vi.fn<() => void>>
  let clients: Clients

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    empty = true
    end = vi.fn<() => void>()
    clients = new Clients(unasked, IDLE, () => empty, end)
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  async function leave(socket: Socket): Promise<void> {
    const closed = once(socket, 'close')
    socket.destroy()
    await closed
  }

  function come(): Socket {
    const socket = new Socket()
    clients.add(socket, true)
    return socket
  }

  test('ends after a while when it holds nothing', async () => {
    await leave(come())
    vi.advanceTimersByTime(IDLE * 1000 - 1)
    expect(end).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(end).toHaveBeenCalledOnce()
  })

  test('stays when it holds something by then, and ends once that is over', async () => {
    await leave(come())
    empty = false
    vi.advanceTimersByTime(IDLE * 1000)
    expect(end).not.toHaveBeenCalled()
    empty = true
    clients.considerEnding()
    vi.advanceTimersByTime(IDLE * 1000)
    expect(end).toHaveBeenCalledOnce()
  })

  test('stays for as long as somebody else is there', async () => {
    const [one, other] = [come(), come()]
    await leave(one)
    clients.considerEnding()
    vi.advanceTimersByTime(IDLE * 1000)
    expect(end).not.toHaveBeenCalled()
    await leave(other)
    vi.advanceTimersByTime(IDLE * 1000)
    expect(end).toHaveBeenCalledOnce()
  })
})
