import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AgentFrame, PingEvent } from '../../core/protocol/agent'
import { pairLab } from './agent-labs'
import { AgentMachine } from './agent-machine'
import { run } from './ip-machine'

let agent: AgentMachine

async function ping(node: string, target: string, count = 2): Promise<PingEvent[]> {
  const events: PingEvent[] = []
  await agent.connection.stream({ type: 'ping', node, target, count, interval: 200 }, (frame) => {
    if (frame.type === 'ping') events.push(frame.event)
  }).done
  return events
}

async function program(
  node: string,
  argv: string[],
  input?: string,
): Promise<{ stdout: string; stderr: string; done: AgentFrame }> {
  const output = { stdout: '', stderr: '' }
  const stream = agent.connection.stream({ type: 'run', node, argv }, (frame) => {
    if (frame.type === 'output') output[frame.stream] += frame.data
  })
  if (input !== undefined) {
    stream.input(Buffer.from(input))
    stream.input(null)
  }
  return { ...output, done: await stream.done, ...output }
}

beforeAll(async () => {
  agent = await AgentMachine.start('probed')
  expect(await agent.apply(pairLab('probed', { alone: { kind: 'namespace' } }))).toBe('applied')
})

afterAll(async () => {
  await agent.destroy('probed')
})

describe('ping', () => {
  test.each([
    ['red', 'blue', '10.1.0.3'],
    ['red', 'blue:eth0', '10.1.0.3'],
    ['blue', 'br0', '10.1.0.1'],
    ['host', '10.1.0.2', '10.1.0.2'],
    ['br0', 'red', '10.1.0.2'],
    ['red', '2001:db8:1::3', '2001:db8:1::3'],
  ])('from %s to %s goes to %s and comes back', async (node, target, address) => {
    const events = await ping(node, target)
    expect(events[0]).toMatchObject({ kind: 'start', address })
    expect(events.filter(({ kind }) => kind === 'reply')).toHaveLength(2)
    expect(events.at(-1)).toMatchObject({ kind: 'summary', sent: 2, received: 2 })
  })

  test('says what ping in the namespace says when nobody answers', async () => {
    const events = await ping('red', '10.1.0.99', 1)
    expect(events.at(-1)).toEqual({ kind: 'summary', sent: 1, received: 0 })
    expect(events[1]).toMatchObject({ kind: 'error', seq: 1, from: '10.1.0.2', text: 'Destination Host Unreachable' })
  })

  test('says that there is no way at all', async () => {
    expect(await ping('alone', '10.1.0.2')).toContainEqual({ kind: 'error', text: 'connect: Network is unreachable' })
  })

  test('ends with its summary when it is cancelled', async () => {
    const events: PingEvent[] = []
    const stream = agent.connection.stream({ type: 'ping', node: 'red', target: 'blue', count: 1000, interval: 200 }, (frame) => {
      if (frame.type !== 'ping') return
      events.push(frame.event)
      if (events.filter(({ kind }) => kind === 'reply').length === 2) stream.cancel()
    })
    await stream.done
    expect(events.at(-1)).toMatchObject({ kind: 'summary' })
    expect(events.length).toBeLessThan(20)
  })

  test.each([
    ['nobody', 'red', 'unknown-node'],
    ['red', 'nobody', 'no-target'],
    ['red', '-f', 'no-target'],
    ['red', '10.1', 'no-target'],
    ['red', 'blue:eth9', 'no-target'],
    ['red', 'alone', 'no-target'],
    ['red', '__proto__', 'no-target'],
    ['__proto__', 'red', 'unknown-node'],
  ])('from %s to %s is refused as %s', async (node, target, code) => {
    await expect(ping(node, target)).rejects.toMatchObject({ error: { code } })
  })
})

describe('a TCP check', () => {
  const check = async (node: string, target: string, port: number) =>
    (await agent.connection.request({ type: 'tcp', node, target, port, timeout: 500 })).result

  test('connects to a server in a node', async () => {
    const listening = agent.connection.stream({ type: 'run', node: 'blue', argv: ['nc', '-l', '-p', '8080'] }, () => undefined)
    await expect.poll(() => run('ip', ['netns', 'exec', 'blue', 'ss', '-Htln']), { timeout: 10_000 }).toContain(':8080')
    expect(await check('red', 'blue', 8080)).toMatchObject({ outcome: 'connected', address: '10.1.0.3' })
    listening.cancel()
    await listening.done
  })

  test.each([
    ['red', 'blue', 81, 'refused'],
    ['alone', '10.1.0.2', 80, 'unreachable'],
    ['red', '2001:db8:1::3', 81, 'refused'],
    ['red', '10.1.0.99', 80, 'timeout'],
  ] as const)('from %s to %s port %d is %s', async (node, target, port, outcome) => {
    expect(await check(node, target, port)).toMatchObject({ outcome })
  })
})

describe('a program in a node', () => {
  test('sees that node’s network, and says how it ended', async () => {
    const { stdout, done } = await program('red', ['ip', '-br', '-4', 'address', 'show', 'dev', 'eth0'])
    expect(stdout).toContain('10.1.0.2/24')
    expect(done).toMatchObject({ type: 'done', exitCode: 0 })
    expect((await program('red', ['sh', '-c', 'exit 7'])).done).toMatchObject({ exitCode: 7 })
    expect((await program('red', ['sh', '-c', 'kill -9 $$'])).done).toMatchObject({ exitCode: null, signal: 'SIGKILL' })
  })

  test('takes input and gives back both outputs, whatever the characters', async () => {
    const text = '雾里看花 ✓\n'.repeat(5000)
    const { stdout, stderr } = await program('blue', ['sh', '-c', 'tee /dev/stderr'], text)
    expect(stdout === text && stderr === text).toBe(true)
  })

  describe('that does not read its input', () => {
    const start = () => agent.connection.stream({ type: 'run', node: 'red', argv: ['sleep', '1000'] }, () => undefined)
    /** More than a pipe holds by itself (pipe(7)). */
    const much = Buffer.alloc(128 * 1024, 'x')

    test('can be cancelled, whatever waits for it', async () => {
      const stream = start()
      for (let n = 0; n < 4; n++) stream.input(much)
      for (let n = 0; n < 200; n++) stream.input(Buffer.from('x'))
      stream.cancel()
      expect(await stream.done).toMatchObject({ signal: 'SIGTERM' })
    })

    test('has what is sent answered when it has it, or takes no more', async () => {
      const stream = start()
      const taken: string[] = []
      await stream.input(Buffer.from('x'))
      const stuck = stream.input(much).then(() => taken.push('second'))
      // The agent has looked at it by then.
      await agent.connection.request({ type: 'facts' })
      expect(taken).toEqual([])
      stream.cancel()
      await stuck
    })

    test.each([
      ['much', 20, much],
      ['many pieces', 5000, Buffer.from('x')],
      ['many empty pieces', 5000, Buffer.alloc(0)],
    ])('is ended when somebody sends %s without waiting for that', async (_, times, piece) => {
      const stream = start()
      stream.input(much)
      for (let n = 0; n < times; n++) stream.input(piece)
      await expect(stream.done).rejects.toMatchObject({ error: { code: 'limit', message: expect.stringContaining('sleep') } })
    })
  })

  test('is given much more than may wait, by who waits for it to read', async () => {
    const argv = ['wc', '-c']
    let stdout = ''
    const stream = agent.connection.stream({ type: 'run', node: 'red', argv }, (frame) => {
      if (frame.type === 'output') stdout += frame.data
    })
    for (let n = 0; n < 50; n++) await stream.input(Buffer.alloc(64 * 1024, 'x'))
    await stream.input(null)
    await stream.done
    expect(stdout.trim()).toBe(String(50 * 64 * 1024))
  })

  test('gets no shell and nothing of the agent’s environment', async () => {
    expect((await program('red', ['echo', '$HOME; ls'])).stdout).toBe('$HOME; ls\n')
    expect((await program('red', ['env'])).stdout.split('\n').sort()).toEqual([
      '',
      'LC_ALL=C',
      'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
      'TERM=dumb',
    ])
  })

  test('that does not exist is named', async () => {
    await expect(program('red', ['no-such-program'])).rejects.toMatchObject({
      error: { code: 'unavailable', message: expect.stringContaining('no-such-program') },
    })
  })

  test('ends when its time is up', async () => {
    const stream = agent.connection.stream({ type: 'run', node: 'red', argv: ['sleep', '1000'], timeout: 100 }, () => undefined)
    expect(await stream.done).toMatchObject({ signal: 'SIGTERM' })
  })
})
