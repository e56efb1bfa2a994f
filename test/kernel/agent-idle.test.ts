import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import { AgentMachine } from './agent-machine'

test('an agent that holds nothing ends when its last client has left, and takes its socket with it', async () => {
  const agent = await AgentMachine.start('left', 0.1)
  expect(await agent.remaining(emptyLab('left'))).toEqual([])
  expect(await agent.abandon()).toBe(0)
  expect(existsSync(agent.socket)).toBe(false)
})
