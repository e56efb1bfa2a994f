import { expect, test } from 'vitest'
import { agentRequestSchema } from './agent-requests'

test.each([
  { type: 'destroy', actor: 'test' },
  { type: 'confirm', keep: true },
  { type: 'log' },
  { type: 'ping', node: 'web', target: '10.0.0.1', count: 1 },
])('$type takes no longer name than a lab can have', (request) => {
  expect(agentRequestSchema.safeParse({ ...request, lab: 'x'.repeat(40) }).success).toBe(true)
  expect(agentRequestSchema.safeParse({ ...request, lab: 'x'.repeat(41) }).success).toBe(false)
})
