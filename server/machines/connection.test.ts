import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AgentFrame } from '../../core/protocol/agent'
import { MAX_LINE } from '../../core/protocol/agent-wire'
import { connectAgent } from './connection'
import { AgentRefusal, MachineUnavailable } from './problem'
import { hello, Peer, type PeerRequest } from './testing/peer'

describe('the connection to an agent', () => {
  let folder: string
  let peer: Peer

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netloom-connection-'))
  })
  afterEach(async () => {
    peer?.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function connectTo(answer: (request: PeerRequest, peer: Peer) => void, name = 'demo.sock') {
    peer = new Peer(answer)
    return connectAgent(await peer.listen(folder, name))
  }

  it('begins with who is there', async () => {
    const connection = await connectTo(() => {})
    expect(connection.hello).toEqual(hello)
  })

  it('reaches an agent whose socket lies deeper than a socket address is long', async () => {
    peer = new Peer(() => {})
    const deeper = await mkdtemp(join(folder, 'x'.repeat(120)))
    const connection = await connectAgent(await peer.listen(deeper, 'demo.sock'))
    expect(connection.hello.lab).toBe('demo')
  })

  it('tells that nobody listens', async () => {
    peer = new Peer(() => {})
    await expect(connectAgent(join(folder, 'none.sock'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('gives every frame to the request that it belongs to, and ends with the last', async () => {
    const connection = await connectTo(({ id }, peer) => {
      peer.send({ id, type: 'ping', event: { kind: 'timeout', seq: id } })
      peer.send({ id, type: 'done', exitCode: 1 })
    })
    const frames: AgentFrame[] = []
    const first = connection.stream({ type: 'ping', node: 'red', target: 'blue', count: 1 }, (frame) => frames.push(frame))
    const second = connection.request({ type: 'run', node: 'red', argv: ['true'] })
    expect((await first.done).exitCode).toBe(1)
    expect((await second).type).toBe('done')
    expect(frames.map(({ id, type }) => [id, type])).toEqual([
      [2, 'ping'],
      [2, 'done'],
    ])
  })

  it('cancels by the number of the request', async () => {
    const connection = await connectTo(({ request }, peer) => {
      if (request.type === 'cancel') peer.send({ id: request.of ?? 0, type: 'done', exitCode: null, signal: 'SIGTERM' })
    })
    const stream = connection.stream({ type: 'run', node: 'red', argv: ['sleep', '9'] }, () => {})
    stream.cancel()
    expect((await stream.done).signal).toBe('SIGTERM')
  })

  it('rejects with what the agent refuses', async () => {
    const connection = await connectTo(({ id }, peer) => {
      peer.send({ id, type: 'error', error: { code: 'unknown-node', message: 'there is no node “grey”' } })
    })
    const refused = connection.request({ type: 'tcp', node: 'grey', target: '10.0.0.1', port: 80 })
    await expect(refused).rejects.toThrow(AgentRefusal)
    await expect(refused).rejects.toMatchObject({ error: { code: 'unknown-node' } })
  })

  it('ends everything that is under way when the agent is gone', async () => {
    const connection = await connectTo((_request, peer) => peer.hangUp())
    await expect(connection.request({ type: 'destroy', lab: 'demo', actor: 'me' })).rejects.toMatchObject({
      problem: { code: 'connection-lost' },
    })
    await connection.closed
    await expect(connection.request({ type: 'destroy', lab: 'demo', actor: 'me' })).rejects.toThrow(MachineUnavailable)
  })

  it.each([
    ['not JSON', '{"id":2\n'],
    ['no frame of the protocol', '{"id":2,"type":"gift"}\n'],
    ['a frame with a wrong field', '{"id":2,"type":"done","exitCode":"0"}\n'],
    ['a line without end', 'x'.repeat(MAX_LINE + 1)],
  ])('hangs up on a peer that sends %s', async (_what, text) => {
    const connection = await connectTo((_request, peer) => peer.write(text))
    await expect(connection.request({ type: 'run', node: 'red', argv: ['true'] })).rejects.toMatchObject({
      problem: { code: 'bad-frame' },
    })
    await connection.closed
  })
})
