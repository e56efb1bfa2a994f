import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import { AgentMachine } from './agent-machine'
import { HostMachine } from './host-machine'
import { run } from './ip-machine'

test('an agent that holds nothing ends when its last client has left, and takes its socket with it', async () => {
  const agent = await AgentMachine.start('left', 0.1)
  expect(await agent.remaining(emptyLab('left'))).toEqual([])
  expect(await agent.abandon()).toBe(0)
  expect(existsSync(agent.socket)).toBe(false)
})

test('an agent of a computer whose client has left puts back what nobody kept, and ends then', async () => {
  const host = await HostMachine.start(60, undefined, { by: [], options: ['--idle', '0.1'] })
  const lab = { ...emptyLab('unkept'), nodes: { ...emptyLab('unkept').nodes, 'br-unkept': { kind: 'bridge' as const } } }
  try {
    const { result } = await host.connection.request({ type: 'apply', lab, actor: 'test', confirmWithin: 1 })
    expect(result).toMatchObject({ outcome: 'applied', confirmWithin: 1 })
    expect(run('ip', ['-br', 'link'])).toContain('br-unkept')
    host.connection.close()
    await host.ended()
    expect(run('ip', ['-br', 'link'])).not.toContain('br-unkept')
  } finally {
    await host.close()
  }
})
