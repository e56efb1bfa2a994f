import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fromChildSchema, type ToChild } from './child-messages'

/**
 * How to ask the web process: one thing after the other, for an answer does not say what it answers. Rejects with the child's error, and where it
 * ends before it has answered.
 */
export function askerOf(child: ChildProcess): (message: ToChild) => Promise<string> {
  let last: Promise<unknown> = Promise.resolve()
  return (message) => {
    const answer = last.then(() => ask(child, message))
    last = answer.catch(() => undefined)
    return answer
  }
}

async function ask(child: ChildProcess, message: ToChild): Promise<string> {
  const answered = new AbortController()
  const { signal } = answered
  try {
    const reply = Promise.race([
      once(child, 'message', { signal }).then(([said]: unknown[]) => said),
      once(child, 'exit', { signal }).then(() => {
        throw new Error('the web process ended before it answered')
      }),
    ])
    child.send(message)
    const answer = fromChildSchema.parse(await reply)
    if (answer.ok) return answer.value
    throw Object.assign(new Error(answer.message), { code: answer.code, syscall: answer.syscall })
  } finally {
    // Nothing of this question stays with the child: whoever serves for months asks for many links.
    answered.abort()
  }
}
