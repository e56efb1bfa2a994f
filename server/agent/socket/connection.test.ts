import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AgentFrame } from '../../../core/protocol/agent'
import { Connection } from './connection'
import type { RequestFrame } from './requests'

/** On a machine that does other things as well. */
const SOON = { timeout: 20_000 }
const PING = { type: 'ping', node: 'host', target: '127.0.0.1', count: 1000 }

describe('a client of an agent', () => {
  let folder: string
  let server: Server
  let client: Socket
  let connection: Connection
  /** Every request that was answered, in order, and how. */
  let asked: RequestFrame[]
  let answer: (connection: Connection, frame: RequestFrame) => Promise<void>
  let closed: Promise<void>
  let frames: AgentFrame[]

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'netloom-connection-'))
    server = createServer()
    await new Promise<void>((resolve) => server.listen(join(folder, 'sock'), resolve))
    client = connect(join(folder, 'sock'))
    const [socket] = (await once(server, 'connection')) as [Socket]
    asked = []
    frames = []
    let onEnd: () => void = () => undefined
    closed = new Promise((resolve) => {
      onEnd = resolve
    })
    const told = (one: Connection, frame: RequestFrame) => {
      asked.push(frame)
      return answer(one, frame)
    }
    connection = new Connection(socket, told, onEnd, false)
  })

  afterEach(() => {
    client.destroy()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  function say(id: number, request: object): void {
    client.write(`${JSON.stringify({ id, request })}\n`)
  }

  function listen(): void {
    let text = ''
    client.on('data', (data) => {
      const lines = `${text}${data}`.split('\n')
      text = lines.pop() ?? ''
      frames.push(...lines.map((line) => JSON.parse(line)))
    })
  }

  test('cannot start a second thing under the number of one that runs', async () => {
    const ended: number[] = []
    answer = async (one, { id }) => one.started(id, () => ended.push(id))
    listen()
    for (let n = 0; n < 200; n++) say(1, PING)
    say(2, PING)
    await expect.poll(() => asked.map(({ id }) => id), SOON).toEqual([1, 2])
    await expect.poll(() => frames.length, SOON).toBe(199)
    expect(frames[0]).toEqual({ id: 1, type: 'error', error: { code: 'bad-request', message: 'request 1 is still under way' } })
    expect(connection.load).toBe(2)
    client.destroy()
    await closed
    expect(ended).toEqual([1, 2])
  })

  test('can use the number again once that is over', async () => {
    answer = async (one, { id }) => one.send({ id, type: 'read' })
    listen()
    say(1, { type: 'read' })
    await expect.poll(() => frames.length, SOON).toBe(1)
    say(1, { type: 'read' })
    await expect
      .poll(() => frames, SOON)
      .toEqual([
        { id: 1, type: 'read' },
        { id: 1, type: 'read' },
      ])
  })

  test('that does not read is not answered any more until it does', async () => {
    const message = 'x'.repeat(1024 * 1024)
    answer = async (one, { id }) => one.send({ id, type: 'error', error: { code: 'failed', message } })
    client.pause()
    for (let id = 1; id <= 12; id++) say(id, { type: 'facts' })
    await expect.poll(() => connection.isBehind, SOON).toBe(true)
    expect(asked.length).toBeLessThan(10)
    listen()
    client.resume()
    await expect.poll(() => frames.length, SOON).toBe(12)
    expect(asked.map(({ id }) => id)).toEqual(frames.map(({ id }) => id))
  })

  test('has so many requests looked at at a time, and what runs does not count', async () => {
    const waiting: (() => void)[] = []
    answer = (one, { id, request }) => {
      if (request.type === 'ping') one.started(id, () => undefined)
      return new Promise((resolve) => {
        if (request.type === 'discover') waiting.push(resolve)
      })
    }
    for (let id = 1; id <= 40; id++) say(id, PING)
    for (let id = 41; id <= 140; id++) say(id, { type: 'discover' })
    await expect.poll(() => waiting.length, SOON).toBe(64)
    for (const answered of waiting.splice(0, 10)) answered()
    await expect.poll(() => asked.length, SOON).toBe(40 + 64 + 10)
    expect(waiting).toHaveLength(64)
    client.destroy()
    await closed
  })
})
