import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { AgentFrame } from '../../core/protocol/agent'
import { AGENT_PROTOCOL, MAX_LINE } from '../../core/protocol/agent-wire'
import { labDigest } from '../../server/lab-digest'
import { AgentMachine } from './agent-machine'

const HELLO = { type: 'hello', protocol: AGENT_PROTOCOL }
let agent: AgentMachine
let client: Socket
let frames: AgentFrame[]
let news: () => void

beforeAll(async () => {
  agent = await AgentMachine.start('wired')
})

beforeEach(async () => {
  client = connect(agent.socket)
  frames = []
  news = () => undefined
  createInterface(client).on('line', (line) => {
    frames.push(JSON.parse(line))
    news()
  })
  await once(client, 'connect')
})

afterEach(() => {
  client.destroy()
})

afterAll(async () => {
  await agent.destroy('wired')
})

function send(line: unknown): void {
  client.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`)
}

async function next(): Promise<AgentFrame> {
  while (frames.length === 0) await new Promise<void>((resolve) => (news = resolve))
  return frames.shift() as AgentFrame
}

describe('what is not a request', () => {
  test.each([
    ['not JSON', '{"id":'],
    ['nothing', ''],
    ['a number', '1e999'],
    ['null', 'null'],
    ['a list', '[1]'],
    ['no id', { request: HELLO }],
    ['an id of -0', { id: -0, request: HELLO }],
    ['an id that is text', { id: '1', request: HELLO }],
    ['an unknown type', { id: 1, request: { type: 'reboot' } }],
    ['another protocol', { id: 1, request: { type: 'hello', protocol: 99 } }],
    ['a prototype key', '{"id":1,"request":{"__proto__":{"type":"hello"}}}'],
    ['too many arguments', { id: 1, request: { type: 'run', node: 'host', argv: Array(201).fill('x') } }],
    ['a lab of another shape', { id: 1, request: { type: 'apply', lab: { nodes: [] }, actor: 'me' } }],
  ])('%s, is refused, and the connection lives on', async (_what, line) => {
    send(line)
    expect(await next()).toMatchObject({ type: 'error', error: { code: 'bad-request' } })
    send({ id: 7, request: HELLO })
    expect(await next()).toMatchObject({ id: 7, type: 'hello', hello: { machine: 'sandbox', lab: 'wired' } })
  })

  test('a line without end is refused, and the connection with it', async () => {
    const closed = new Promise((resolve) => client.once('close', resolve))
    client.on('error', () => undefined)
    const drained = () => new Promise((resolve) => client.once('drain', resolve))
    const chunk = Buffer.alloc(1 << 20, 'x')
    for (let sent = 0; sent <= MAX_LINE && client.writable; sent += chunk.length)
      if (!client.write(chunk)) await Promise.race([drained(), closed])
    await closed
    expect(frames).toMatchObject([{ type: 'error', error: { code: 'bad-request' } }])
  })
})

describe('a request that may not be', () => {
  test('another lab than the sandbox’s is not applied, planned or destroyed', async () => {
    const lab = emptyLab('other')
    for (const request of [
      { type: 'plan', lab },
      { type: 'plan-applied', lab: 'other', digest: labDigest(lab) },
      { type: 'apply', lab, actor: 'me' },
      { type: 'destroy', lab: 'other', actor: 'me' },
    ]) {
      send({ id: 3, request })
      expect(await next()).toMatchObject({ id: 3, type: 'error', error: { code: 'not-allowed' } })
    }
  })

  test('more programs than one client may run', async () => {
    for (let id = 1; id <= 65; id++) send({ id, request: { type: 'run', node: 'host', argv: ['sleep', '1000'] } })
    expect(await next()).toMatchObject({ id: 65, type: 'error', error: { code: 'limit' } })
  })
})

describe('a client that leaves', () => {
  test('takes its programs with it', async () => {
    send({ id: 1, request: { type: 'run', node: 'host', argv: ['sh', '-c', 'echo $$; exec sleep 1000'] } })
    const frame = await next()
    const pid = frame.type === 'output' ? Number(frame.data) : 0
    expect(() => process.kill(pid, 0)).not.toThrow()
    client.destroy()
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  })
})

describe('a second observation', () => {
  test('replaces the first', async () => {
    send({ id: 1, request: { type: 'observe', traffic: false } })
    send({ id: 2, request: { type: 'observe', traffic: false } })
    expect(await next()).toMatchObject({ id: 1, type: 'observation' })
    expect(await next()).toMatchObject({ id: 2, type: 'observation' })
    send({ id: 3, request: { type: 'run', node: 'host', argv: ['ip', 'netns', 'add', 'extra'] } })
    const seen: AgentFrame[] = []
    while (!seen.some(({ type }) => type === 'state')) seen.push(await next())
    expect(seen.filter(({ type }) => type === 'state').map(({ id }) => id)).toEqual([2])
    send({ id: 4, request: { type: 'run', node: 'host', argv: ['ip', 'netns', 'delete', 'extra'] } })
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // ESRCH.
    return false
  }
}
